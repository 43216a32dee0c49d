#!/usr/bin/env bash
# reconnectingwebsocket 1.0.0: where maxReconnectAttempts are used up it opens one socket more, which nobody listens to.
#
# One would guess: maxReconnectAttempts is "the maximum number of reconnection attempts that will be made before giving
# up", so with 2 there are two, and then no socket and nobody online.
# What happens: the socket is made before the number is compared. If the service is back by then it opens and stays: the
# service sees the user online and sends, and the page hears of no "open" and no message; readyState says connecting.
# Only close() ends it, of which a page that was told nothing has no reason to think.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  reconnectingwebsocket@1.0.0 jsdom@26.1.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const fs = require("fs"), WebSocket = require("ws"), { JSDOM } = require("jsdom");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  let up = true, asked = 0;
  const server = new WebSocket.Server({ host: "127.0.0.1", port: 0, verifyClient: () => ++asked && up });
  await new Promise((go) => server.on("listening", go));
  const { window } = new JSDOM("", { url: "http://127.0.0.1/", runScripts: "outside-only" });
  window.eval(fs.readFileSync(require.resolve("reconnectingwebsocket"), "utf8"));
  const link = new window.ReconnectingWebSocket("ws://127.0.0.1:" + server.address().port, null, {
    maxReconnectAttempts: 2, reconnectInterval: 1000, reconnectDecay: 1
  });
  await new Promise((go) => link.onopen = go);
  const heard = [];
  for (const event of ["open", "message"]) link["on" + event] = () => heard.push(event);
  up = false;
  server.clients.forEach((peer) => peer.terminate());
  while (asked < 3) await wait(20); // the first link and two attempts
  await wait(300);
  up = true;
  await wait(3000);
  server.clients.forEach((peer) => peer.send("hello"));
  await wait(500);
  console.log(`sockets behind the loss: ${asked - 1}; links at the service: ${server.clients.size}`);
  console.log(`the page heard: ${heard.join(", ") || "nothing"}; readyState ${link.readyState}`);
  process.exit();
})();
JS
seen=$(node probe.js)
want='sockets behind the loss: 3; links at the service: 1
the page heard: nothing; readyState 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
