#!/usr/bin/env bash
# nats.ws 1.30.3 and @nats-io/nats-core 3.4.0, NATS over WebSocket: what is published between a loss and the attempt
# that succeeds is dropped without a word.
#
# One would guess: it is sent when the link is back, as NATS's page on buffers says ("will be cached in the client, the
# library will then send those messages once reconnected"; for JavaScript only the buffer's size cannot be set), or
# publish() throws.
# What happens: each attempt begins with an empty buffer, so only what is published while the last one is under way
# arrives. In the wait before it, 2 s by default, and in a whole outage, publish() returns, flush() is kept, and the
# messages are gone.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  nats.ws@1.30.3 @nats-io/nats-core@3.4.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const WebSocket = require("ws");
globalThis.WebSocket = WebSocket;
const libraries = [["nats.ws", require("nats.ws").connect], ["nats-core", require("@nats-io/nats-core").wsconnect]];
const until = async (holds) => { while (!holds()) await new Promise((go) => setTimeout(go, 20)); };
(async () => {
  for (const [name, connect] of libraries) {
    const asked = [], arrived = [];
    const verifyClient = (_, answer) => asked.push(answer);
    const server = new WebSocket.Server({ host: "127.0.0.1", port: 0, verifyClient });
    await new Promise((go) => server.on("listening", go));
    const say = (peer, line) => peer.send(Buffer.from(line + "\r\n")); // NATS speaks binary messages
    server.on("connection", (peer) => {
      say(peer, 'INFO {"server_id":"a","version":"2.10.0","proto":1,"max_payload":1000000,"headers":true}');
      peer.on("message", (data) => data.toString().split("\r\n").forEach((line) => {
        if (line === "PING") say(peer, "PONG");
        if (line.startsWith("message")) arrived.push(line.slice(8));
      }));
    });
    const connecting = connect({
      servers: "ws://127.0.0.1:" + server.address().port,
      reconnectTimeWait: 1000, reconnectJitter: 0, reconnectJitterTLS: 0, maxReconnectAttempts: -1
    });
    await until(() => asked.length === 1);
    asked[0](true);
    const client = await connecting;
    const publish = (what) => client.publish("subject", new TextEncoder().encode("message " + what));
    publish("before the loss");
    await client.flush();
    let lost = false;
    (async () => { for await (const { type } of client.status()) lost ||= type === "disconnect"; })();
    server.clients.forEach((peer) => peer.terminate());
    await until(() => lost);
    publish("while it waits");
    await until(() => asked.length === 2);
    publish("while the attempt is under way");
    asked[1](true);
    await client.flush();
    console.log(`${name}, arrived: ${arrived.join(", ")}`);
  }
  process.exit();
})();
JS
seen=$(node probe.js)
want='nats.ws, arrived: before the loss, while the attempt is under way
nats-core, arrived: before the loss, while the attempt is under way'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
