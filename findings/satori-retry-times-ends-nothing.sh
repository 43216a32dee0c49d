#!/usr/bin/env bash
# @satorijs/core 4.6.0, the WsClient under the adapters of Koishi's bots: retryTimes ends nothing, and stop() while the
# socket is being opened leaves it.
#
# One would guess: retryTimes is "the maximum number of retries at the first connection" (6 by default), after which
# the bot is offline, with an error that an operator can see; stop() ends the link, or the attempt.
# What happens: the first attempt alone counts as one of the first connection; the others go on, each retryLazy (a
# minute), for ever, and the status is "reconnecting". The first attempt's link counts so as well: with retryTimes 0 its
# loss is never mended. stop() closes the socket that is open; one that is being opened becomes open later, is taken,
# and logs in the bot that was stopped.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @satorijs/core@4.6.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const ws = require("ws");
const { Adapter, Bot, Context, Universal } = require("@satorijs/core");
const say = console.log;
console.log = () => {}; // the library's own lines
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
class WebSocket extends ws.WebSocket { // as in pages, an error that nobody listens to is none
  constructor(url) { super(url); this.on("error", () => {}); }
}
let refuse = true, slow = false, asked = 0;
const service = new ws.WebSocketServer({ host: "127.0.0.1", port: 0, verifyClient: (_, answer) => {
  asked++;
  setTimeout(() => answer(!refuse, 503), slow ? 500 : 0);
} });
const logins = [];
service.on("connection", (link) => link.on("message", (text) => logins.push(String(text))));
class Client extends Adapter.WsClient {
  prepare() { return new WebSocket("ws://127.0.0.1:" + service.address().port); }
  accept(socket) { socket.send("login"); this.bot.online(); }
}
const status = (bot) => Object.keys(Universal.Status).find((key) => Universal.Status[key] === bot.status);
service.on("listening", async () => {
  const app = new Context();
  const make = (retryTimes) => {
    const bot = new Bot(app, { retryTimes, retryInterval: 100, retryLazy: 200 }, "probe");
    new Client(app, bot);
    return bot;
  };
  for (const retryTimes of [0, 3]) {
    const bot = make(retryTimes);
    asked = 0;
    bot.start();
    await wait(3000);
    say("retryTimes " + retryTimes + ", refused: " + status(bot) + ", more than ten attempts " + (asked > 10) +
      ", error " + !!bot.error);
    bot.stop();
    await wait(500);
  }
  refuse = false;
  const bot = make(0);
  bot.start();
  await wait(500);
  service.clients.forEach((link) => link.terminate());
  await wait(1500);
  say("retryTimes 0, connected, a loss: " + status(bot) + ", links " + service.clients.size);
  for (slow of [false, true]) {
    const bot = make(3);
    logins.length = 0;
    bot.start();
    await wait(200);
    bot.stop();
    await wait(1500);
    say("stop() " + (slow ? "while it connects" : "while connected") + ": links " + service.clients.size +
      ", logins " + logins.length + ", " + status(bot));
  }
  process.exit();
});
JS
seen=$(node probe.js)
want='retryTimes 0, refused: OFFLINE, more than ten attempts false, error true
retryTimes 3, refused: RECONNECT, more than ten attempts true, error false
retryTimes 0, connected, a loss: OFFLINE, links 0
stop() while connected: links 0, logins 1, OFFLINE
stop() while it connects: links 1, logins 1, ONLINE'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
