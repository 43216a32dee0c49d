#!/usr/bin/env bash
# reconnecting-websocket 4.4.0: an attempt that fails is told as a clean close with the code 1000, and before its error.
#
# One would guess: onclose tells what the socket's own onclose tells, as the API is that of WebSocket: "error", then
# "close" with 1006 and wasClean false where the service cannot be reached. Applications go by the code: 1000 is the
# service's orderly end, behind which one does not reconnect or says goodbye.
# What happens: onclose comes first, with 1000 and wasClean true, and then onerror. It is an event of the library's own;
# the one of the socket, with 1006, is dropped. An open link that is lost without an error keeps its 1006.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error reconnecting-websocket@4.4.0 ws@8.23.0 >/dev/null
cat > probe.js <<'JS'
const net = require("net"), { WebSocket, WebSocketServer } = require("ws");
const ReconnectingWebSocket = require("reconnecting-websocket");
const heard = (name, socket, then) => {
  socket.addEventListener("error", () => console.log(name, "error"));
  socket.addEventListener("close", ({ code, wasClean }) => console.log(name, "close", code, "clean", wasClean));
  return new Promise((go) => socket.addEventListener("close", () => setTimeout(go, 50)));
};
const once = { WebSocket, maxRetries: 0 };
(async () => {
  const taken = net.createServer().listen(0, "127.0.0.1");
  await new Promise((go) => taken.once("listening", go));
  const refused = "ws://127.0.0.1:" + taken.address().port;
  await new Promise((go) => taken.close(go));
  await heard("ws, refused:", new WebSocket(refused));
  await heard("reconnecting-websocket, refused:", new ReconnectingWebSocket(refused, [], once));
  const service = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  service.on("connection", (link) => link.terminate());
  await new Promise((go) => service.once("listening", go));
  const lost = "ws://127.0.0.1:" + service.address().port;
  await heard("reconnecting-websocket, lost:", new ReconnectingWebSocket(lost, [], once));
  process.exit();
})();
JS
seen=$(node probe.js)
want='ws, refused: error
ws, refused: close 1006 clean false
reconnecting-websocket, refused: close 1000 clean true
reconnecting-websocket, refused: error
reconnecting-websocket, lost: close 1006 clean false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
