#!/usr/bin/env bash
# @azure/web-pubsub-client 1.1.0, Azure's Web PubSub for pages and Node.js: stop() while it reconnects stops the
# keep-alive, and not the reconnecting.
#
# One would guess: stop() ends the client in whatever state it is, and the event "stopped" comes, so that no socket is
# opened behind it; or, where it has no effect, that it has none.
# What happens: the attempts go on and the link opens ("connected"). The timers that ping, and that notice a silent
# link, are gone for good, so a service or a proxy that closes idle links cuts it, and a silent one is kept for ever.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @azure/web-pubsub-client@1.1.0 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import { WebPubSubClient, WebPubSubJsonProtocol } from "@azure/web-pubsub-client";
import { WebSocketServer } from "ws";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let up = true, asked = 0, pings = 0;
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0, handleProtocols: ([first]) => first, verifyClient: () => ++asked && up
});
await new Promise((go) => server.on("listening", go));
server.on("connection", (peer) => {
  peer.send(JSON.stringify({ type: "system", event: "connected", userId: "u", connectionId: "c" }));
  peer.on("message", (data) => pings += JSON.parse(data).type === "ping");
});
const client = new WebPubSubClient("ws://127.0.0.1:" + server.address().port, {
  protocol: WebPubSubJsonProtocol(), keepAliveIntervalInMs: 300,
  reconnectRetryOptions: { mode: "Fixed", retryDelayInMs: 500 }
});
const heard = [];
for (const event of ["connected", "disconnected", "stopped"]) client.on(event, () => heard.push(event));
await client.start();
await wait(2000);
console.log("a link without a loss: pings " + (pings > 1));
up = false;
server.clients.forEach((peer) => peer.terminate());
while (asked < 3) await wait(50); // the first two attempts
client.stop();
up = true;
await wait(2000);
pings = 0;
await wait(2000);
console.log(`behind stop(): ${heard.join(", ")}; links ${server.clients.size}; pings ${pings > 0}`);
process.exit();
JS
seen=$(node probe.mjs)
want='a link without a loss: pings true
behind stop(): connected, disconnected, connected; links 1; pings false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
