#!/usr/bin/env bash
# wukongimjssdk 1.0.4, WuKongIM for web pages: disconnect() between two attempts takes the reconnecting away for good.
#
# One would guess: behind disconnect() and a connect() that worked, a loss is mended as ever, after 3 s; an application
# disconnects when its page is hidden, and connects when it is shown.
# What happens: so it is where disconnect() comes while the link is open. Where it comes in the 3 s behind a loss, as on
# a bad network, the timer goes and the mark that one is set stays. The next connect() logs in; the loss behind it is
# told (status 0), and nothing is tried any more.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  wukongimjssdk@1.0.4 esbuild@0.25.10 ws@8.21.0 >/dev/null
npx esbuild node_modules/wukongimjssdk/lib/index.js --bundle --format=cjs --log-level=error --outfile=sdk.cjs
cat > probe.cjs <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
globalThis.WebSocket = WebSocket;
const say = console.log, wait = (ms) => new Promise((go) => setTimeout(go, ms));
console.log = () => {}; // the SDK's own lines
const WKSDK = require("./sdk.cjs").default;
const text = (s) => Buffer.concat([Buffer.from([0, s.length]), Buffer.from(s)]);
const ack = Buffer.concat([ // time difference, reason 1 (success), the server's key, a salt
  Buffer.alloc(8), Buffer.from([1]), text(Buffer.alloc(32, 9).toString("base64")), text("0123456789abcdef")
]);
(async () => {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((go) => server.on("listening", go));
  const links = [];
  server.on("connection", (link) => {
    links.push(link);
    link.on("message", (m) => m[0] >> 4 === 1 && link.send(Buffer.concat([Buffer.from([2 << 4, ack.length]), ack])));
  });
  const { config, connectManager } = WKSDK.shared();
  Object.assign(config, { addr: "ws://127.0.0.1:" + server.address().port, uid: "alice", token: "token" });
  const tell = (what) => say(what + ": sockets so far " + links.length + ", status " + connectManager.status);
  const lose = () => links.at(-1).terminate();
  connectManager.connect(); await wait(300); tell("connect");
  lose(); await wait(5000); tell("5 s after a loss");
  connectManager.disconnect(); await wait(100);
  connectManager.connect(); await wait(300); tell("disconnect and connect");
  lose(); await wait(5000); tell("5 s after a loss");
  lose(); await wait(500);
  connectManager.disconnect(); await wait(100);
  connectManager.connect(); await wait(300); tell("disconnect while it waits, and connect");
  lose(); await wait(10000); tell("10 s after a loss");
  process.exit(0);
})();
JS
seen=$(node probe.cjs)
want='connect: sockets so far 1, status 1
5 s after a loss: sockets so far 2, status 1
disconnect and connect: sockets so far 3, status 1
5 s after a loss: sockets so far 4, status 1
disconnect while it waits, and connect: sockets so far 5, status 1
10 s after a loss: sockets so far 5, status 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
