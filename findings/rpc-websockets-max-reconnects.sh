#!/usr/bin/env bash
# rpc-websockets 10.0.1: max_reconnects: 3 makes two attempts behind a loss, and max_reconnects: 1 none.
#
# One would guess: three attempts behind a loss, and one with 1, as it is how often the client should try to reconnect;
# only 0 is special (no limit).
# What happens: the loss itself counts as the first. With 1 the event "max_reconnects_reached" comes at once, without an
# attempt; "try once more" cannot be said but with 2.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error rpc-websockets@10.0.1 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { Client } = require("rpc-websockets");
const { WebSocketServer } = require("ws");
const one = async (max_reconnects) => {
  let attempts = 0, up = true;
  const server = new WebSocketServer({
    host: "127.0.0.1", port: 0,
    verifyClient: (_, answer) => { attempts++; answer(up, 503); }
  });
  await new Promise((go) => server.on("listening", go));
  const client = new Client("ws://127.0.0.1:" + server.address().port, { reconnect_interval: 100, max_reconnects });
  client.on("error", () => {});
  await new Promise((go) => client.on("open", go));
  up = false;
  attempts = 0;
  server.clients.forEach((link) => link.terminate());
  await new Promise((go) => client.on("max_reconnects_reached", go));
  console.log("max_reconnects " + max_reconnects + ": attempts behind the loss " + attempts);
  server.close();
};
(async () => {
  for (const cap of [1, 2, 3]) await one(cap);
  process.exit();
})();
JS
seen=$(node probe.js)
want='max_reconnects 1: attempts behind the loss 0
max_reconnects 2: attempts behind the loss 1
max_reconnects 3: attempts behind the loss 2'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
