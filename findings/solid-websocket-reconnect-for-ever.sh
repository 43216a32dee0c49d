#!/usr/bin/env bash
# @solid-primitives/websocket 1.3.2, Solid's WebSocket: behind one reconnect(), or one missed heartbeat, the link is
# replaced every three seconds.
#
# One would guess: reconnect() gives one new link in place of the old one, and makeHeartbeatWS, which calls it where the
# answer to its ping fails, one new link for each silence.
# What happens: the old link's close, which comes later, is taken for a loss. Behind the delay (3 s by default, here
# 0.5 s) it reconnects: the good link is closed and another opened, whose predecessor's close does the same again.
# close() closes one and leaves the one that the timer opens behind it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @solid-primitives/websocket@1.3.2 solid-js@1.9.9 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import { makeReconnectingWS, makeHeartbeatWS } from "@solid-primitives/websocket";
import WebSocket, { WebSocketServer } from "ws";
globalThis.WebSocket = WebSocket;
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
for (const what of ["left alone", "reconnect() once", "one ping without an answer"]) {
  const heartbeat = what.startsWith("one");
  let asked = 0, mute = heartbeat;
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((go) => server.on("listening", go));
  server.on("connection", (peer) => {
    if (++asked > 1) mute = false; // each later link answers
    peer.on("message", () => mute || peer.send("pong"));
  });
  let link = makeReconnectingWS("ws://127.0.0.1:" + server.address().port, undefined, { delay: 500 });
  if (heartbeat) link = makeHeartbeatWS(link, { interval: 100, wait: 2000 });
  await new Promise((go) => link.addEventListener("open", go));
  if (what.startsWith("reconnect")) link.reconnect();
  await wait(heartbeat ? 8000 : 5000);
  console.log(`${what}: links of one client ${asked < 3 ? asked : "more than two"}`);
  if (what.startsWith("reconnect")) {
    link.close();
    await wait(2000);
    console.log(`behind close(): links ${server.clients.size}`);
  }
  link.close();
}
process.exit();
JS
seen=$(node probe.mjs)
want='left alone: links of one client 1
reconnect() once: links of one client more than two
behind close(): links 1
one ping without an answer: links of one client more than two'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
