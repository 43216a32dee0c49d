#!/usr/bin/env bash
# gorilla/websocket v1.5.3: its Dialer opens a link whose answer other clients refuse: a subprotocol that nobody asked
# for, none where one was asked for, an extension that was never offered.
#
# One would guess: a probe in Go fails where browsers and SDKs fail; RFC 6455 (4.1) says that a client MUST fail the
# connection when the answer names a subprotocol or an extension that its request did not.
# What happens: Dial returns no error, and messages come. ws 8.23.0 and undici 7.16.0 end each of these handshakes. So a
# gateway that drops or changes Sec-WebSocket-Protocol passes a test in Go and fails all its users.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error ws@8.23.0 undici@7.16.0 >/dev/null
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/gorilla/websocket"
)

func main() {
	dialer := websocket.Dialer{Subprotocols: []string{"mqtt"}}
	link, _, err := dialer.Dial(os.Args[1], nil)
	if err != nil {
		fmt.Println("fails")
		return
	}
	_, message, err := link.ReadMessage()
	fmt.Printf("opens, subprotocol %q, message %q, error %v\n", link.Subprotocol(), message, err)
}
GO
cat > probe.js <<'JS'
const { createHash } = require("crypto"), { execFile } = require("child_process"), http = require("http");
const accept = (key) => createHash("sha1").update(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64");
let extra;
const service = http.createServer().on("upgrade", (request, socket) => {
  socket.on("error", () => {});
  socket.write(["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
    "Sec-WebSocket-Accept: " + accept(request.headers["sec-websocket-key"]), ...extra, "", ""].join("\r\n"));
  socket.write(Buffer.from([0x81, 2, 0x68, 0x69])); // the message "hi"
});
const node = (WebSocket, address) => new Promise((go) => {
  const socket = new WebSocket(address, ["mqtt"]);
  socket.onopen = () => go("opens");
  socket.onerror = () => go("fails");
});
service.listen(0, "127.0.0.1", async () => {
  const address = "ws://127.0.0.1:" + service.address().port;
  for (const answer of ["Sec-WebSocket-Protocol: mqtt", "", "Sec-WebSocket-Protocol: chat",
    "Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Extensions: x-other"]) {
    extra = answer ? [answer] : [];
    console.log(answer.replace("\r\n", ", ") || "(neither)");
    const go = await new Promise((done) => execFile("./probe", [address], (e, out) => done(out.trim())));
    const ws = await node(require("ws"), address), undici = await node(require("undici").WebSocket, address);
    console.log("  ws", ws + ", undici", undici);
    console.log("  gorilla", go);
  }
  process.exit();
});
JS
go get github.com/gorilla/websocket@v1.5.3 2>/dev/null; go build -o probe .
seen=$(node probe.js)
want='Sec-WebSocket-Protocol: mqtt
  ws opens, undici opens
  gorilla opens, subprotocol "mqtt", message "hi", error <nil>
(neither)
  ws fails, undici fails
  gorilla opens, subprotocol "", message "hi", error <nil>
Sec-WebSocket-Protocol: chat
  ws fails, undici fails
  gorilla opens, subprotocol "chat", message "hi", error <nil>
Sec-WebSocket-Protocol: mqtt, Sec-WebSocket-Extensions: x-other
  ws fails, undici fails
  gorilla opens, subprotocol "mqtt", message "hi", error <nil>'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
