#!/usr/bin/env bash
# @dcloudio/uni-app-plus 3.0.0-5020420260813003, the runtime of uni-app in apps for phones: a SocketTask is CLOSED while
# it connects, and one that fails is told with onError alone.
#
# One would guess: readyState is 0 (CONNECTING) until "open", as of any WebSocket, and a socket that cannot be opened
# raises onError and then onClose, as in uni-app's own runtime for browsers.
# What happens: readyState begins with 3, so that an SDK that asks whether an attempt is under way sees none, and makes
# another. Behind onError the task is out of the table, so that the native module's close is told to nobody: who
# reconnects in onClose makes one attempt. In onClose itself readyState is still 1.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --legacy-peer-deps --loglevel=error ws@8.21.0 \
  @dcloudio/uni-shared@3.0.0-5020420260813003 @vue/shared@3.4.21 >/dev/null
tar xzf "$(npm pack --silent @dcloudio/uni-app-plus@3.0.0-5020420260813003)"
# The runtime's pages need Vue; its sockets do not.
sed "s/^import {\(.*\)} from 'vue';/const {\1} = new Proxy({}, { get: () => () => {} });/" \
  package/dist/uni.runtime.esm.js > runtime.mjs
cat > probe.mjs <<'JS'
import { WebSocketServer, WebSocket } from "ws";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
// The phone: its native module of sockets, and for all the rest an object that can do anything.
const rest = new Proxy(() => {}, { get: (_, key) => key === Symbol.toPrimitive ? () => "" : rest, apply: () => rest });
const sockets = {}, on = {};
const native = {
  onopen(call) { on.open = call; }, onmessage(call) { on.message = call; },
  onerror(call) { on.error = call; }, onclose(call) { on.close = call; },
  WebSocket({ id, url }) {
    const socket = sockets[id] = new WebSocket(url);
    socket.on("open", () => on.open({ id }));
    socket.on("message", (data) => on.message({ id, data: String(data) }));
    socket.on("error", (e) => on.error({ id, data: e.message }));
    socket.on("close", (code) => on.close({ id, code, reason: "" }));
  },
  send({ id, data }) { sockets[id].send(data); },
  close({ id }) { sockets[id].close(); }
};
Object.assign(globalThis, { plus: rest, weex: { requireModule: (name) => name === "uni-webSocket" ? native : rest } });
const { uni } = (await import("./runtime.mjs")).default;
let refuse = false;
const service = new WebSocketServer({
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => answer(!refuse, 503)
});
service.on("listening", async () => {
  for (refuse of [false, true]) {
    const told = [];
    const task = uni.connectSocket({ url: "ws://127.0.0.1:" + service.address().port, complete() {} });
    const tell = (what) => () => told.push(what + " (" + task.readyState + ")");
    tell("made")();
    task.onOpen(tell("open"));
    task.onError(tell("error"));
    task.onClose(tell("close"));
    await wait(500);
    service.clients.forEach((link) => link.terminate());
    await wait(500);
    tell("later")();
    console.log((refuse ? "refused: " : "opened and lost: ") + told.join(", "));
  }
  process.exit();
});
JS
seen=$(node probe.mjs)
want='opened and lost: made (3), open (1), close (1), later (3)
refused: made (3), error (3), later (3)'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
