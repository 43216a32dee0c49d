#!/usr/bin/env bash
# websocket-as-promised 3.0.1: an open() that its connectionTimeout rejects leaves the socket, which opens later and
# stays.
#
# One would guess: the time limit ends the attempt: "Can't open WebSocket within allowed timeout", isClosed is true, so
# nothing is left and open() may be called again.
# What happens: the library lets go of the socket and does not close it. On a slow network each retry adds one that
# opens later, with no listener; close() is kept and closes none of them. One who counts links per user at the service,
# or has five sockets in a mini program, finds them there.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error websocket-as-promised@3.0.1 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
const WebSocketAsPromised = require("websocket-as-promised");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let slow = 1500;
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => setTimeout(() => answer(true), slow)
}, async () => {
  const link = new WebSocketAsPromised("ws://127.0.0.1:" + server.address().port, {
    createWebSocket: (url) => new WebSocket(url), connectionTimeout: 300
  });
  for (let i = 0; i < 3; i++) await link.open().catch((e) => console.log("open:", e.message));
  await link.close();
  console.log("close is kept, isClosed", link.isClosed);
  await wait(2500);
  console.log("open sockets at the service:", server.clients.size);
  slow = 0;
  await link.open();
  await link.close();
  await wait(300);
  console.log("behind an open and a close that work:", server.clients.size);
  process.exit(0);
});
JS
seen=$(node probe.js)
want="open: Can't open WebSocket within allowed timeout: 300 ms.
open: Can't open WebSocket within allowed timeout: 300 ms.
open: Can't open WebSocket within allowed timeout: 300 ms.
close is kept, isClosed true
open sockets at the service: 3
behind an open and a close that work: 3"
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
