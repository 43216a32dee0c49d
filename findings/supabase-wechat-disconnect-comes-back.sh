#!/usr/bin/env bash
# supabase-wechat-stable-v2 2.2.0, Supabase for WeChat mini programs: behind disconnect() it connects again a second
# later and stays; and in an outage its waits never grow.
#
# One would guess: disconnect(), and removeAllChannels() when a user leaves the page, close the socket for good; behind
# a loss the waits are 1, 2, 5 and 10 s, as the default of reconnectAfterMs says.
# What happens: disconnect() takes its listener away with `conn.onclose = …`, which a SocketTask, unlike a WebSocket,
# does not read. The close is taken for a loss, and a second later there is a link of nobody, kept by heartbeats.
# Each attempt begins with a disconnect(), which sets the count of attempts to 0: the next one comes after 1 s again.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error supabase-wechat-stable-v2@2.2.0 ws@8.21.0 \
  >/dev/null
cat > probe.js <<'JS'
const ws = require("ws");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
global.wx = {
  getStorageSync: () => "", setStorageSync() {}, removeStorageSync() {}, request() {},
  connectSocket({ url }) {
    const socket = new ws.WebSocket(url);
    return {
      get readyState() { return socket.readyState; },
      onOpen(call) { socket.on("open", () => call({ header: {} })); },
      onMessage(call) { socket.on("message", (data) => call({ data: String(data) })); },
      onError(call) { socket.on("error", () => call({ errMsg: "connectSocket:fail" })); },
      onClose(call) { socket.on("close", (code) => call({ code, reason: "" })); },
      send({ data }) { socket.send(data); },
      close() { socket.close(1000); }
    };
  }
};
const { RealtimeClient } = require("supabase-wechat-stable-v2");
let refuse = false, asked = [];
const service = new ws.WebSocketServer({
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => { asked.push(Date.now()); answer(!refuse, 503); }
});
service.on("listening", async () => {
  const client = new RealtimeClient("ws://127.0.0.1:" + service.address().port);
  client.connect();
  await wait(500);
  console.log("connect(): links " + service.clients.size);
  client.disconnect();
  await wait(500);
  console.log("half a second behind disconnect(): links " + service.clients.size);
  await wait(2000);
  console.log("two seconds later: links " + service.clients.size);
  refuse = true; asked = [Date.now()];
  service.clients.forEach((link) => link.terminate());
  await wait(5500);
  console.log("waits in an outage, in seconds: " +
    asked.slice(1).map((at, n) => Math.round((at - asked[n]) / 1000)).join(", "));
  process.exit();
});
JS
seen=$(node probe.js)
want='connect(): links 1
half a second behind disconnect(): links 0
two seconds later: links 1
waits in an outage, in seconds: 1, 1, 1, 1, 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
