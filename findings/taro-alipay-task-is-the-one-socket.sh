#!/usr/bin/env bash
# @tarojs/plugin-platform-alipay 4.2.0, Taro in Alipay mini programs: with `multiple: true` Taro takes the socket's own
# methods away, so that nobody can use it.
#
# One would guess: Taro.connectSocket({url, multiple: true}) gives the SocketTask of my.connectSocket, which has the
# socket's own onOpen, onMessage, send and close; that is how Alipay has more than one socket.
# What happens: for connectSocket of old Taro makes a task out of the calls for the application's one socket, and it
# writes these over the real task's as well. Its onMessage listens to my.onSocketMessage, its send and its close go to
# my.sendSocketMessage and my.closeSocket: to the one socket that there is not, or is another's. The code and the reason
# that close is given are dropped in either case.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --legacy-peer-deps \
  @tarojs/plugin-platform-alipay@4.2.0 @tarojs/shared@4.2.0 >/dev/null
cat > probe.mjs <<'JS'
const names = ["onOpen", "onMessage", "onError", "onClose", "send", "close"];
const noted = (what) => (...args) => console.log(["  " + what,
  ...args.map((arg) => typeof arg === "function" ? "a listener" : JSON.stringify(arg))].join(" "));
const one = {
  onOpen: "onSocketOpen", onMessage: "onSocketMessage", onError: "onSocketError", onClose: "onSocketClose",
  send: "sendSocketMessage", close: "closeSocket"
};
globalThis.my = {
  canIUse: () => true, getSystemInfoSync: () => ({}), SDKVersion: "2.8.0",
  connectSocket(options) {
    setTimeout(() => options.success({}), 5);
    if (options.multiple) return Object.fromEntries(names.map((name) => [name, noted("task." + name)]));
  },
  ...Object.fromEntries(names.map((name) => [one[name], noted("my." + one[name])]))
};
globalThis.getCurrentPages = globalThis.getApp = () => ({});
globalThis.requirePlugin = () => {};
process.env.TARO_PLATFORM = "mini"; // a build puts constants for these two
process.env.TARO_ENV = "alipay";
const { initNativeApi } = await import("./node_modules/@tarojs/plugin-platform-alipay/dist/runtime-utils.js");
class Link { request() {} addInterceptor() {} cleanInterceptors() {} }
const Taro = { Link, config: {}, options: {} };
initNativeApi(Taro);
// the platform's own methods would be named task.onMessage, task.send and task.close
for (const multiple of [false, true]) {
  console.log("multiple:", multiple);
  const task = await Taro.connectSocket({ url: "wss://service", multiple });
  task.onMessage(() => {});
  task.send({ data: "hello" });
  task.close({ code: 4000, reason: "bye" });
}
JS
echo '{"type":"module"}' > \
  node_modules/@tarojs/plugin-platform-alipay/dist/package.json
seen=$(node probe.mjs)
want='multiple: false
  my.onSocketMessage a listener
  my.sendSocketMessage {"data":"hello"}
  my.closeSocket
multiple: true
  my.onSocketMessage a listener
  my.sendSocketMessage {"data":"hello"}
  my.closeSocket'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
