#!/usr/bin/env bash
# partysocket 1.3.0 in Node.js (and React Native): onclose and addEventListener("close", …) get two different events for
# one loss.
#
# One would guess: both hear of the same close, as at any WebSocket; whether a link was lost is read from wasClean, and
# what the service says to the user from reason.
# What happens: onclose gets the socket's event. A listener gets one of the library's own, whose wasClean is always
# true, also with 1006, and whose reason is "unknown reason" where the service gave none; shown to a user, or compared
# with "", that is wrong.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --legacy-peer-deps \
  partysocket@1.3.0 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import WebSocket, { WebSocketServer } from "ws";
import { WebSocket as PartySocket } from "partysocket";
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
await new Promise((go) => server.on("listening", go));
const ends = [(link) => link.terminate(), (link) => link.close(4001), (link) => link.close(4001, "kicked")];
server.on("connection", (link) => setTimeout(() => ends.length ? ends.shift()(link) : process.exit(0), 100));
const link = new PartySocket("ws://127.0.0.1:" + server.address().port, [], {
  WebSocket, minReconnectionDelay: 100, maxReconnectionDelay: 100
});
const tell = (who) => (e) => console.log(who + ":", e.code, JSON.stringify(e.reason), "wasClean", e.wasClean);
link.onclose = tell("onclose");
link.addEventListener("close", tell("listener"));
JS
seen=$(node probe.mjs)
want='onclose: 1006 "" wasClean false
listener: 1006 "unknown reason" wasClean true
onclose: 4001 "" wasClean true
listener: 4001 "unknown reason" wasClean true
onclose: 4001 "kicked" wasClean true
listener: 4001 "kicked" wasClean true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
