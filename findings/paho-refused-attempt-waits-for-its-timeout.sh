#!/usr/bin/env bash
# paho-mqtt 1.1.0: with reconnect: true a refused attempt is noticed when its time limit ends, 30 s by default.
#
# One would guess: "it will initially wait 1 second before it attempts to reconnect, for every failed reconnect attempt,
# the delay will double", so with the network away for 7 s the attempts are at 1, 3 and 7 s.
# What happens: the first attempt comes at once, without the second. While it reconnects the client does not listen to
# the socket's error and close; an attempt that is refused in a millisecond is under way until connectOptions.timeout
# (4 s here, 30 s by default), and then the wait comes on top, 2 s, 4 s, and so on: 0, 6 and 14 s, and with the default
# 0, 32 and 66 s.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error paho-mqtt@1.1.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
globalThis.WebSocket = WebSocket;
const { Client } = require("paho-mqtt");
let up = true, from;
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0, handleProtocols: () => "mqtt",
  verifyClient(_, answer) {
    if (from) console.log("attempt at " + Math.floor((Date.now() - from) / 1000) + " s" + (up ? "" : ", refused"));
    answer(up, 503);
  }
}, async () => {
  const client = new Client("127.0.0.1", server.address().port, "/mqtt", "alice");
  client.onConnected = (again) => {
    if (again) process.exit(0);
    from = Date.now();
    up = false;
    setTimeout(() => { up = true; console.log("the network is back at 7 s"); }, 7000);
    server.clients.forEach((link) => link.terminate());
  };
  client.connect({ reconnect: true, timeout: 4 });
});
server.on("connection", (link) => link.on("message", (bytes) => {
  if (bytes[0] >> 4 === 1) link.send(Buffer.from([0x20, 2, 0, 0])); // CONNECT is answered by CONNACK
}));
JS
seen=$(node probe.js)
want='attempt at 0 s, refused
attempt at 6 s, refused
the network is back at 7 s
attempt at 14 s'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
