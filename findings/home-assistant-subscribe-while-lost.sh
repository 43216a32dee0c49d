#!/usr/bin/env bash
# home-assistant-js-websocket 9.7.0, Home Assistant's WebSocket client: a subscription that is asked for between a loss
# and the next link is sent with the link after that one.
#
# One would guess: it is rejected, as each other call is then ("connection lost"), or sent as soon as the link is back;
# a comment in the source says "this allows us to subscribe while we're disconnected and recover properly".
# What happens: the next link makes the subscriptions from before the loss again, and not this one. Its promise is
# pending and no event comes, although the client says "ready", until the link is lost once more: hours, or never.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  home-assistant-js-websocket@9.7.0 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import { Connection } from "home-assistant-js-websocket";
import WebSocket, { WebSocketServer } from "ws";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let up = true, asked = 0;
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, verifyClient: () => up });
await new Promise((go) => server.on("listening", go));
server.on("connection", (peer) => peer.on("message", (data) => {
  const { id } = JSON.parse(data);
  asked++;
  peer.send(JSON.stringify({ id, type: "result", success: true }));
  peer.send(JSON.stringify({ id, type: "event", event: {} }));
}));
const cut = () => server.clients.forEach((peer) => peer.terminate());
const createSocket = () => new Promise((go, no) => {
  const socket = new WebSocket("ws://127.0.0.1:" + server.address().port);
  socket.on("open", () => go(socket)).on("error", no);
});
const client = new Connection(await createSocket(), { createSocket, setupRetry: 0 });
const on = (event) => new Promise((go) => client.addEventListener(event, go));
let events = 0, second = "pending";
await client.subscribeEvents(() => {}, "before");
const lost = on("disconnected");
up = false;
cut();
await lost;
client.subscribeEvents(() => events++, "between").then(() => { second = "kept"; }, () => { second = "rejected"; });
const ping = await client.ping().then(() => "kept", () => "rejected");
console.log("a ping between: " + ping);
const ready = on("ready");
up = true;
await ready;
await wait(3000);
console.log(`the link is back: ${asked} subscriptions asked for in all; the second is ${second}, events ${events}`);
const again = on("ready");
cut();
await again;
await wait(1000);
console.log(`behind another loss: the second is ${second}, events ${events}`);
process.exit();
JS
seen=$(node probe.mjs)
want='a ping between: rejected
the link is back: 2 subscriptions asked for in all; the second is pending, events 0
behind another loss: the second is kept, events 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
