#!/usr/bin/env bash
# undici 7.16.0, the WebSocket that Node.js has built in: close() towards a peer that does not answer it never ends.
#
# One would guess: a close that nobody answers is given up after some time, so that onclose always comes, as with the
# package ws (1006 after 30 s) and in browsers; a client counts its sockets, and opens the next one, in onclose.
# What happens: there is no limit. A minute later readyState is 2, nothing was called, and the TCP connection stays for
# as long as the peer keeps it. close() can be called again, and changes nothing.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error ws@8.23.0 undici@7.16.0 >/dev/null
cat > probe.js <<'JS'
const { createHash } = require("crypto"), http = require("http");
const accept = (key) => createHash("sha1").update(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64");
let links = 0; // that the client has not ended
const service = http.createServer().on("upgrade", (request, socket) => { // opens, and says no more
  links++;
  socket.on("error", () => {}).on("data", () => {}).on("end", () => links--);
  socket.write(["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
    "Sec-WebSocket-Accept: " + accept(request.headers["sec-websocket-key"]), "", ""].join("\r\n"));
});
async function close(name, WebSocket, address) {
  const socket = new WebSocket(address);
  await new Promise((go) => socket.onopen = go);
  let told = "nothing";
  socket.onclose = ({ code }) => told = "close " + code;
  socket.close(1000);
  await new Promise((go) => setTimeout(go, 60000));
  console.log(name + ", 60 s after close():", told + "; readyState", socket.readyState);
}
service.listen(0, "127.0.0.1", async () => {
  const address = "ws://127.0.0.1:" + service.address().port;
  await Promise.all([
    close("ws", require("ws").WebSocket, address), close("undici", require("undici").WebSocket, address)
  ]);
  console.log("TCP connections at the service:", links);
  process.exit();
});
JS
seen=$(node probe.js | sort)
want='TCP connections at the service: 1
undici, 60 s after close(): nothing; readyState 2
ws, 60 s after close(): close 1006; readyState 3'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
