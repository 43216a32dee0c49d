#!/usr/bin/env bash
# @rongcloud/imlib-next 5.38.0, RongCloud's IM in mini programs: disconnect() while the login waits for its answer ends
# nothing, and its promise is pending.
#
# One would guess: disconnect() closes the socket, connect() is told that it failed, and the user who left is away.
# What happens: the socket stays and goes on waiting, without a limit (two minutes were tried); neither promise is
# settled. Where the service closes that socket, the SDK opens one at the next address, behind disconnect(), with the
# token of the user who left in it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @rongcloud/imlib-next@5.38.0 @rongcloud/engine@5.38.0 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {}, say = console.log, wait = (ms) => new Promise((go) => setTimeout(go, ms));
for (const line of ["log", "info", "warn", "error", "debug"]) console[line] = nothing; // the SDK's own lines
const open = new Set();
const own = {
  connectSocket(options) {
    const heard = {};
    const ends = (event) => {
      if (open.delete(task)) setTimeout(() => { task.readyState = 3; heard.close(event); }, 5);
    };
    const task = {
      readyState: 0, onOpen: (f) => heard.open = f, onClose: (f) => heard.close = f, onMessage: nothing,
      onError: nothing, send: nothing, close: () => ends({ code: 1000 }), lose: () => ends({ code: 1006 })
    };
    setTimeout(() => options.success?.({ errMsg: "connectSocket:ok" }));
    setTimeout(() => { task.readyState = 1; open.add(task); say("  a socket is open"); heard.open({}); }, 20);
    return task; // the service behind it says nothing
  },
  request: (options) => { setTimeout(() => options.fail?.({ errMsg: "request:fail" })); return { abort: nothing }; },
  getSystemInfoSync: () => ({ platform: "ios", system: "iOS 16", version: "8.0.5" }), getStorageSync: () => "",
  getNetworkType: (options) => options.success({ networkType: "wifi" })
};
global.wx = new Proxy(own, { get: (o, key) => key in o ? o[key] : nothing });
global.window = global.document = globalThis.WebSocket = undefined; // as in a mini program
const im = require("@rongcloud/imlib-next");
(async () => {
  let connect = "pending", disconnect = "pending";
  im.init({ appkey: "appkey" });
  im.connect("token@cn.rongnav.com").then((result) => connect = "code " + result.code);
  while (!open.size) await wait(10);
  await wait(500);
  say("disconnect()");
  im.disconnect().then(() => disconnect = "kept");
  const report = (when) => say(when + ": connect " + connect + ", disconnect " + disconnect + ", sockets " + open.size);
  await wait(20000);
  report("20 s later");
  say("the service closes the socket");
  open.forEach((task) => task.lose());
  await wait(2000);
  report("behind that");
  process.exit();
})();
JS
seen=$(node probe.js)
want='  a socket is open
disconnect()
20 s later: connect pending, disconnect pending, sockets 1
the service closes the socket
  a socket is open
behind that: connect pending, disconnect pending, sockets 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
