#!/usr/bin/env bash
# paho-mqtt 1.1.0: disconnect() during the first attempt behind a loss throws, and the client connects again.
#
# One would guess: disconnect() ends the reconnecting at any time; where there is nothing to disconnect it throws an
# Error of the library's ("AMQJS0011E Invalid state").
# What happens: a TypeError, because the timer that it cancels is set behind the first attempt only. What stands behind
# the call in a page's clean-up is not run, and when the attempt succeeds the user who left is online. During a later
# attempt the same call works.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error paho-mqtt@1.1.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
globalThis.WebSocket = WebSocket;
const { Client } = require("paho-mqtt");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let slow = 0, refuse = 0; // how many handshakes are still refused
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0, handleProtocols: () => "mqtt",
  verifyClient: (_, answer) => setTimeout(() => answer(refuse-- <= 0, 503), slow)
}, async () => {
  const leave = async (what, refused, after) => {
    const client = new Client("127.0.0.1", server.address().port, "/mqtt", "alice");
    slow = 0; refuse = 0;
    await new Promise((onSuccess) => client.connect({ onSuccess, reconnect: true, timeout: 2 }));
    slow = 1000; refuse = refused;
    server.clients.forEach((link) => link.terminate());
    await wait(after);
    console.log(what);
    try {
      client.disconnect();
      console.log("  disconnect() returns");
    } catch (e) {
      console.log("  disconnect() throws " + e.name + ": " + e.message);
    }
    await wait(2000);
    console.log("  2 s later: isConnected " + client.isConnected() + ", open sockets " + server.clients.size);
  };
  await leave("during the second attempt", 1, 4500);
  await leave("during the first attempt", 0, 500);
  process.exit(0);
});
server.on("connection", (link) => link.on("message", (bytes) => {
  if (bytes[0] >> 4 === 1) link.send(Buffer.from([0x20, 2, 0, 0])); // CONNECT is answered by CONNACK
}));
JS
seen=$(node probe.js)
want="during the second attempt
  disconnect() returns
  2 s later: isConnected false, open sockets 0
during the first attempt
  disconnect() throws TypeError: Cannot read properties of null (reading 'cancel')
  2 s later: isConnected true, open sockets 1"
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
