#!/usr/bin/env bash
# mock-socket 9.3.1, the WebSocket of many unit tests: what is sent behind close() arrives at its server.
#
# One would guess: behind close() send() is silently dropped, as the standard says; a test that a logout sends its last
# packet before it closes fails when the two are in the wrong order.
# What happens: the message behind close() is delivered, so the wrong order passes. With ws against a real server it
# never arrives.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error mock-socket@9.3.1 ws@8.23.0 >/dev/null
cat > probe.js <<'JS'
const ws = require("ws"), mock = require("mock-socket");
async function logout(name, WebSocket, address, server) {
  const got = [];
  server.on("connection", (link) => link.on("message", (data) => got.push(String(data))));
  const socket = new WebSocket(address);
  await new Promise((go) => socket.onopen = go);
  const closed = new Promise((go) => socket.onclose = go);
  socket.send("before close()");
  socket.close(1000);
  socket.send("behind close()");
  await closed;
  await new Promise((go) => setTimeout(go, 300));
  console.log(name, "the server got:", got.join(", "));
}
(async () => {
  const server = new ws.WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((go) => server.once("listening", go));
  await logout("ws:", ws.WebSocket, "ws://127.0.0.1:" + server.address().port, server);
  const address = "ws://service.example";
  await logout("mock-socket:", mock.WebSocket, address, new mock.Server(address));
  process.exit();
})();
JS
seen=$(node probe.js)
want='ws: the server got: before close()
mock-socket: the server got: before close(), behind close()'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
