#!/usr/bin/env bash
# @stomp/stompjs 7.5.0: a beforeConnect that is rejected once ends the reconnecting for good; the client stays "active".
#
# One would guess: beforeConnect, which may be asynchronous and is where its documentation fetches a token, is part of
# the attempt: when the token's server is away, as it often is behind a loss, the next attempt comes reconnectDelay
# later, as behind a refused socket.
# What happens: the rejection is unhandled, no other attempt follows, no callback is called, and `active` stays true, so
# that activate() has nothing to do. What helps is a try in beforeConnect, or deactivate() first.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @stomp/stompjs@7.5.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { Client } = require("@stomp/stompjs");
const { WebSocketServer, WebSocket } = require("ws");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
process.on("unhandledRejection", (reason) => console.log("unhandled rejection:", reason.message));
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 }, async () => {
  let asked, tokens, sockets = true;
  const client = new Client({
    webSocketFactory: () => new WebSocket("ws://127.0.0.1:" + (sockets ? server.address().port : 1), "v12.stomp"),
    reconnectDelay: 200,
    beforeConnect: async () => {
      asked++;
      if (!tokens) throw new Error("no token");
    }
  });
  const connected = () => new Promise((go) => client.onConnect = go);
  const lose = () => server.clients.forEach((link) => link.terminate());
  const report = (what) => console.log(what + ": asked " + (asked < 3 ? asked : "several") + " times, active " +
    client.active + ", connected " + client.connected);
  const start = async () => { asked = 0; tokens = true; client.activate(); await connected(); };
  await start();
  sockets = false;
  lose();
  await wait(1500);
  sockets = true;
  await connected();
  report("a socket that is refused for a while");
  await client.deactivate({ force: true });
  await start();
  tokens = false;
  lose();
  await wait(1500);
  tokens = true;
  await wait(4000);
  report("no token for a while");
  client.activate();
  await wait(1500);
  report("activate() behind it");
  await client.deactivate();
  await start();
  report("deactivate(), activate()");
  process.exit();
});
server.on("connection", (link) => link.on("message", (frame) => {
  if (String(frame).startsWith("CONNECT")) link.send("CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0");
}));
JS
seen=$(node probe.js)
want='a socket that is refused for a while: asked several times, active true, connected true
unhandled rejection: no token
no token for a while: asked 2 times, active true, connected false
activate() behind it: asked 2 times, active true, connected false
deactivate(), activate(): asked 1 times, active true, connected true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
