#!/usr/bin/env bash
# @wecom/aibot-node-sdk 1.0.7, the link of WeCom (WeChat Work) for chat bots: disconnect() and connect() in one turn
# work, and some seconds later the bot has kicked itself, and is offline for good.
#
# One would guess: behind the two calls there is one link, which is mended as ever; so one restarts a bot. A
# "disconnected_event" is for a bot whose id logs in a second time somewhere else.
# What happens: the old socket's close, which comes later, is taken for a loss of the new one: that is forgotten before
# it has logged in, and a third is opened. When the service closes the forgotten one, on which nobody logged in, that is
# a loss again, and a fourth link logs in beside the good one. The good one is told that another took its place; the
# SDK takes that for the end, closes its newest link, and reconnects no more. (That a link without a login is closed,
# here after 2 s, is an assumption; that a login ends the older link is what the SDK's source says of the service.)
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @wecom/aibot-node-sdk@1.0.7 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WSClient } = require("@wecom/aibot-node-sdk"), WebSocket = require("ws");
const wait = (ms) => new Promise((go) => setTimeout(go, ms)), nothing = () => {};
async function restart(between) {
  let opened = 0, loggedIn; // the one link that a bot has
  const server = new WebSocket.Server({ host: "127.0.0.1", port: 0 });
  await new Promise((go) => server.on("listening", go));
  server.on("connection", (link) => {
    opened++;
    const limit = setTimeout(() => link.terminate(), 2000);
    link.on("message", (text) => {
      const { cmd, headers } = JSON.parse(text);
      link.send(JSON.stringify({ headers, errcode: 0, errmsg: "ok" }));
      if (cmd !== "aibot_subscribe") return;
      clearTimeout(limit);
      const event = { cmd: "aibot_event_callback", headers: { req_id: "1" },
        body: { msgtype: "event", event: { eventtype: "disconnected_event" } } };
      if (loggedIn) {
        loggedIn.send(JSON.stringify(event));
        loggedIn.close();
      }
      loggedIn = link;
      link.on("close", () => { if (loggedIn === link) loggedIn = undefined; });
    });
  });
  const bot = new WSClient({ botId: "bot", secret: "secret", wsUrl: "ws://127.0.0.1:" + server.address().port,
    logger: { debug: nothing, info: nothing, warn: nothing, error: nothing } });
  let logins = 0, kicks = 0;
  bot.on("authenticated", () => logins++);
  bot.on("event.disconnected_event", () => kicks++);
  bot.connect();
  await wait(500);
  bot.disconnect();
  if (between) await wait(between);
  bot.connect();
  await wait(8000);
  console.log(`${between} ms between: ${opened} links, ${logins} logins, ${kicks} kicks; ` +
    `connected ${bot.isConnected}, links at the service ${server.clients.size}`);
  bot.disconnect();
}
Promise.all([restart(500), restart(0)]).then(() => process.exit());
JS
seen=$(node probe.js | sort -r)
want='500 ms between: 2 links, 2 logins, 0 kicks; connected true, links at the service 1
0 ms between: 4 links, 3 logins, 1 kicks; connected false, links at the service 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
