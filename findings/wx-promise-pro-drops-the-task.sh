#!/usr/bin/env bash
# wx-promise-pro 3.2.0: wx.pro.connectSocket, request and uploadFile work, and give away the task.
#
# One would guess: wx.pro.connectSocket resolves with the SocketTask (or leaves the call alone, as it does with calls
# that take no callbacks), and a request made by wx.pro can be aborted.
# What happens: each resolves with what success got, `{errMsg}` for a socket. The task that wx.connectSocket returned
# is dropped: the socket is open, and nobody can listen at it, send, or close it, but through the old calls for one
# socket.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error wx-promise-pro@3.2.0 >/dev/null
mv node_modules/wx-promise-pro/dist/wx-promise-pro.js probe-lib.mjs # an ES module, which its package does not say
cat > probe.mjs <<'JS'
let tasks = 0;
const call = (name, result) => (o) => {
  setTimeout(() => o.success({ errMsg: name + ":ok", ...result }));
  tasks++;
  return { onOpen: () => {}, onClose: () => {}, abort: () => {}, close: () => {}, onProgressUpdate: () => {} };
};
global.wx = {
  connectSocket: call("connectSocket"), request: call("request", { statusCode: 200, data: "x" }),
  uploadFile: call("uploadFile", { statusCode: 200, data: "x" })
};
(await import("./probe-lib.mjs")).promisifyAll();
for (const name of ["connectSocket", "request", "uploadFile"]) {
  const pending = wx.pro[name]({ url: "wss://service.example" });
  const got = await pending;
  const reach = [pending, got].some((o) => ["onClose", "close", "abort", "onProgressUpdate"].some((key) => key in o));
  console.log(name + ": keys", Object.keys(got).join(" ") + "; the task can be reached:", reach);
}
console.log("tasks made:", tasks);
JS
seen=$(node probe.mjs)
want='connectSocket: keys errMsg; the task can be reached: false
request: keys errMsg statusCode data; the task can be reached: false
uploadFile: keys errMsg statusCode data; the task can be reached: false
tasks made: 3'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
