#!/usr/bin/env bash
# vue-native-websocket-vue3 3.1.8, WebSockets for Vue 3 with Vuex or Pinia: $disconnect() while a reconnect's socket is
# being opened leaves it; it opens, is heard, and can never be closed.
#
# One would guess: $disconnect() ends the link, or the attempt, and the reconnecting.
# What happens: $socket is the socket that was open last until another one is open, so $disconnect() closes what is
# closed, and forgets it. The attempt's socket opens; as the reconnecting is off it does not become $socket. The store
# hears its messages, and the service sees the user who left. And reconnectionAttempts: 3 makes four attempts.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --legacy-peer-deps --loglevel=error \
  vue-native-websocket-vue3@3.1.8 vue@3.5.30 jsdom@26.1.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const ws = require("ws");
const { JSDOM } = require("jsdom");
const page = new JSDOM("", { url: "http://localhost/" }).window; // a page, with the timers of Node.js
Object.assign(global, { window: global, document: page.document, WebSocket: page.WebSocket });
const { createApp } = require("vue");
const plugin = require("vue-native-websocket-vue3").default;
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let refuse = false, slow = 0, asked = 0;
const service = new ws.WebSocketServer({ host: "127.0.0.1", port: 0, verifyClient: (_, answer) => {
  asked++;
  setTimeout(() => answer(!refuse, 503), slow);
} });
const lose = () => service.clients.forEach((link) => link.terminate());
service.on("listening", async () => {
  let heard = [];
  const make = () => {
    const app = createApp({});
    app.use(plugin, "ws://127.0.0.1:" + service.address().port, {
      connectManually: true, reconnection: true, reconnectionAttempts: 3, reconnectionDelay: 300,
      store: {}, passToStoreHandler: (name, event) => name === "SOCKET_onmessage" && heard.push(event.data)
    });
    app.config.globalProperties.$connect();
    return app.config.globalProperties;
  };
  for (const when of ["connected", "between two attempts", "while one is being opened"]) {
    const page = make();
    await wait(300);
    slow = 500;
    if (when !== "connected") lose();
    await wait(when === "between two attempts" ? 150 : 550);
    page.$disconnect();
    await wait(1500);
    heard = [];
    service.clients.forEach((link) => link.send("hello"));
    await wait(200);
    page.$disconnect();
    await wait(500);
    console.log("$disconnect() " + when + ": heard " + heard.length + ", links behind another one " +
      service.clients.size);
    slow = 0;
    lose();
  }
  make();
  await wait(300);
  refuse = true; asked = 0;
  lose();
  await wait(4000);
  console.log("reconnectionAttempts 3: attempts " + asked);
  process.exit();
});
JS
seen=$(node probe.js)
want='$disconnect() connected: heard 0, links behind another one 0
$disconnect() between two attempts: heard 0, links behind another one 0
$disconnect() while one is being opened: heard 1, links behind another one 1
reconnectionAttempts 3: attempts 4'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
