#!/usr/bin/env bash
# revolt.js 7.2.0, the client of the chat Revolt: each loss leaves its heartbeat behind; and connectTimeout is not read,
# pongTimeout ends the attempt.
#
# One would guess: heartbeatInterval is "time in seconds between Ping packets", so a client that lives through three
# losses pings as often as before; connectTimeout is "maximum time between init and first message".
# What happens: the timer is stopped by disconnect() alone, which a loss finds without a socket, and so it returns. The
# next link has its own and the old one's: behind three losses four pings where there was one, for as long as the
# program runs (and in the gap each throws a string out of a timer, which ends a Node.js program). Who raises
# connectTimeout for a slow network, or lowers pongTimeout, changes the other one.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error revolt.js@7.2.0 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import { WebSocketServer, WebSocket } from "ws";
globalThis.WebSocket = WebSocket;
const { Client } = await import("revolt.js");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let pings = 0, silent = false, asked = 0;
const service = new WebSocketServer({ host: "127.0.0.1", port: 0 });
await new Promise((go) => service.on("listening", go));
service.on("connection", (link) => {
  asked++;
  if (silent) return;
  const send = (event) => link.send(JSON.stringify(event));
  send({ type: "Authenticated" });
  send({ type: "Ready", users: [], servers: [], channels: [], members: [], emojis: [] });
  link.on("message", (text) => { pings++; send({ type: "Pong", data: JSON.parse(text).data }); });
});
async function start() {
  const client = new Client(
    { heartbeatInterval: 5, pongTimeout: 1, connectTimeout: 60, retryDelayFunction: () => 0.05 },
    { ws: "ws://127.0.0.1:" + service.address().port, features: {} });
  client.on("error", () => {});
  const connected = new Promise((go) => client.once("connected", go));
  await client.loginBot("token");
  await connected;
  return client;
}
if (process.argv[2] === "silent") { // attempts on a service that accepts links and says nothing
  silent = true;
  start();
  await wait(3500);
  console.log("connectTimeout 60, the service is silent: attempts in 3.5 s " + (asked > 1 ? "more than 1" : asked));
  process.exit();
}
const client = await start();
for (const losses of [0, 3]) {
  for (let lost = 0; lost < losses; lost++) {
    const connected = new Promise((go) => client.once("connected", go));
    service.clients.forEach((link) => link.terminate());
    await connected;
  }
  pings = 0;
  await wait(5500); // each timer of 5 s comes once
  console.log("behind " + losses + " losses, links " + service.clients.size + ": pings in 5.5 s " + pings);
}
process.exit();
JS
seen=$(node probe.mjs; node probe.mjs silent)
want='behind 0 losses, links 1: pings in 5.5 s 1
behind 3 losses, links 1: pings in 5.5 s 4
connectTimeout 60, the service is silent: attempts in 3.5 s more than 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
