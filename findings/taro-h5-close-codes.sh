#!/usr/bin/env bash
# @tarojs/taro-h5 4.2.1, the runtime of Taro in browsers: what a SocketTask's onClose tells is never what was on the
# wire.
#
# One would guess: task.close({code, reason}) closes with that code, and onClose tells the code that the server closed
# with; an application reads from it that it was kicked (4001), and does not connect again.
# What happens: close() sends no code (the server sees 1005), and onClose repeats what close() was asked for. Whatever
# the server closes with, 4001 or an orderly 1000, onClose says 1006 "abnormal closure".
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  --legacy-peer-deps @tarojs/taro-h5@4.2.1 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import { WebSocketServer, WebSocket } from "ws";
Object.assign(globalThis, { WebSocket, ENABLE_INNER_HTML: false, ENABLE_ADJACENT_HTML: false, ENABLE_SIZE_APIS: false,
  ENABLE_TEMPLATE_CONTENT: false, ENABLE_CLONE_NODE: false, ENABLE_CONTAINS: false, ENABLE_MUTATION_OBSERVER: false });
const { connectSocket } = await import("./node_modules/@tarojs/taro-h5/dist/api/network/websocket/index.js");
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
await new Promise((go) => server.on("listening", go));

async function close(who, act) {
  const connected = new Promise((go) => server.once("connection", go));
  const task = await connectSocket({ url: "ws://127.0.0.1:" + server.address().port });
  await new Promise((go) => task.onOpen(go));
  const link = await connected;
  const there = new Promise((go) => link.on("close", (code, reason) => go(code + " " + reason)));
  const here = new Promise((go) => task.onClose((e) => go(e.code + " " + e.reason)));
  act(task, link);
  console.log(who + ": server sees", (await there).trim() + ", application hears", await here);
}
await close("application closes with 4000 moved", (task) => task.close({ code: 4000, reason: "moved" }));
await close("server closes with 4001 kicked", (task, link) => link.close(4001, "kicked"));
await close("server closes with 1000 bye", (task, link) => link.close(1000, "bye"));
process.exit(0);
JS
seen=$(node probe.mjs)
want='application closes with 4000 moved: server sees 1005, application hears 4000 moved
server closes with 4001 kicked: server sees 4001 kicked, application hears 1006 abnormal closure
server closes with 1000 bye: server sees 1000 bye, application hears 1006 abnormal closure'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
