#!/usr/bin/env bash
# @tarojs/plugin-platform-harmony-ets 4.2.0, Taro in HarmonyOS: a SocketTask receives nothing, `await` gives true in its
# stead, and a binary message is refused, in the "fail" of connectSocket.
#
# One would guess: Taro.connectSocket gives a promise of the SocketTask ("then(task => …)" in its documentation), whose
# onMessage hears what comes, and whose send takes string and ArrayBuffer, as the types say.
# What happens: the promise is kept with true, as the system's connect() is; the methods stand on the promise itself, so
# that `task.onOpen` behind an await is no function. onMessage listens to the event "onMessage", and what the system
# tells is "message": nothing is heard, while open and close are. An ArrayBuffer, which the system takes, is refused,
# and what is called is not the send's fail but the one of connectSocket, where an SDK reconnects.
#
# A stand-in for the system does what its documents declare: connect, send and close are promises of true, and the
# events are open, message, close and error (developer.huawei.com, harmonyos-references, js-apis-websocket).
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --legacy-peer-deps --omit=optional \
  @tarojs/plugin-platform-harmony-ets@4.2.0 ws@8.21.0 >/dev/null
npm i --no-save --no-audit --no-fund --loglevel=error --legacy-peer-deps --prefix tool esbuild@0.28.2 >/dev/null
mkdir system
cat > system/webSocket.js <<'JS'
import { WebSocket } from "ws";
export default {
  createWebSocket() {
    let link;
    const heard = {};
    const say = (type, value) => heard[type] && heard[type](undefined, value);
    return {
      on: (type, callback) => { heard[type] = callback; },
      connect: (url) => new Promise((kept, rejected) => {
        link = new WebSocket(url);
        link.on("open", () => { say("open", { status: 101, message: "" }); kept(true); });
        link.on("message", (data, binary) => say("message", binary ? data : String(data)));
        link.on("close", (code, reason) => say("close", { code, reason: String(reason) }));
        link.on("error", rejected);
      }),
      send: async (data) => { link.send(data); return true; },
      close: async () => { link.close(); return true; }
    };
  }
};
JS
echo 'export default {}; export const Current = {}, eventCenter = {};' > system/nothing.js
cat > probe.js <<'JS'
import { connectSocket } from "./node_modules/@tarojs/plugin-platform-harmony-ets/dist/apis/network/webSocket.ts";
import { WebSocketServer } from "ws";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
await new Promise((go) => server.on("listening", go));
server.on("connection", (link) => {
  setTimeout(() => link.send("hello"), 200);
  link.on("message", (data, binary) => console.log("the service gets", binary ? "bytes" : String(data)));
});
const told = [];
const task = connectSocket({ url: "ws://127.0.0.1:" + server.address().port,
  success: () => told.push("success of connectSocket"), fail: () => told.push("fail of connectSocket") });
for (const event of ["onOpen", "onMessage", "onClose", "onError"]) task[event](() => told.push(event));
console.log("await connectSocket():", await task);
await wait(500);
await task.send({ data: "text" });
await wait(200);
const outcome = await task.send({ data: new ArrayBuffer(4), fail: () => told.push("fail of send") })
  .then(() => "kept", () => "rejected");
console.log("send of an ArrayBuffer:", outcome);
await wait(200);
server.clients.forEach((link) => link.close());
await wait(500);
console.log("told:", told.join(", "));
process.exit();
JS
cat > build.mjs <<'JS'
import { build } from "./tool/node_modules/esbuild/lib/main.js";
import { resolve } from "node:path";
const system = { name: "system", setup: (it) => it.onResolve({ filter: /^@ohos|^@tarojs\/runtime$/ }, ({ path }) =>
  ({ path: resolve("system", path === "@ohos.net.webSocket" ? "webSocket.js" : "nothing.js") })) };
await build({ entryPoints: ["probe.js"], outfile: "out.mjs", bundle: true, platform: "node", format: "esm",
  external: ["ws"], plugins: [system], logLevel: "error", tsconfigRaw: {} });
JS
node build.mjs
seen=$(node out.mjs)
want='await connectSocket(): true
the service gets text
send of an ArrayBuffer: rejected
told: onOpen, success of connectSocket, fail of connectSocket, onClose'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
