#!/usr/bin/env bash
# @dcloudio/uni-h5 3.0.0-5010420260703001, the runtime of uni-app in browsers: a send before the socket is open calls
# fail and complete twice, with two different codes.
#
# One would guess: a call of send ends once, with success or fail, and with complete behind it; so a queue may put the
# message back in fail, or count what is still to be sent in complete.
# What happens: fail comes with errCode 10002, complete, and then fail with errCode 602001 and complete again. A queue
# that puts the message back in fail sends it twice, as is seen here.
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

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
await new Promise((go) => server.on("listening", go));
server.on("connection", (link) => link.on("message", (text) => console.log("server gets", String(text))));
const task = uni.connectSocket({ url: "ws://127.0.0.1:" + server.address().port, complete() {} });
const queue = [];
task.send({
  data: "hello",
  success: () => console.log("success"),
  fail: (e) => { console.log("fail", e.errCode); queue.push("hello"); },
  complete: () => console.log("complete")
});
task.onOpen(() => queue.forEach((data) => task.send({ data })));
setTimeout(() => process.exit(0), 2000);
JS
seen=$(node probe.mjs)
want='fail 10002
complete
fail 602001
complete
server gets hello
server gets hello'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
