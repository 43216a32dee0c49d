#!/usr/bin/env bash
# sockette 2.0.6: behind close() and open() a loss is not mended; it is told as "maximum attempts reached" at once.
#
# One would guess: open() "initializes a new WebSocket", and the client is as new: a page closes when it is hidden, and
# opens when it is shown, and a loss is followed by up to maxAttempts attempts.
# What happens: that no timer is set is how the client knows that it was closed, and open() does not change it. The link
# opens and receives, and behind its first loss onmaximum is called, without an attempt.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error sockette@2.0.6 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const WebSocket = require("ws"), sockette = require("sockette");
globalThis.WebSocket = WebSocket;
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  const server = new WebSocket.Server({ host: "127.0.0.1", port: 0 });
  await new Promise((go) => server.on("listening", go));
  let heard = [], awaited;
  const say = (event) => (heard.push(event), awaited?.[0] === event && awaited[1]());
  const on = (event) => new Promise((go) => awaited = [event, go]);
  let next = on("open");
  const link = sockette("ws://127.0.0.1:" + server.address().port, {
    timeout: 200, maxAttempts: 5,
    onopen: () => say("open"), onclose: ({ code }) => say("close " + code),
    onreconnect: () => say("reconnect"), onmaximum: () => say("maximum")
  });
  await next;
  const lose = async (what) => {
    heard = [];
    server.clients.forEach((peer) => peer.terminate());
    await wait(3000);
    console.log(`${what}: ${heard.join(", ")}; links ${server.clients.size}`);
  };
  await lose("a loss");
  next = on("close 1000");
  link.close();
  await next;
  next = on("open");
  link.open();
  await next;
  await lose("a loss behind close() and open()");
  process.exit();
})();
JS
seen=$(node probe.js)
want='a loss: close 1006, reconnect, open; links 1
a loss behind close() and open(): maximum, close 1006; links 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
