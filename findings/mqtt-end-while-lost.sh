#!/usr/bin/env bash
# mqtt 5.16.0: end() between a loss and the next attempt never calls back where a message waits for its acknowledgement,
# and makes no attempt to get one.
#
# One would guess: end() without force "waits for the in-flight messages to be acked": it connects once more, sends, and
# ends; or it gives up, calls back, and the publish fails. A page that is left awaits endAsync().
# What happens: the reconnecting stops, and the wait for the acknowledgement goes on. No socket is asked for, although
# the broker is back, and neither the callback of publish() nor that of end() comes, not even behind a later end(true).
# Where nothing waits, end() calls back at once.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  mqtt@5.16.0 mqtt-packet@9.0.2 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const mqtt = require("mqtt"), packet = require("mqtt-packet"), WebSocket = require("ws");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  let up = true, asked = 0, acknowledges = true;
  const server = new WebSocket.Server({
    host: "127.0.0.1", port: 0, verifyClient: () => ++asked && up, handleProtocols: () => "mqtt"
  });
  await new Promise((go) => server.on("listening", go));
  server.on("connection", (peer) => {
    const parser = packet.parser();
    parser.on("packet", ({ cmd, messageId }) => {
      if (cmd === "connect") peer.send(packet.generate({ cmd: "connack", returnCode: 0, sessionPresent: false }));
      if (cmd === "publish" && acknowledges) peer.send(packet.generate({ cmd: "puback", messageId }));
    });
    peer.on("message", (data) => parser.parse(data));
  });
  for (const waiting of ["nothing", "a message that was sent", "a message from behind the loss"]) {
    up = true;
    acknowledges = waiting !== "a message that was sent";
    const client = mqtt.connect("ws://127.0.0.1:" + server.address().port, { reconnectPeriod: 1000 });
    client.on("error", () => {});
    await new Promise((go) => client.once("connect", go));
    let published = "pending", ended = "pending";
    const publish = () => client.publish("topic", "x", { qos: 1 }, (e) => published = e ? "failed" : "kept");
    if (waiting === "a message that was sent") {
      publish();
      await wait(300);
    }
    up = false;
    const lost = new Promise((go) => client.once("close", go));
    server.clients.forEach((peer) => peer.terminate());
    await lost;
    if (waiting === "a message from behind the loss") publish();
    client.end(false, {}, () => ended = "kept");
    up = acknowledges = true;
    asked = 0;
    await wait(4000);
    if (waiting === "nothing") published = "none";
    console.log(`waits: ${waiting}; sockets asked for ${asked}; publish() ${published}, end() ${ended}`);
    client.end(true);
    await wait(500);
    console.log(`  behind end(true): publish() ${published}, end() ${ended}`);
  }
  process.exit();
})();
JS
seen=$(node probe.js)
want='waits: nothing; sockets asked for 0; publish() none, end() kept
  behind end(true): publish() none, end() kept
waits: a message that was sent; sockets asked for 0; publish() pending, end() pending
  behind end(true): publish() pending, end() pending
waits: a message from behind the loss; sockets asked for 0; publish() pending, end() pending
  behind end(true): publish() pending, end() pending'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
