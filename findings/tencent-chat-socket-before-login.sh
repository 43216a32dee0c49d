#!/usr/bin/env bash
# @tencentcloud/chat 3.6.6 and tim-wx-sdk 2.27.6, Tencent's chat in WeChat mini programs: create() takes a socket, long
# before login().
#
# One would guess: create() makes an object and login() connects, so that an application may create the instance when
# it starts, and who never logs in holds none of the few sockets.
# What happens: connectSocket is called in the same turn as create(). Where nobody logs in, the socket stays until
# destroy(), and the event NET_STATE_CHANGE tells of a connection that nobody asked for.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @tencentcloud/chat@3.6.6 tim-wx-sdk@2.27.6 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {}, say = console.log;
for (const line of ["log", "info", "warn", "error", "debug"]) console[line] = nothing; // the SDK's own lines
let sockets = 0, open = 0;
const own = {
  connectSocket() {
    sockets++;
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
  const chat = create({ SDKAppID: 1400000000 });
  say(name, "calls of connectSocket in the turn of create():", sockets);
  await wait(1000);
  say("open a second later:", open);
  chat.destroy().catch(nothing);
  await wait(500);
  say("open behind destroy():", open);
  process.exit();
})();
JS
seen=$(node probe.js @tencentcloud/chat; node probe.js tim-wx-sdk)
want='@tencentcloud/chat calls of connectSocket in the turn of create(): 1
open a second later: 1
open behind destroy(): 0
tim-wx-sdk calls of connectSocket in the turn of create(): 1
open a second later: 1
open behind destroy(): 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
