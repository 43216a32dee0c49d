#!/usr/bin/env bash
# @dcloudio/uni-h5 3.0.0-5010420260703001, the runtime of uni-app in browsers: uni.onSocketClose does not hear of a
# socket that could not be opened; the task's own onClose does.
#
# One would guess: with one socket, uni.onSocketClose and task.onClose hear the same closes, so an application that
# connects again in uni.onSocketClose does so after a refused connection as after a lost one.
# What happens: the socket's error takes the task off the list, and the close behind it is no longer the first task's:
# uni.onSocketError is called, and uni.onSocketClose never. After an orderly close, or a link that is cut, both are.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --legacy-peer-deps \
  @dcloudio/uni-h5@3.0.0-5010420260703001 vue@npm:@dcloudio/uni-h5-vue@3.0.0-5010420260703001 vue-router@4.3.0 \
  jsdom@24.1.3 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import { WebSocketServer, WebSocket } from "ws";
import { JSDOM } from "jsdom";
const page = new JSDOM("<body></body>", { url: "http://localhost/", pretendToBeVisual: true }).window;
for (const name of Object.getOwnPropertyNames(page)) if (!(name in globalThis)) globalThis[name] = page[name];
Object.assign(globalThis, { window: globalThis, WebSocket });
const uni = await import("@dcloudio/uni-h5/dist/uni-h5.es.js");
globalThis.UniServiceJSBridge = uni.UniServiceJSBridge; // as the compiler of uni-app does

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
await new Promise((go) => server.on("listening", go));
server.on("connection", (link, request) => request.url === "/cut" ? link.terminate() : link.close(1000));
const url = "ws://127.0.0.1:" + server.address().port;
let heard;
uni.onSocketError(() => heard.push("uni.onSocketError"));
uni.onSocketClose(() => heard.push("uni.onSocketClose"));

async function connect(what, url) {
  heard = [];
  const task = uni.connectSocket({ url, complete() {} });
  task.onError(() => heard.push("task.onError"));
  await new Promise((go) => task.onClose(() => { heard.push("task.onClose"); setTimeout(go, 100); }));
  console.log(what + ":", heard.join(", "));
}
await connect("closed by the server", url);
await connect("cut", url + "/cut");
server.close();
await new Promise((go) => setTimeout(go, 100));
await connect("refused", url);
process.exit(0);
JS
seen=$(node probe.mjs)
want='closed by the server: task.onClose, uni.onSocketClose
cut: task.onClose, uni.onSocketClose
refused: task.onError, uni.onSocketError, task.onClose'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
