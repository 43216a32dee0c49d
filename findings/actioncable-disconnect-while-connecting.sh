#!/usr/bin/env bash
# @rails/actioncable 8.1.400: disconnect() while a socket is being opened leaves it; it opens, subscribes and receives.
#
# One would guess: consumer.disconnect() ends the attempt, or closes the socket as soon as it is open; a user who logs
# out while the network is slow is away.
# What happens: only an open socket is closed. Behind the call the link comes up, the subscriptions are sent, and
# "connected" and messages come, until disconnect() is called once more.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @rails/actioncable@8.1.400 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import { createRequire } from "module";
import WebSocket, { WebSocketServer } from "ws";
globalThis.self = globalThis;
globalThis.WebSocket = WebSocket;
globalThis.addEventListener ||= () => {};
globalThis.removeEventListener ||= () => {};
globalThis.document = { visibilityState: "visible", createElement: () => ({}), head: { querySelector: () => null } };
const cable = createRequire(import.meta.url)("@rails/actioncable");
cable.adapters.WebSocket = WebSocket;
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0,
  verifyClient: (_, answer) => setTimeout(answer, 1000, true), // a slow network
  handleProtocols: () => "actioncable-v1-json"
});
await new Promise((go) => server.on("listening", go));
server.on("connection", (link) => {
  link.send(JSON.stringify({ type: "welcome" }));
  link.on("message", (text) => {
    const { command, identifier } = JSON.parse(text);
    console.log("  the service sees", command);
    link.send(JSON.stringify({ type: "confirm_subscription", identifier }));
    link.send(JSON.stringify({ identifier, message: "hello" }));
  });
});
const consumer = cable.createConsumer("ws://127.0.0.1:" + server.address().port);
consumer.subscriptions.create("RoomChannel", {
  connected: () => console.log("connected"),
  received: (message) => console.log("received", message)
});
await wait(300);
console.log("disconnect()");
consumer.disconnect();
await wait(3000);
console.log("links at the service:", server.clients.size);
process.exit();
JS
seen=$(node probe.mjs)
want='disconnect()
  the service sees subscribe
connected
received hello
links at the service: 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
