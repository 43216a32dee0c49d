#!/usr/bin/env bash
# rpc-websockets 10.0.1, websocket-heartbeat-js 1.1.3 and @anephenix/sarus 0.7.12: close() between two attempts is not
# heard; the next attempt is made, and its link stays.
#
# One would guess: close() ("disconnect()" of Sarus, whose comment says that it prevents reconnecting) ends it at any
# time, as it does while the link is open; a page that is left while the network is bad opens no socket behind it.
# What happens: none of them stops the timer that waits. The socket opens, the client says so ("open"), and receives;
# close() has to be called once more, by somebody who knows.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  rpc-websockets@10.0.1 websocket-heartbeat-js@1.1.3 @anephenix/sarus@0.7.12 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import { createRequire } from "module";
import WebSocket, { WebSocketServer } from "ws";
globalThis.WebSocket = WebSocket;
const require = createRequire(import.meta.url);
const { Client } = require("rpc-websockets");
const Heartbeat = require("websocket-heartbeat-js");
const sarus = require("@anephenix/sarus");
const Sarus = sarus.default || sarus;
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const kinds = {
  "rpc-websockets": (url, opened) => {
    const client = new Client(url, { reconnect_interval: 2000 });
    client.on("open", opened);
    client.on("error", () => {});
    return () => client.close();
  },
  "websocket-heartbeat-js": (url, opened) => {
    const client = new (Heartbeat.default || Heartbeat)({ url, reconnectTimeout: 2000 });
    client.onopen = opened;
    return () => client.close();
  },
  "sarus": (url, opened) => {
    const client = new Sarus({ url, retryConnectionDelay: 2000, eventListeners: { open: [opened] } });
    return () => client.disconnect();
  }
};
for (const [name, make] of Object.entries(kinds)) {
  for (const lost of [false, true]) {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    await new Promise((go) => server.on("listening", go));
    let opens = 0, close;
    await new Promise((go) => close = make("ws://127.0.0.1:" + server.address().port, () => { opens++; go(); }));
    if (lost) server.clients.forEach((link) => link.terminate());
    await wait(500);
    opens = 0;
    close();
    await wait(5000);
    console.log(name + ", close() " + (lost ? "while it waits" : "while open") + ": opened again " + opens +
      " times, links at the service " + server.clients.size);
    server.close();
  }
}
process.exit();
JS
seen=$(node probe.mjs)
want='rpc-websockets, close() while open: opened again 0 times, links at the service 0
rpc-websockets, close() while it waits: opened again 1 times, links at the service 1
websocket-heartbeat-js, close() while open: opened again 0 times, links at the service 0
websocket-heartbeat-js, close() while it waits: opened again 1 times, links at the service 1
sarus, close() while open: opened again 0 times, links at the service 0
sarus, close() while it waits: opened again 1 times, links at the service 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
