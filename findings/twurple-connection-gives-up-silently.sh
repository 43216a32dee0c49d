#!/usr/bin/env bash
# @d-fischer/connection 10.0.1, the links of Twurple (Twitch's chat): where retryLimit is used up no event tells, and
# connect() throws from then on.
#
# One would guess: onEnd comes, with false because nobody asked for the end, as its declaration has it ("onDemand:
# boolean"), and connect() may be called again when the network is back.
# What happens: there is one onDisconnect for each attempt, the last one like the others, and then nothing. isConnected
# and isConnecting are false, and connect() throws "Connection already present" until disconnect() is called, of a link
# that is not there. onEnd is told for the program's own disconnect() alone.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @d-fischer/connection@10.0.1 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const WebSocket = require("ws"), { PersistentConnection, WebSocketConnection } = require("@d-fischer/connection");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  let up = true;
  const server = new WebSocket.Server({ host: "127.0.0.1", port: 0, verifyClient: () => up });
  await new Promise((go) => server.on("listening", go));
  const url = "ws://127.0.0.1:" + server.address().port;
  const link = new PersistentConnection(WebSocketConnection, { url }, { retryLimit: 2 });
  const heard = [];
  link.onDisconnect((manually) => heard.push(manually ? "disconnected by us" : "disconnected"));
  link.onEnd(() => heard.push("end"));
  const connect = async () => {
    const connected = new Promise((go) => link.onConnect(go));
    link.connect();
    await connected;
  };
  await connect();
  up = false;
  server.clients.forEach((peer) => peer.terminate());
  while (heard.length < 4) await wait(50); // the loss, an attempt, and two more
  up = true;
  await wait(5000);
  console.log(`${heard.join(", ")}; connected ${link.isConnected}, connecting ${link.isConnecting}`);
  try {
    link.connect();
  } catch (e) {
    console.log("connect(): " + e.message);
  }
  link.disconnect();
  await connect();
  console.log("behind disconnect() and connect(): connected " + link.isConnected);
  heard.length = 0;
  link.disconnect();
  await wait(1000);
  console.log("disconnect() of a link: " + heard.join(", "));
  process.exit();
})();
JS
seen=$(node probe.js)
want='disconnected, disconnected, disconnected, disconnected; connected false, connecting false
connect(): Connection already present
behind disconnect() and connect(): connected true
disconnect() of a link: disconnected by us, end'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
