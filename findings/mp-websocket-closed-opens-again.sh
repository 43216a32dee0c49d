#!/usr/bin/env bash
# mp-websocket 1.1.12, the WebSocket of socket.io-mp-client, in Alipay mini programs: an instance that was closed says
# "open" again when the next one opens, and gets its messages.
#
# One would guess: a WebSocket whose onclose came stays closed, as everywhere (readyState 3 is the last).
# What happens: each instance listens at the application's one socket, and never stops. The old one's onopen is called
# once more, its readyState goes from 3 to 1, and each message comes to both.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error mp-websocket@1.1.12 >/dev/null
cat > probe.js <<'JS'
const listeners = { Open: [], Message: [], Close: [], Error: [] };
const raise = (event, o) => listeners[event].forEach((f) => f(o));
global.my = {
  connectSocket: () => setTimeout(raise, 20, "Open", {}),
  closeSocket: (o) => setTimeout(() => { raise("Close", {}); o.success({}); }, 20),
  sendSocketMessage: () => {}
};
for (const event in listeners) global.my["onSocket" + event] = (f) => listeners[event].push(f);
const WebSocket = require("mp-websocket");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
function open(name) {
  const socket = new WebSocket("wss://service.example/" + name);
  for (const event of ["open", "close", "message"]) {
    socket["on" + event] = (o) => console.log(name, event, o && o.data || "", "readyState", socket.readyState);
  }
  return socket;
}
(async () => {
  const first = open("first");
  await wait(60);
  first.close();
  await wait(60);
  console.log("a second one");
  open("second");
  await wait(60);
  raise("Message", { data: "hello" });
})();
JS
seen=$(node probe.js | tr -s ' ')
want='first open readyState 1
first close readyState 3
a second one
first open readyState 1
second open readyState 1
first message hello readyState 1
second message hello readyState 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
