#!/usr/bin/env bash
# cq-websocket 2.1.1, the OneBot client of many QQ bots: reconnectionAttempts ends nothing. Behind
# "socket.max_reconnect" the attempts go on for ever, and each tells it again.
#
# One would guess: with reconnectionAttempts 2 there are two attempts behind the first, then "socket.max_reconnect", and
# then silence; a bot ends there, or connects to another address.
# What happens: a refused socket says error, which counts and finds that none is left, and then close with 1006, which
# reconnects behind anything but 1000 and does not ask the count. disconnect() in the listener changes nothing, for no
# socket is open.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error cq-websocket@2.1.1 >/dev/null
cat > probe.js <<'JS'
const net = require("net");
const { CQWebSocket } = require("cq-websocket");
let asked = 0, told = 0, behind = 0;
const service = net.createServer((socket) => { // it is away: each handshake ends without an answer
  asked++;
  if (told) behind++;
  socket.on("error", () => {}).destroy();
}).listen(0, "127.0.0.1", () => {
  const bot = new CQWebSocket({
    host: "127.0.0.1", port: service.address().port, enableAPI: false,
    reconnection: true, reconnectionAttempts: 2, reconnectionDelay: 100
  });
  bot.on("socket.error", () => {});
  bot.on("socket.max_reconnect", () => {
    if (!told++) console.log("first max_reconnect behind " + asked + " sockets");
    bot.disconnect();
    if (told < 10) return;
    console.log("tenth max_reconnect; sockets asked for behind the first: " + behind);
    process.exit();
  });
  bot.connect();
  setTimeout(() => {
    console.log("max_reconnect: " + told + " times in 10 s, sockets " + asked);
    process.exit();
  }, 10000);
});
JS
seen=$(node probe.js)
want='first max_reconnect behind 3 sockets
tenth max_reconnect; sockets asked for behind the first: 9'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
