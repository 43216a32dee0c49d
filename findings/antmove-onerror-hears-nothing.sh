#!/usr/bin/env bash
# @antmove/wx-alipay 1.2.12, which turns WeChat mini programs into Alipay's: a SocketTask's onError listens to nothing.
#
# One would guess: task.onError hears of a socket that Alipay could not open, as it does in WeChat, so that what
# reconnects there on an error does so here; the task's three other listeners work.
# What happens: it calls my.offSocketOpen with the listener, where my.onSocketError is meant. Nothing is registered, and
# no warning comes, as the converter gives for what Alipay cannot do. An SDK waits for the event for ever.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @antmove/wx-alipay@1.2.12 >/dev/null
cat > probe.js <<'JS'
const listeners = {}, warned = [];
console.warn = (text) => warned.push(text);
global.my = new Proxy({
  connectSocket() {},
  getStorageSync: () => ({ data: null }),
}, {
  get(target, name) { // my.onSocketX adds a listener, my.offSocketX takes that one, or all, away
    const [, what, event] = /^(on|off)Socket(.+)$/.exec(name) || [];
    if (!what) return target[name] || (() => ({}));
    const there = listeners[event] ||= new Set();
    if (what === "on") return (call) => there.add(call);
    return (call) => { if (call) there.delete(call); else there.clear(); };
  }
});
// The converter writes the descriptions of calls into the file desc.js beside it.
const written = require("@antmove/wx-alipay/config/apiInfo/index.js").descObject;
Object.assign(require("@antmove/wx-alipay/__api/desc.js"), written);
const api = require("@antmove/wx-alipay/__api/base.js");
const heard = [];
const task = api.connectSocket.fn({ url: "wss://chat.example" });
for (const event of ["Open", "Message", "Error", "Close"]) task["on" + event](() => heard.push("task.on" + event));
for (const event of ["Open", "Message", "Error", "Close"]) {
  heard.length = 0;
  for (const call of listeners[event] || []) call({ errorMessage: "refused" });
  console.log("my tells " + event + ": " + (heard.join(" and ") || "nobody hears"));
}
console.log("warnings about onError: " + warned.filter((text) => /onError/.test(text)).length);
JS
seen=$(node probe.js)
want='my tells Open: task.onOpen
my tells Message: task.onMessage
my tells Error: nobody hears
my tells Close: task.onClose
warnings about onError: 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
