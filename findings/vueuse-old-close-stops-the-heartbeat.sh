#!/usr/bin/env bash
# @vueuse/core 14.4.0, useWebSocket of VueUse: where open(), or another URL, replaces a silent link, the close of the
# old one stops the heartbeat of the new one.
#
# One would guess: open() gives a link with a heartbeat, as the first one has; a page calls it when the phone has
# changed networks, or its URL changes with the token. The old socket has nothing to do with it.
# What happens: the onclose of any socket pauses the one heartbeat, and only an "open" resumes it. The close of a
# silent link comes late (some 10 s in Chromium), when the new one is open. From then on nothing is sent, and when the
# new link falls silent too it is "OPEN" for ever.
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
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const http = createServer(), service = new WebSocketServer({ server: http }), sockets = [];
let heard = 0;
http.on("connection", (socket) => sockets.push(socket));
service.on("connection", (link) => link.on("message", (text) => { heard++; link.send(text); }));
http.listen(0, "127.0.0.1", async () => {
  const client = useWebSocket("ws://127.0.0.1:" + http.address().port, {
    autoReconnect: { delay: 300 }, heartbeat: { interval: 200, pongTimeout: 2000 }
  });
  const tell = async (what) => {
    await wait(500);
    heard = 0;
    await wait(1000);
    console.log(what + ": " + client.status.value + ", heartbeats " + (heard > 0) + ", links " + service.clients.size);
  };
  await tell("the first link");
  sockets.forEach((socket) => socket.pause());
  client.open();
  await tell("it falls silent, open()");
  sockets.forEach((socket) => socket.resume());
  await tell("the old one is closed");
  sockets.forEach((socket) => socket.pause());
  await wait(6000);
  console.log("the new one is silent for 6 s: " + client.status.value);
  process.exit();
});
JS
seen=$(node probe.mjs)
want='the first link: OPEN, heartbeats true, links 1
it falls silent, open(): OPEN, heartbeats true, links 2
the old one is closed: OPEN, heartbeats false, links 1
the new one is silent for 6 s: OPEN'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
