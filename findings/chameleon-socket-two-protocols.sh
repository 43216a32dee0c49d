#!/usr/bin/env bash
# chameleon-api 1.0.7, DiDi's framework for mini programs and pages: one program's socket speaks two protocols. In
# Alipay other bytes are sent, and onmessage gets another thing.
#
# One would guess: cml.initSocket is "one code for all ends": what send() is given arrives as the same bytes from each
# platform, and onmessage gets the same argument.
# What happens: in WeChat, and in pages, send() writes JSON whatever it is given, so that the text "ping" arrives as
# "ping" in quotation marks; in Alipay it arrives as it is, and an object is left to the platform. onmessage gets an
# event with data there, and the data itself here, so that `JSON.parse(e.data)` fails in Alipay alone. What both share:
# onclose gets no argument, so that a kick and a lost link are one thing.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error chameleon-api@1.0.7 >/dev/null
for platform in wx alipay web; do
  cp "node_modules/chameleon-api/src/interfaces/initSocket/${platform}Socket.js" "$platform.mjs"
done
cat > probe.mjs <<'JS'
import Wx from "./wx.mjs";
import Alipay from "./alipay.mjs";
import Web from "./web.mjs";
const told = {}; // the platform's listeners
let sent;
const task = {
  onOpen() {}, onError() {}, send({ data }) { sent = data; },
  onMessage(call) { told.message = call; }, onClose(call) { told.close = call; },
};
globalThis.wx = { connectSocket: () => task };
globalThis.my = {
  connectSocket() {}, onSocketOpen() {}, onSocketError() {}, sendSocketMessage: task.send,
  onSocketMessage: task.onMessage, onSocketClose: task.onClose,
};
globalThis.WebSocket = class {
  send(data) { sent = data; }
  set onmessage(call) { told.message = call; }
  set onclose(call) { told.close = call; }
};
for (const [name, Socket] of Object.entries({ Wx, Web, Alipay })) {
  const socket = new Socket("wss://chat.example"), got = [];
  socket.onmessage((e) => got.push(typeof e === "string" ? "the data" : "an event with data"));
  socket.onclose((...all) => got.push(all.length));
  socket.send("ping");
  told.message({ data: "pong" });
  told.close({ code: 4001, reason: "kicked" });
  console.log(name + ": send(\"ping\") sends " + sent + "; onmessage gets " + got[0] + "; onclose gets " + got[1] +
    " arguments");
}
JS
seen=$(node probe.mjs)
want='Wx: send("ping") sends "ping"; onmessage gets an event with data; onclose gets 0 arguments
Web: send("ping") sends "ping"; onmessage gets an event with data; onclose gets 0 arguments
Alipay: send("ping") sends ping; onmessage gets the data; onclose gets 0 arguments'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
