#!/usr/bin/env bash
# @vueuse/core 14.4.0, useWebSocket of VueUse: close(), and leaving the page, between a missed heartbeat and the close
# of that link do nothing; it connects again, for nobody.
#
# One would guess: close() ends the link and the reconnecting whenever it is called, and autoClose does so when the
# component goes. The status is "CLOSED" then, so that nothing seems to be left.
# What happens: the missed heartbeat closes the link and forgets it, and a close() then returns at once, as there is no
# link. On a link that fell silent the close itself comes late (some 10 s in Chromium): then it reconnects, and the
# component that is gone keeps a link and a heartbeat, which no close() can reach.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @vueuse/core@14.4.0 vue@3.5.30 ws@8.21.0 \
  >/dev/null
cat > probe.mjs <<'JS'
import { createServer } from "node:http";
import { WebSocketServer, WebSocket as Base } from "ws";
Object.assign(globalThis, { // as much of a page as is asked for
  window: globalThis, document: { createElement: () => ({}) }, addEventListener() {}, removeEventListener() {},
  WebSocket: class extends Base { constructor(url, protocols) { super(url, protocols); this.on("error", () => {}); } }
});
const { useWebSocket } = await import("@vueuse/core");
const { effectScope } = await import("vue");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const http = createServer(), service = new WebSocketServer({ server: http }), sockets = [];
http.on("connection", (socket) => sockets.push(socket));
service.on("connection", (link) => link.on("message", () => link.send("ping")));
http.listen(0, "127.0.0.1", async () => {
  const url = "ws://127.0.0.1:" + http.address().port;
  for (const silent of [false, true]) for (const how of ["close()", "the page is left"]) {
    const page = effectScope();
    const client = page.run(() => useWebSocket(url, {
      autoReconnect: { delay: 300 }, heartbeat: { interval: 200, pongTimeout: 400 }
    }));
    await wait(1000);
    if (silent) sockets.forEach((socket) => socket.pause());
    await wait(1500); // the heartbeat is missed
    const before = client.status.value;
    if (how === "close()") client.close(); else page.stop();
    await wait(500);
    sockets.forEach((socket) => socket.resume());
    await wait(2000);
    console.log((silent ? "silent" : "alive") + ", " + before + ", " + how + ": " + client.status.value + ", links " +
      service.clients.size);
    service.clients.forEach((link) => link.close());
    if (silent) { client.close(); await wait(1000); }
  }
  process.exit();
});
JS
seen=$(node probe.mjs)
want='alive, OPEN, close(): CLOSED, links 0
alive, OPEN, the page is left: CLOSED, links 0
silent, CLOSED, close(): OPEN, links 1
silent, CLOSED, the page is left: OPEN, links 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
