#!/usr/bin/env bash
# partysocket 1.3.0 and reconnecting-websocket 4.4.0: reconnect() between two attempts does not connect; it waits for
# the attempt that is due.
#
# One would guess: reconnect() "closes the connection or connection attempt and connects again", so that called in the
# event "online", or when the page is shown, it connects at once instead of in up to 10 s.
# What happens: while an attempt is waited for nothing but the counter is reset; the wait (6 s here) runs to its end.
# The same call while the link is open connects at once.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --legacy-peer-deps \
  partysocket@1.3.0 reconnecting-websocket@4.4.0 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import { createRequire } from "module";
import WebSocket, { WebSocketServer } from "ws";
import { WebSocket as PartySocket } from "partysocket";
const ReconnectingWebSocket = createRequire(import.meta.url)("reconnecting-websocket");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
for (const [name, Link] of [["partysocket", PartySocket], ["reconnecting-websocket", ReconnectingWebSocket]]) {
  let up = true;
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, verifyClient: (_, answer) => answer(up, 503) });
  await new Promise((go) => server.on("listening", go));
  const link = new Link("ws://127.0.0.1:" + server.address().port, [], {
    WebSocket, minReconnectionDelay: 6000, maxReconnectionDelay: 6000
  });
  const opened = () => new Promise((go) => link.addEventListener("open", go, { once: true }));
  const reconnect = async (what) => {
    const from = Date.now(), open = opened();
    link.reconnect();
    await open;
    console.log(name + ", reconnect() " + what + ": open " + (Date.now() - from < 2000 ? "at once" : "seconds later"));
  };
  await opened();
  await reconnect("while open");
  up = false;
  server.clients.forEach((peer) => peer.terminate());
  await wait(500); // the first attempt comes at once or behind the first wait, and is refused
  up = true;
  await reconnect("while it waits");
  link.close();
  server.close();
}
process.exit(0);
JS
seen=$(node probe.mjs)
want='partysocket, reconnect() while open: open at once
partysocket, reconnect() while it waits: open seconds later
reconnecting-websocket, reconnect() while open: open at once
reconnecting-websocket, reconnect() while it waits: open seconds later'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
