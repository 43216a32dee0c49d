#!/usr/bin/env bash
# weapp-adapter 1.0.0, a WebSocket for WeChat mini programs: "close" is an event for onclose alone, and each close is a
# clean one with the code 0.
#
# One would guess: addEventListener("close", …) is called as the one for "open" is, and the event tells the platform's
# code and reason (1006 for a lost link, the service's own code for a kick).
# What happens: "open" and "message" reach both kinds of listeners, "close" reaches onclose only, with wasClean true,
# code 0 and no reason whatever the platform said.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error weapp-adapter@1.0.0 >/dev/null
cat > probe.js <<'JS'
global.navigator = {};
const heard = {};
global.wx = { connectSocket: () => {} };
for (const event of ["Open", "Message", "Close", "Error"]) global.wx["onSocket" + event] = (f) => heard[event] = f;
const { WebSocket } = require("weapp-adapter/weapp-adapter.js");
const socket = new WebSocket("wss://service.example");
for (const event of ["open", "message", "close"]) {
  const more = (e) => event === "close" ? `wasClean ${e.wasClean} code ${e.code}` : "";
  socket["on" + event] = (e) => console.log("on" + event, more(e));
  socket.addEventListener(event, () => console.log("listener for", event));
}
heard.Open({});
heard.Message({ data: "hello" });
heard.Close({ code: 1006, reason: "abnormal closure" });
console.log("readyState", socket.readyState);
JS
seen=$(node probe.js | sed 's/ *$//')
want='onopen
listener for open
onmessage
listener for message
onclose wasClean true code 0
readyState 3'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
