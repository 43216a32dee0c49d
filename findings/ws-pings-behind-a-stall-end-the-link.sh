#!/usr/bin/env bash
# ws 8.23.0, the WebSocket of most Node.js programs, and its patch release 7.5.14: a link whose network stood still, and
# comes back with more than 60 pings, is lost; in 8.22.2 and 7.5.13 it lives.
#
# One would guess: a patch or minor release leaves a link alone that the one before it kept. A network that stands still
# for a minute (a tunnel, a proxy that holds data back, a process that was stopped) loses nothing on TCP: the heartbeats
# come late and all together, each gets its pong, and the link goes on.
# What happens: pongs that are not yet written are counted, and at the sixty-first ws terminates its own link: 1006, no
# "error", no close frame, a loss like any other for who reconnects. Pings that arrive in one piece are answered in one
# turn, so that it is their number that counts, however fast the peer reads. With a heartbeat a second, that is a stall
# of a minute. What helps is the option `maxPendingAutoPongs: 0`, which these releases brought, with 60 as its default.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  ws-7.5.13@npm:ws@7.5.13 ws-7.5.14@npm:ws@7.5.14 ws-8.22.2@npm:ws@8.22.2 ws-8.23.0@npm:ws@8.23.0 >/dev/null
cat > probe.js <<'JS'
const net = require("net"), wait = (ms) => new Promise((go) => setTimeout(go, ms));
async function stall(release, pings, options) {
  const WebSocket = require(release), server = new WebSocket.Server({ host: "127.0.0.1", port: 0 });
  await new Promise((go) => server.on("listening", go));
  let holds = false, held = [], near;
  const proxy = net.createServer((socket) => {
    near = socket;
    const far = net.connect(server.address().port, "127.0.0.1");
    far.on("data", (data) => holds ? held.push(data) : near.write(data)).on("error", () => {});
    near.on("data", (data) => far.write(data)).on("error", () => {}).on("close", () => far.destroy());
  });
  await new Promise((go) => proxy.listen(0, "127.0.0.1", go));
  const met = new Promise((go) => server.once("connection", go));
  const client = new WebSocket("ws://127.0.0.1:" + proxy.address().port, options), told = [];
  client.on("error", (e) => told.push("error " + e.message)).on("close", (code) => told.push("close " + code));
  const link = await met;
  await new Promise((go) => client.on("open", go));
  let pongs = 0;
  link.on("pong", () => pongs++);
  holds = true;
  for (let i = 0; i < pings; i++) {
    link.ping();
    await wait(10);
  }
  holds = false;
  near.write(Buffer.concat(held)); // what was held back comes, as TCP keeps it
  await wait(500);
  console.log(`${release}${options ? " " + JSON.stringify(options) : ""}: ${pings} pings behind a stall, ` +
    `${pongs === pings ? "as many pongs" : "fewer pongs"}, told ${told.join() || "nothing"}`);
}
(async () => {
  for (const release of ["ws-7.5.13", "ws-7.5.14", "ws-8.22.2", "ws-8.23.0"]) {
    await stall(release, 60);
    await stall(release, 61);
  }
  await stall("ws-8.23.0", 61, { maxPendingAutoPongs: 0 });
  process.exit();
})();
JS
seen=$(node probe.js)
want='ws-7.5.13: 60 pings behind a stall, as many pongs, told nothing
ws-7.5.13: 61 pings behind a stall, as many pongs, told nothing
ws-7.5.14: 60 pings behind a stall, as many pongs, told nothing
ws-7.5.14: 61 pings behind a stall, fewer pongs, told close 1006
ws-8.22.2: 60 pings behind a stall, as many pongs, told nothing
ws-8.22.2: 61 pings behind a stall, as many pongs, told nothing
ws-8.23.0: 60 pings behind a stall, as many pongs, told nothing
ws-8.23.0: 61 pings behind a stall, fewer pongs, told close 1006
ws-8.23.0 {"maxPendingAutoPongs":0}: 61 pings behind a stall, as many pongs, told nothing'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
