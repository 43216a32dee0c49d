#!/usr/bin/env bash
# qq-guild-bot 2.9.5, the SDK for bots in QQ: disconnect() reconnects at once.
#
# One would guess: disconnect() ends the session; connect() stands beside it for who wants another.
# What happens: the close that it asks for is a loss like any other. The SDK asks for an address, opens a socket, logs
# in again, and says "READY"; a bot that is stopped so goes on.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  qq-guild-bot@2.9.5 resty-client@0.0.5 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer } = require("ws");
const resty = require("resty-client");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
let asked = 0, network = true;
(resty.default || resty).create = () => ({ // the request for the address
  async get() {
    asked++;
    if (!network) throw new Error("no network");
    return { data: { url: "ws://127.0.0.1:" + server.address().port } };
  }
});
server.on("connection", (link) => {
  link.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 30000 } }));
  link.on("message", (text) => {
    const { op } = JSON.parse(text);
    if (op === 2) link.send(JSON.stringify({ op: 0, t: "READY", s: 1, d: { session_id: "1", user: {} } }));
    if (op === 1) link.send(JSON.stringify({ op: 11 }));
  });
});
const say = (...text) => console.log("seen:", ...text); // the SDK writes lines of its own
const { createWebsocket } = require("qq-guild-bot");
server.on("listening", async () => {
  const bot = createWebsocket({ appID: "1", token: "token", sandbox: false, intents: ["GUILDS"] });
  let first;
  bot.on("READY", () => { say("READY, links at the service:", server.clients.size); first?.(); });
  await new Promise((go) => first = go);
  await wait(500);
  say("disconnect()");
  bot.disconnect();
  await wait(4000);
  say("links at the service:", server.clients.size);
  process.exit();
});
JS
seen=$(node probe.js | sed -n 's/^seen: //p')
want='READY, links at the service: 1
disconnect()
READY, links at the service: 1
links at the service: 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
