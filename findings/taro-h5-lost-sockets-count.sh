#!/usr/bin/env bash
# @tarojs/taro-h5 4.2.1, the runtime of Taro in browsers: a socket that is gone counts on, unless somebody listens to
# its onClose.
#
# One would guess: the limit of five counts open sockets, as in a mini program; five that the server has closed make
# room.
# What happens: a task is taken off the list by its close(), or inside the handler that onClose sets. Without an
# onClose handler, five sockets that ended by themselves are five for ever, and each further connectSocket is refused.
# The other way round, close() takes the task off at once, while the socket is still closing.
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
server.on("connection", (link) => link.close(1000));
const wait = (ms) => new Promise((go) => setTimeout(go, ms));

async function six(what, listen) {
  const tasks = [];
  let sixth = "opened";
  for (let i = 0; i < 6; i++) {
    try {
      tasks.push(await connectSocket({ url: "ws://127.0.0.1:" + server.address().port }));
      if (listen) tasks[i].onClose(() => {});
      for (let n = 0; n < 200 && tasks[i].readyState !== 3; n++) await wait(25);
      await wait(25);
    } catch (e) { sixth = / 5 /.test(e.errMsg) ? "refused, at most 5" : e.errMsg; }
  }
  console.log(what + ": closed", tasks.filter((t) => t.readyState === 3).length + ", the sixth", sixth);
}
await six("five ended, each with onClose", true);
await six("five ended, none with onClose", false);
process.exit(0);
JS
seen=$(node probe.mjs)
want='five ended, each with onClose: closed 6, the sixth opened
five ended, none with onClose: closed 5, the sixth refused, at most 5'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
