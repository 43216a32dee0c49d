#!/usr/bin/env bash
# mqtt 5.16.0: a broker that is busy for a moment ends the reconnecting for good; with 5.15.2 the client comes back.
#
# One would guess: with reconnectPeriod a client tries until it is connected, as it does where the socket is refused; a
# CONNACK that says "server unavailable", which brokers and their gateways send while they start, is a failed attempt;
# and a minor release does not change which losses are mended.
# What happens: in 5.15.2 the refusal is an "error", the broker closes the socket, and that loss is mended as any other.
# 5.16.0 closes the socket itself and makes no attempt any more, in the middle of a reconnect as well: "error" and
# "close" are told as ever, and then nothing, until the program is started anew. The README has long said that denied
# connections are not retried by default; until now they were. What helps is reconnectOnConnackError, which is false.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  mqtt-5.15.2@npm:mqtt@5.15.2 mqtt-5.16.0@npm:mqtt@5.16.0 mqtt-packet@9.0.2 >/dev/null
cat > probe.js <<'JS'
const net = require("net"), packet = require("mqtt-packet"), wait = (ms) => new Promise((go) => setTimeout(go, ms));
async function restart(release, options = {}) {
  const links = new Set();
  let attempts = 0;
  const broker = net.createServer((link) => {
    links.add(link);
    link.on("close", () => links.delete(link)).on("error", () => {});
    const busy = ++attempts === 2, parser = packet.parser();
    parser.on("packet", ({ cmd }) => {
      if (cmd !== "connect") return;
      link.write(packet.generate({ cmd: "connack", returnCode: busy ? 3 : 0, sessionPresent: false }));
      if (busy) link.end();
    });
    link.on("data", (data) => parser.parse(data));
  });
  await new Promise((go) => broker.listen(0, "127.0.0.1", go));
  const client = require(release).connect("mqtt://127.0.0.1:" + broker.address().port,
    { reconnectPeriod: 300, ...options });
  await new Promise((go) => client.once("connect", go));
  const told = [];
  client.on("error", (e) => told.push("error " + e.code));
  for (const event of ["connect", "close", "reconnect", "end"]) client.on(event, () => told.push(event));
  links.forEach((link) => link.destroy());
  await wait(4000);
  console.log(`${release} ${Object.keys(options)}: attempts ${attempts}, online ${client.connected}, ` +
    `told ${told}`);
  client.end(true);
}
(async () => {
  await restart("mqtt-5.15.2");
  await restart("mqtt-5.16.0");
  await restart("mqtt-5.16.0", { reconnectOnConnackError: true });
  process.exit();
})();
JS
seen=$(node probe.js)
want='mqtt-5.15.2 : attempts 3, online true, told close,reconnect,error 3,close,reconnect,connect
mqtt-5.16.0 : attempts 2, online false, told close,reconnect,error 3,close
mqtt-5.16.0 reconnectOnConnackError: attempts 3, online true, told close,reconnect,error 3,close,reconnect,connect'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
