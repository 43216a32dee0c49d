#!/usr/bin/env bash
# @tencentcloud/chat 3.6.6 and tim-wx-sdk 2.27.6, Tencent's chat in WeChat mini programs: destroy() without a login
# does its work, and is rejected.
#
# One would guess: the promise of destroy() is rejected when the instance was not destroyed, so a clean-up awaits it,
# and takes a rejection for an instance that is still there.
# What happens: it is rejected with 2024 ("not logged in"), as logout() is, and yet the socket is closed and create()
# makes another instance. An `await chat.destroy()` for a user who never logged in, or whose login is under way, throws
# each time.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @tencentcloud/chat@3.6.6 tim-wx-sdk@2.27.6 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {}, say = console.log;
for (const line of ["log", "info", "warn", "error", "debug"]) console[line] = nothing; // the SDK's own lines
let open = 0;
const own = {
  connectSocket() {
    const heard = {};
    const task = {
      readyState: 0, send: nothing, onMessage: nothing, onError: nothing,
      onOpen: (f) => heard.open = f, onClose: (f) => heard.close = f,
      close() {
        if (task.readyState !== 1) return;
        task.readyState = 2;
        setTimeout(() => { open--; task.readyState = 3; heard.close({ code: 1000 }); }, 5);
      }
    };
    setTimeout(() => { open++; task.readyState = 1; heard.open({}); }, 5);
    return task;
  },
  request: (o) => { setTimeout(() => o.fail && o.fail({ errMsg: "request:fail" })); return { abort: nothing }; },
  getSystemInfoSync: () => ({ platform: "ios", fontSizeSetting: 16 }), // by the second it knows WeChat
  getNetworkType: (o) => o.success({ networkType: "wifi" }), getStorageSync: () => ""
};
global.wx = new Proxy(own, { get: (o, key) => key in o ? o[key] : nothing });
global.__wxConfig = {};
globalThis.WebSocket = undefined; // newer Node has one; a mini program has not
const name = process.argv[2], sdk = require(name);
const { create } = sdk.default || sdk;
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  const first = create({ SDKAppID: 1400000000 });
  await wait(500);
  say(name, "the same instance from create():", create({ SDKAppID: 1400000000 }) === first);
  say("destroy():", await first.destroy().then(() => "kept", (e) => "rejected, " + e.code));
  await wait(500);
  say("sockets open:", open + ", the same instance from create():", create({ SDKAppID: 1400000000 }) === first);
  process.exit();
})();
JS
seen=$(node probe.js @tencentcloud/chat; node probe.js tim-wx-sdk)
want='@tencentcloud/chat the same instance from create(): true
destroy(): rejected, 2024
sockets open: 0, the same instance from create(): false
tim-wx-sdk the same instance from create(): true
destroy(): rejected, 2024
sockets open: 0, the same instance from create(): false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
