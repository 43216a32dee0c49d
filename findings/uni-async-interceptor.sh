#!/usr/bin/env bash
# @dcloudio/uni-mp-weixin 2.0.2-5020320260806001, the runtime of uni-app in WeChat mini programs: an interceptor whose
# invoke is an async function changes what uni.connectSocket returns.
#
# One would guess: whoever passes success, fail or complete gets the SocketTask, as the guide of uni-app says, whether
# or not somebody else in the application (a logger, a token check) intercepts the call.
# What happens: with an async invoke the caller gets a promise in spite of the callbacks. It has no onOpen, so that an
# SDK which listens at the task never hears of its socket, while the socket opens all the same. An invoke that is not
# async changes nothing, and one that returns false makes the call return undefined.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @dcloudio/uni-mp-weixin@2.0.2-5020320260806001 \
  @dcloudio/uni-i18n@3.0.0-5010420260703001 vue@2.7.16 >/dev/null
runtime=node_modules/@dcloudio/uni-mp-weixin/dist
mv "$runtime/index.js" "$runtime/index.mjs" # an ES module, which its package does not say
cat > probe.mjs <<'JS'
const nothing = () => {};
const task = { onOpen: nothing, onClose: nothing, onMessage: nothing, onError: nothing, send: nothing, close: nothing };
let opened = 0;
global.wx = {
  connectSocket: () => { opened++; return task; }, getSystemInfoSync: () => ({}), getAppBaseInfo: () => ({}),
  getDeviceInfo: () => ({}), getWindowInfo: () => ({}), getLaunchOptionsSync: () => ({}), canIUse: () => true,
  getStorageSync: nothing, setStorageSync: nothing
};
global.App = global.Page = global.Component = global.Behavior = global.getApp = nothing;
const uni = (await import("@dcloudio/uni-mp-weixin/dist/index.mjs")).default;

async function ask(what, invoke) {
  if (invoke) uni.addInterceptor("connectSocket", { invoke });
  opened = 0;
  const got = uni.connectSocket({ url: "wss://example.com", success: nothing });
  await new Promise((go) => setTimeout(go, 50));
  const is = got === undefined ? "undefined" : typeof got.then === "function" ? "a promise" : "a task";
  console.log(what + ":", is + ", onOpen:", typeof (got || {}).onOpen + ", sockets:", opened);
  uni.removeInterceptor("connectSocket");
}
await ask("no interceptor");
await ask("an invoke that returns", (o) => o);
await ask("an async invoke", async (o) => o);
await ask("an invoke that forbids", () => false);
process.exit(0);
JS
seen=$(node probe.mjs)
want='no interceptor: a task, onOpen: function, sockets: 1
an invoke that returns: a task, onOpen: function, sockets: 1
an async invoke: a promise, onOpen: undefined, sockets: 1
an invoke that forbids: undefined, onOpen: undefined, sockets: 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
