#!/usr/bin/env bash
# @tarojs/taro-h5 4.2.1 and @mpxjs/api-proxy 2.10.20, Taro and mpx in browsers: a binary message arrives as a Blob,
# where mini programs, and the types, have an ArrayBuffer.
#
# One would guess: onMessage tells {data: string | ArrayBuffer} on each platform (mpx's type of connectSocket is
# WeChat's own; Taro's names the two), so that an SDK which reads its packets from res.data does so in the browser's
# build as on phones. uni-h5 does it so.
# What happens: neither sets the socket's binaryType, so data is a Blob. `new Uint8Array(res.data)` makes an array
# without a byte of it, and no error, and a reader of packets waits for more for ever. A task has no binaryType that one
# could set.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --legacy-peer-deps \
  @tarojs/taro-h5@4.2.1 @mpxjs/api-proxy@2.10.20 esbuild@0.25.10 undici@7.16.0 ws@8.21.0 >/dev/null
echo 'export { connectSocket } from "@mpxjs/api-proxy/src/platform/api/socket/index.web.js";' > mpx.js
npx esbuild --bundle --format=esm --log-level=error --define:__mpx_mode__='"web"' mpx.js --outfile=mpx.mjs
cat > probe.mjs <<'JS'
import { WebSocketServer } from "ws";
import { WebSocket } from "undici"; // as in browsers, binaryType is "blob" until somebody sets it
Object.assign(globalThis, { WebSocket, window: globalThis, ENABLE_INNER_HTML: false, ENABLE_ADJACENT_HTML: false,
  ENABLE_SIZE_APIS: false, ENABLE_TEMPLATE_CONTENT: false, ENABLE_CLONE_NODE: false, ENABLE_CONTAINS: false,
  ENABLE_MUTATION_OBSERVER: false });
const taro = await import("./node_modules/@tarojs/taro-h5/dist/api/network/websocket/index.js");
const mpx = await import("./mpx.mjs");
const service = new WebSocketServer({ host: "127.0.0.1", port: 0 });
await new Promise((go) => service.on("listening", go));
service.on("connection", (link) => link.on("message", () => link.send(Buffer.from([1, 2, 3]))));
for (const [name, { connectSocket }] of Object.entries({ taro, mpx })) {
  const task = await connectSocket({ url: "ws://127.0.0.1:" + service.address().port });
  const data = await new Promise((go) => {
    task.onMessage((message) => go(message.data));
    task.onOpen(() => task.send({ data: "a" }));
  });
  console.log(name + ": " + data.constructor.name + ", bytes that Uint8Array finds in it: " +
    new Uint8Array(data).length + ", task.binaryType: " + task.binaryType);
}
process.exit();
JS
seen=$(node probe.mjs)
want='taro: Blob, bytes that Uint8Array finds in it: 0, task.binaryType: undefined
mpx: Blob, bytes that Uint8Array finds in it: 0, task.binaryType: undefined'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
