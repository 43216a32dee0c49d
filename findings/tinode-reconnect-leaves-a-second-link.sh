#!/usr/bin/env bash
# tinode-sdk 0.25.3, Tinode's chat: reconnect(true), and connect() in one turn with disconnect(), leave two links of one
# client.
#
# One would guess: reconnect(true), "even if there is a connection already", replaces the link, and who logs out and in
# again has one: the close of the old socket has nothing to do with the new one.
# What happens: the old socket's close, which comes later, takes the new one for its own: the client forgets it, tells
# that the connection failed (503), and opens a third. The forgotten one stays: each message is heard twice, and
# disconnect() closes one of the two.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error tinode-sdk@0.25.3 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
const { Tinode } = require("tinode-sdk");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
Tinode.setNetworkProviders(WebSocket, class {});
Tinode.setDatabaseProvider({ deleteDatabase: () => ({}) });
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
server.on("connection", (link) => link.on("message", (text) => {
  const { hi } = JSON.parse(text);
  if (hi) link.send(JSON.stringify({ ctrl: { id: hi.id, code: 201, text: "created", params: { ver: "0.22" } } }));
}));
const one = async (what, again) => {
  const tinode = new Tinode({
    appName: "probe", host: "127.0.0.1:" + server.address().port, apiKey: "key",
    transport: "ws", secure: false
  });
  await tinode.connect();
  let heard = 0;
  tinode.onRawMessage = (text) => { if (JSON.parse(text).pres) heard++; };
  again(tinode);
  await wait(5000);
  const links = server.clients.size;
  server.clients.forEach((link) => link.send('{"pres":{"topic":"me","src":"usr1","what":"on"}}'));
  await wait(500);
  tinode.disconnect();
  await wait(1000);
  console.log(what + ": links " + links + ", one event heard " + heard + " times, links behind disconnect() " +
    server.clients.size);
  server.clients.forEach((link) => link.terminate());
};
server.on("listening", async () => {
  await one("nothing", () => {});
  await one("reconnect(true)", (tinode) => tinode.reconnect(true));
  await one("disconnect(), connect()", (tinode) => { tinode.disconnect(); tinode.connect(); });
  process.exit();
});
JS
seen=$(node probe.js)
want='nothing: links 1, one event heard 1 times, links behind disconnect() 0
reconnect(true): links 2, one event heard 2 times, links behind disconnect() 1
disconnect(), connect(): links 2, one event heard 2 times, links behind disconnect() 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
