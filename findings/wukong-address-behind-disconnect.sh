#!/usr/bin/env bash
# wukongimjssdk 1.0.4, WuKongIM for web pages: an address that arrives behind disconnect() logs the user in.
#
# One would guess: disconnect() takes back the connect() before it, also while the application's own connectAddrCallback
# still asks for the address, which is a request over the network; so a logout at that moment leaves the user offline.
# What happens: nothing looks at what was wanted meanwhile. When the address comes the SDK opens a socket, logs in with
# the old uid and token, and says "connected" (status 1). It keeps the link until disconnect() is called once more.
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
  server.on("connection", (link) => link.on("message", (m) => {
    if (m[0] >> 4 !== 1) return;
    say("the service sees a login");
    link.send(Buffer.concat([Buffer.from([2 << 4, ack.length]), ack]));
  }));
  const { config, connectManager } = WKSDK.shared();
  Object.assign(config, { uid: "alice", token: "token" });
  config.provider.connectAddrCallback = (give) => {
    setTimeout(() => { say("the address comes"); give("ws://127.0.0.1:" + server.address().port); }, 500);
  };
  connectManager.addConnectStatusListener((status) => say("the application hears status", status));
  connectManager.connect();
  await wait(100);
  connectManager.disconnect();
  say("disconnect was called");
  await wait(2000);
  say("open sockets at the service:", server.clients.size);
  process.exit(0);
})();
JS
seen=$(node probe.cjs)
want='disconnect was called
the address comes
the service sees a login
the application hears status 1
open sockets at the service: 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
