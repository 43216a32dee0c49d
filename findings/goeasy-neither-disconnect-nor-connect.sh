#!/usr/bin/env bash
# goeasy 2.14.9, GoEasy's messages and IM in WeChat mini programs: before its first link disconnect() is refused because
# it is not connected, and connect() because disconnect() was not called.
#
# One would guess: disconnect() before the first link ends the attempts (there is nothing to tell the service), so that
# a user who takes back the login on a bad network, or takes another account, is away.
# What happens: disconnect() ends in onFailed, 408 "host unreachable", and the attempts go on. connect() as another user
# ends in onFailed, also 408: "already connected, disconnect() first". When the network is back the first user's socket
# opens. Neither call ends it until then.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error goeasy@2.14.9 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {}, wait = (ms) => new Promise((go) => setTimeout(go, ms));
let network = false, attempts = 0, open = 0;
const own = {
  connectSocket(options) {
    attempts++;
    const heard = {};
    const task = {
      readyState: 0, onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
      onError: (f) => heard.error = f, onClose: (f) => heard.close = f,
      send: nothing,
      close() {
        if (task.readyState > 1) return;
        if (task.readyState === 1) open--;
        task.readyState = 2;
        setTimeout(() => { task.readyState = 3; heard.close?.({ code: 1000, reason: "" }); }, 5);
      }
    };
    setTimeout(() => options.success?.({ errMsg: "connectSocket:ok" }));
    setTimeout(() => {
      if (task.readyState) return;
      if (network) {
        open++;
        task.readyState = 1;
        heard.open({});
        heard.message({ data: '0{"sid":"1","upgrades":[],"pingInterval":25000,"pingTimeout":20000}' }); // Engine.IO
        return;
      }
      task.readyState = 3;
      heard.error?.({ errMsg: "connectSocket:fail" });
      heard.close?.({ code: 1006, reason: "" });
    }, 20);
    return task;
  },
  request: (options) => { setTimeout(() => options.fail?.({ errMsg: "request:fail" })); return { abort: nothing }; },
  getSystemInfoSync: () => ({ platform: "ios" }), getNetworkType: (o) => o.success({ networkType: "wifi" }),
  getStorageSync: () => ""
};
global.wx = new Proxy(own, { get: (o, key) => key in o ? o[key] : nothing });
global.getApp = nothing;
globalThis.WebSocket = undefined; // newer Node has one; a mini program has not
const GoEasy = require("goeasy");
(async () => {
  const goeasy = GoEasy.getInstance({ host: "hangzhou.goeasy.io", appkey: "BC-0123456789", modules: ["pubsub"] });
  const call = (what, start) => start({
    onSuccess: () => console.log(what + ": onSuccess"),
    onFailed: (error) => console.log(what + ": onFailed", error.code, error.content.trim())
  });
  call("connect as alice", (o) => goeasy.connect({ id: "alice", data: { nickname: "A" }, ...o }));
  await wait(1000);
  call("disconnect", (o) => goeasy.disconnect(o));
  await wait(200);
  call("connect as bob", (o) => goeasy.connect({ id: "bob", data: { nickname: "B" }, ...o }));
  await wait(200);
  attempts = 0;
  await wait(8000);
  console.log("attempts in the seconds behind disconnect():", attempts ? "some" : "none");
  network = true;
  await wait(8000);
  console.log("the network is back, open sockets:", open);
  process.exit();
})();
JS
seen=$(node probe.js)
want="disconnect: onFailed 408 Host unreachable or timeout
connect as bob: onFailed 408 It is already connected, don't try again until disconnect() is called.
attempts in the seconds behind disconnect(): some
the network is back, open sockets: 1"
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
