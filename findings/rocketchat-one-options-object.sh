#!/usr/bin/env bash
# @rocket.chat/ddp-client 1.1.2, Rocket.Chat's client: of two connections that were given one object of retry options,
# one comes back when the network is lost; and a refused connect() is never settled.
#
# One would guess: {retryCount, retryTime} is a setting, so an application with two workspaces, or a test with two
# users, keeps it in a constant and gives it to both; and connect() is rejected where the service cannot be reached.
# What happens: the timer of the next attempt is kept in that object. When both links are lost, the second one's close
# clears the first one's timer: the first makes no attempt, and its last status is "disconnected". No test with one
# connection shows it. The promise of connect() is settled by the service's answer alone.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
# The package's own dependencies, which this does not need, are many.
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @rocket.chat/emitter@0.33.0 ws@8.21.0 >/dev/null
tar xzf "$(npm pack --silent @rocket.chat/ddp-client@1.1.2)"
cat > probe.js <<'JS'
const ws = require("ws");
const { ConnectionImpl } = require("./package/dist/Connection.js");
const { DDPDispatcher } = require("./package/dist/DDPDispatcher.js");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
class WebSocket extends ws.WebSocket { // as in pages, an error that nobody listens to is none
  constructor(url) { super(url); this.on("error", () => {}); }
}
let refuse = false;
const service = new ws.WebSocketServer({ host: "127.0.0.1", port: 0, verifyClient: () => !refuse });
service.on("connection", (link) => link.on("message", (text) => {
  if (JSON.parse(text).msg === "connect") link.send('{"msg":"connected","session":"1"}');
}));
service.on("listening", async () => {
  const url = "ws://127.0.0.1:" + service.address().port;
  const make = (options) => ConnectionImpl.create(url, WebSocket, new DDPDispatcher(), options);
  const shared = { retryCount: 10, retryTime: 100 };
  for (const [name, both] of [["an object each", [{ ...shared }, { ...shared }]], ["one object", [shared, shared]]]) {
    const connections = both.map(make);
    for (const connection of connections) await connection.connect();
    service.clients.forEach((link) => link.terminate());
    await wait(2000);
    console.log(name + ": behind a loss " + connections.map(({ status }) => status).join(", "));
    connections.forEach((connection) => connection.close());
  }
  refuse = true;
  const connect = make({ retryCount: 2, retryTime: 100 }).connect().then(() => "kept", () => "rejected");
  const answer = await Promise.race([connect, wait(5000).then(() => "pending")]);
  console.log("connect() of a service that refuses: " + answer);
  process.exit();
});
JS
seen=$(node probe.js)
want='an object each: behind a loss connected, connected
one object: behind a loss disconnected, connected
connect() of a service that refuses: pending'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
