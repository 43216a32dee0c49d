#!/usr/bin/env bash
# sturdy-websocket 0.2.1: close() calls no onclose; nor does the last attempt, if it ended by the time limit.
#
# One would guess: "onclose will only be called once, after the SturdyWebSocket is closed permanently either by using
# close()", says the README, or behind maxReconnectAttempts; a page counts its links, or opens the next one, there.
# What happens: it is called where the last attempt is refused. Behind the page's own close(), and where the attempts
# used up connectTimeout, as on a network that swallows packets, readyState is 3 and no event tells.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  sturdy-websocket@0.2.1 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const net = require("net"), WebSocket = require("ws"), Sturdy = require("sturdy-websocket").default;
const listening = (server) => new Promise((go) => server.on("listening", () => go(server.address().port)));
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  const refuses = new WebSocket.Server({ host: "127.0.0.1", port: 0, verifyClient: () => false });
  const answers = new WebSocket.Server({ host: "127.0.0.1", port: 0 });
  const mute = net.createServer(() => {}).listen(0, "127.0.0.1");
  const options = { wsConstructor: WebSocket, maxReconnectAttempts: 2, minReconnectDelay: 50, connectTimeout: 1000 };
  const show = async (what, server, then) => {
    const heard = [], link = new Sturdy("ws://127.0.0.1:" + await server, options);
    for (const event of ["open", "down", "close"]) link["on" + event] = () => heard.push(event);
    await then(link);
    console.log(`${what}: ${heard.join(", ")}; readyState ${link.readyState}`);
  };
  const ports = [answers, refuses, mute].map(listening);
  await show("close()", ports[0], async (link) => {
    await new Promise((go) => link.addEventListener("open", go));
    link.close();
    await wait(1000);
  });
  await show("attempts refused", ports[1], () => wait(3000));
  await show("attempts timed out", ports[2], () => wait(8000));
  process.exit();
})();
JS
seen=$(node probe.js)
want='close(): open; readyState 3
attempts refused: down, down, down, close; readyState 3
attempts timed out: down, down, down; readyState 3'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
