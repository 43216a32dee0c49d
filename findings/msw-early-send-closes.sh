#!/usr/bin/env bash
# @mswjs/interceptors 0.41.9, the WebSocket of Mock Service Worker: a send() before the socket is open closes it.
#
# One would guess: send() while connecting throws an InvalidStateError and leaves the attempt alone, as the standard
# says; code that catches it, and sends again in onopen, works with MSW as it does without.
# What happens: send() throws, and the socket is closed with it, 1000 and clean, without an "open", also when it only
# passes through to the real service. Nobody called close().
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @mswjs/interceptors@0.41.9 undici@7.16.0 ws@8.23.0 >/dev/null
cat > probe.js <<'JS'
const undici = require("undici"), { WebSocketServer } = require("ws");
globalThis.WebSocket = undici.WebSocket; // for Node 20, which has none
globalThis.CloseEvent ??= undici.CloseEvent;
const { WebSocketInterceptor } = require("@mswjs/interceptors/WebSocket");
const early = (name, address) => new Promise((go) => {
  const socket = new WebSocket(address);
  try { socket.send("hello"); } catch (e) { console.log(name, "send() throws"); }
  socket.onopen = () => setTimeout(go, 200, console.log(name, "open"));
  socket.onclose = ({ code, wasClean }) => setTimeout(go, 200, console.log(name, "close", code, "clean", wasClean));
});
(async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((go) => server.once("listening", go));
  const address = "ws://127.0.0.1:" + server.address().port;
  await early("alone:", address);
  const interceptor = new WebSocketInterceptor();
  interceptor.apply();
  let through = true;
  interceptor.on("connection", (e) => through && (e.server || e.data.server).connect());
  await early("through MSW to the service:", address);
  through = false;
  await early("answered by MSW:", "ws://mocked.example");
  process.exit();
})();
JS
seen=$(node probe.js)
want='alone: send() throws
alone: open
through MSW to the service: send() throws
through MSW to the service: close 1000 clean true
answered by MSW: send() throws
answered by MSW: close 1000 clean true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
