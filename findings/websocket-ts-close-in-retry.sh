#!/usr/bin/env bash
# websocket-ts 2.3.0: close() in a listener for "retry" does not stop that attempt; the link opens, and is "closed by
# the user".
#
# One would guess: close() ends it wherever it is called ("no connection-retry will be attempted after this"); to give
# up in onRetry after some attempts is the obvious place, as its event carries their number.
# What happens: behind the listeners the attempt goes on. Where the service is back "open" comes, the socket stays and
# receives, closedByUser is true, and each send() is dropped without a word.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error websocket-ts@2.3.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
globalThis.WebSocket = WebSocket;
const { WebsocketBuilder, ConstantBackoff } = require("websocket-ts");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let up = true;
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => answer(up, 503)
}, async () => {
  const link = new WebsocketBuilder("ws://127.0.0.1:" + server.address().port)
    .withBackoff(new ConstantBackoff(200))
    .onOpen(() => console.log("open"))
    .onMessage((_, e) => console.log("message", e.data))
    .onRetry((link, e) => {
      console.log("retry", e.detail.retries);
      if (e.detail.retries < 2) return;
      up = true; // the service is back at the same moment
      link.close();
      console.log("close() was called");
    })
    .build();
  await wait(300);
  up = false;
  server.clients.forEach((peer) => peer.terminate());
  await wait(1500);
  server.clients.forEach((peer) => {
    peer.on("message", (text) => console.log("the service gets", String(text)));
    peer.send("hello");
  });
  link.send("hello");
  await wait(300);
  console.log("closedByUser", link.closedByUser + ", readyState", link.readyState);
  console.log("open sockets at the service:", server.clients.size);
  process.exit(0);
});
JS
seen=$(node probe.js)
want='open
retry 1
retry 2
close() was called
open
message hello
closedByUser true, readyState 1
open sockets at the service: 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
