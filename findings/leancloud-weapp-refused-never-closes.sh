#!/usr/bin/env bash
# @leancloud/platform-adapters-weapp 1.6.3: its WebSocket for WeChat mini programs never says "close" when the platform
# refuses a socket.
#
# One would guess: a WebSocket that fails raises "error" and then "close", as the standard says, and code that connects
# again in onclose does so here.
# What happens: when wx.connectSocket fails (too many sockets, an address that is not allowed), "error" is raised and
# readyState is 3, and "close" never comes. Where the task itself reports error and close, both come.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @leancloud/platform-adapters-weapp@1.6.3 >/dev/null
cat > probe.js <<'JS'
let refuse;
global.wx = {
  connectSocket(o) {
    const heard = {};
    setTimeout(() => {
      if (refuse) return o.fail({ errMsg: "connectSocket:fail" }); // a refused call: no event at the task
      heard.error({ errMsg: "connectSocket:fail" });
      heard.close({ code: 1006, reason: "abnormal closure" });
    });
    return {
      onOpen: () => {}, onMessage: () => {}, send: () => {}, close: () => {},
      onError: (f) => heard.error = f, onClose: (f) => heard.close = f
    };
  }
};
const { WebSocket } = require("@leancloud/platform-adapters-weapp");
async function connect(what) {
  const socket = new WebSocket("wss://service.example");
  const events = [];
  socket.addEventListener("error", () => events.push("error"));
  socket.addEventListener("close", () => events.push("close"));
  await new Promise((go) => setTimeout(go, 200));
  console.log(what + ":", events.join(", ") + "; readyState", socket.readyState);
}
(async () => {
  refuse = false;
  await connect("the task fails");
  refuse = true;
  await connect("connectSocket fails");
})();
JS
seen=$(node probe.js)
want='the task fails: error, close; readyState 3
connectSocket fails: error; readyState 3'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
