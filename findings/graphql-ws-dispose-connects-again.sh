#!/usr/bin/env bash
# graphql-ws 6.4.2: dispose() while it waits to reconnect makes the attempt first; where that fails the promise of
# dispose() is rejected.
#
# One would guess: dispose() ends the wait, no socket is opened behind it, and a clean-up that has nothing to close does
# not fail; the subscription completes.
# What happens: the wait runs to its end, a socket is opened, connection_init (with the user's token) is sent on it, and
# then it is closed. Without a network the attempt fails, and dispose() is rejected with the socket's event, which is no
# Error. Who calls it without a catch has an unhandled rejection.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  graphql-ws@6.4.2 graphql@16.11.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
const { createClient } = require("graphql-ws");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let up = true;
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0, handleProtocols: () => "graphql-transport-ws",
  verifyClient(_, answer) { console.log("  handshake" + (up ? "" : ", refused")); answer(up, 503); }
}, async () => {
  const leave = async (what, there) => {
    console.log(what);
    up = true;
    const client = createClient({
      url: "ws://127.0.0.1:" + server.address().port, webSocketImpl: WebSocket,
      shouldRetry: () => true, retryWait: () => wait(1000)
    });
    client.subscribe({ query: "subscription { message }" }, {
      next() {}, error: () => console.log("  error"), complete: () => console.log("  complete")
    });
    await wait(300);
    up = there;
    server.clients.forEach((link) => link.terminate());
    await wait(300);
    console.log("  dispose()");
    await Promise.resolve(client.dispose()).then(
      () => console.log("  is kept"),
      (e) => console.log("  is rejected, instanceof Error " + (e instanceof Error)));
    await wait(300);
  };
  await leave("the network is back", true);
  await leave("it is not", false);
  process.exit(0);
});
server.on("connection", (link) => link.on("message", (text) => {
  const { type } = JSON.parse(text);
  console.log("  the service gets", type);
  if (type === "connection_init") link.send('{"type":"connection_ack"}');
}));
JS
seen=$(node probe.js)
want='the network is back
  handshake
  the service gets connection_init
  the service gets subscribe
  dispose()
  handshake
  the service gets connection_init
  is kept
  complete
it is not
  handshake
  the service gets connection_init
  the service gets subscribe
  dispose()
  handshake, refused
  is rejected, instanceof Error false
  complete'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
