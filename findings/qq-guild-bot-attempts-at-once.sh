#!/usr/bin/env bash
# qq-guild-bot 2.9.5, the SDK for bots in QQ: its ten attempts to reconnect are made without a wait; then it is dead.
#
# One would guess: maxRetry (10 by default) attempts with a wait between them, so that an outage of a minute is lived
# through.
# What happens: where the request for the address fails, the next one follows in the same moment. A network that is away
# for a second costs all ten, the event "DEAD" comes, and nothing is tried again when it is back.
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
  await new Promise((go) => bot.on("READY", go));
  let dead = "not dead";
  bot.on("DEAD", () => dead = "DEAD");
  await wait(500);
  network = false;
  asked = 0;
  server.clients.forEach((link) => link.terminate());
  await wait(2000);
  network = true;
  say("two seconds without a network: attempts", asked + ",", dead);
  await wait(5000);
  say("the network is back: links at the service", server.clients.size);
  process.exit();
});
JS
seen=$(node probe.js | sed -n 's/^seen: //p')
want='two seconds without a network: attempts 10, DEAD
the network is back: links at the service 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
