#!/usr/bin/env bash
# partysocket 1.3.0: its option shouldReconnectOnClose is asked about a refused connection with the code 1000, and a
# "no" is for good.
#
# One would guess: `(e) => e.code !== 1000` ("not behind an orderly end") keeps on trying while the service cannot be
# reached, as that is 1006 at a WebSocket; so does `(e) => !e.wasClean`.
# What happens: an attempt that is refused, or takes too long, comes as a clean close with 1000, so either rule ends the
# reconnecting at the first attempt that fails: the link comes back if the service is there at the first try, and never
# if it is away for longer. Only a link that was open and broke is asked about with 1006.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --legacy-peer-deps \
  partysocket@1.3.0 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import WebSocket, { WebSocketServer } from "ws";
import { WebSocket as PartySocket } from "partysocket";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const listen = async (port) => {
  const server = new WebSocketServer({ host: "127.0.0.1", port });
  server.on("connection", () => console.log("connected"));
  await new Promise((go) => server.on("listening", go));
  return server;
};
const lose = (server) => { server.close(); server.clients.forEach((link) => link.terminate()); };
let server = await listen(0);
const { port } = server.address();
const link = new PartySocket("ws://127.0.0.1:" + port, [], {
  WebSocket, minReconnectionDelay: 200, maxReconnectionDelay: 200,
  shouldReconnectOnClose(e) {
    console.log("asked:", e.code, "wasClean", e.wasClean);
    return e.code !== 1000;
  }
});
await wait(300);
console.log("the link is lost, and the service away for a second");
lose(server);
await wait(1000);
server = await listen(port);
await wait(2000);
console.log("two seconds later: readyState", link.readyState);
process.exit(0);
JS
seen=$(node probe.mjs)
want='connected
the link is lost, and the service away for a second
asked: 1006 wasClean false
asked: 1000 wasClean true
two seconds later: readyState 3'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
