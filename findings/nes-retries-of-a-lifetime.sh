#!/usr/bin/env bash
# @hapi/nes 14.0.1, hapi's WebSocket client: its `retries` are those of the client's whole life, and no connection that
# works gives one back.
#
# One would guess: retries: 2 makes two attempts behind each loss, as the caps of other clients do, which begin anew
# when a link is open; and the wait, which grows from attempt to attempt, begins at `delay` again.
# What happens: each loss takes one, also when its first attempt succeeds. The third loss, hours later, is mended by
# nothing (willReconnect false). The wait goes on growing as well: the second loss waits twice as long as the first.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @hapi/nes@14.0.1 @hapi/hapi@21.4.4 >/dev/null
cat > probe.js <<'JS'
const Hapi = require("@hapi/hapi"), Nes = require("@hapi/nes");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  const server = Hapi.server({ host: "127.0.0.1", port: 0 });
  await server.register(Nes);
  await server.start();
  const links = new Set();
  server.listener.on("upgrade", (_, socket) => {
    links.add(socket);
    socket.on("close", () => links.delete(socket));
  });
  const client = new Nes.Client("ws://127.0.0.1:" + server.info.port);
  await client.connect({ retries: 2, delay: 2000, maxDelay: 60000 });
  for (let loss = 1; loss <= 3; loss++) {
    const told = new Promise((go) => client.onDisconnect = go);
    const mended = new Promise((go) => client.onConnect = () => go(true));
    links.forEach((link) => link.destroy());
    const willReconnect = await told, from = Date.now();
    const back = await Promise.race([mended, wait(10000).then(() => false)]);
    console.log("loss", loss + ": willReconnect", willReconnect + ",", back ?
      "connected again after " + (Date.now() - from < 3500 ? "one delay" : "two delays") : "not connected again");
  }
  process.exit();
})();
JS
seen=$(node probe.js)
want='loss 1: willReconnect true, connected again after one delay
loss 2: willReconnect true, connected again after two delays
loss 3: willReconnect false, not connected again'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
