#!/usr/bin/env bash
# @alemonjs/kook 2.1.14, AlemonJS' client for bots in KOOK: behind a reconnect it drops as many messages as it had heard
# before; a reconnect that is refused is the last.
#
# One would guess: a reconnect asks for a new session, whose numbers begin with 1, and each message of it is heard; an
# attempt that fails is followed by another, as one that was lost is.
# What happens: the number of the last message is kept, and what is not the next one is dropped without a word: a bot
# that had heard 1,000 messages sleeps through 1,000 more, with its heartbeat and "ok" as ever. One number that is
# missing makes it deaf for the rest of the session. A refused socket, or a refused question for the gateway, is
# logged, and nothing follows.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error axios@1.12.0 form-data@4.0.4 ws@8.21.0 >/dev/null
tar xzf "$(npm pack --silent @alemonjs/kook@2.1.14)"
mkdir node_modules/alemonjs # of the framework the client takes what reads pictures
echo '{"exports":{"./utils":"./utils.mjs"}}' > node_modules/alemonjs/package.json
echo 'export const createPicFrom = () => {};' > node_modules/alemonjs/utils.mjs
cat > probe.mjs <<'JS'
import { WebSocketServer } from "ws";
import { KOOKClient } from "./package/lib/sdk/wss.js";
const say = console.log;
console.info = console.error = () => {}; // the library's own lines
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let refuse = false, asked = 0, sn;
const service = new WebSocketServer({
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => { asked++; answer(!refuse, 503); }
});
service.on("connection", (link) => {
  sn = 0;
  link.send('{"s":1,"d":{"code":0,"session_id":"1"}}');
});
const send = (count) => service.clients.forEach((link) => {
  for (let n = 0; n < count; n++) link.send(JSON.stringify({ s: 0, sn: ++sn, d: { type: 1, channel_type: "GROUP" } }));
});
const lose = () => service.clients.forEach((link) => link.terminate());
service.on("listening", async () => {
  const url = "ws://127.0.0.1:" + service.address().port;
  let heard;
  const client = new KOOKClient({ token: "token" });
  client.gateway = async () => ({ data: { url } });
  client.on("MESSAGES_PUBLIC", () => heard++);
  const then = async (what, count) => {
    heard = 0;
    send(count);
    await wait(500);
    say(what + ": heard " + heard + " of " + count);
  };
  await client.connect();
  await wait(500);
  await then("the first session", 10);
  lose();
  await wait(6000);
  await then("behind a reconnect", 10);
  await then("  more", 5);
  sn++;
  await then("  more, behind a number that is missing", 5);
  refuse = true; asked = 0;
  lose();
  await wait(6000);
  refuse = false;
  await wait(10000);
  say("an outage of six seconds: attempts " + asked + ", links " + service.clients.size);
  process.exit();
});
JS
seen=$(node probe.mjs)
want='the first session: heard 10 of 10
behind a reconnect: heard 0 of 10
  more: heard 5 of 5
  more, behind a number that is missing: heard 0 of 5
an outage of six seconds: attempts 1, links 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
