#!/usr/bin/env bash
# websocket-ts 2.3.0: attempts that failed before the first "open" count against the first loss; those before a later
# "open" do not.
#
# One would guess: withMaxRetries(4) allows four attempts behind each loss, as each open begins anew (the backoff is
# "reset" where a link comes back).
# What happens: the first "open" resets nothing, because only a link that was there before counts as one that comes
# back. A page that needed three attempts to connect has one left for its first loss, and then gives up, with no event
# that says so; an exponential backoff begins where it stood. Behind its second "open" it has all four.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error websocket-ts@2.3.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
globalThis.WebSocket = WebSocket;
const { WebsocketBuilder, ConstantBackoff } = require("websocket-ts");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let refuse = 0, attempts = 0; // how many handshakes are still refused
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => { attempts++; answer(refuse-- <= 0, 503); }
}, async () => {
  const connect = () => new WebsocketBuilder("ws://127.0.0.1:" + server.address().port)
    .withBackoff(new ConstantBackoff(100)).withMaxRetries(4).build();
  const then = async (what, refused, act) => {
    attempts = 0; refuse = refused;
    const link = act();
    await wait(1500);
    console.log(what + ": attempts " + attempts + ", open sockets " + server.clients.size);
    return link;
  };
  const lose = () => server.clients.forEach((link) => link.terminate());
  const link = await then("connects at once", 0, connect);
  await then("a loss and 3 refusals", 3, lose);
  await then("another loss and 3 refusals", 3, lose);
  link.close();
  await then("connects behind 3 refusals", 3, connect);
  await then("a loss and 3 refusals", 3, lose);
  process.exit(0);
});
JS
seen=$(node probe.js)
want='connects at once: attempts 1, open sockets 1
a loss and 3 refusals: attempts 4, open sockets 1
another loss and 3 refusals: attempts 4, open sockets 1
connects behind 3 refusals: attempts 4, open sockets 1
a loss and 3 refusals: attempts 1, open sockets 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
