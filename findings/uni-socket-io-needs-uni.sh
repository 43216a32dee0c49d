#!/usr/bin/env bash
# @hyoga/uni-socket.io 3.0.4, socket.io for uni-app and for WeChat mini programs: it does not load in a mini program
# that was not made with uni-app.
#
# One would guess: it uses uni.connectSocket where there is a uni, and wx.connectSocket elsewhere; its description says
# "usable in uni-app and in WeChat mini programs", and its source reads `uni || wx`.
# What happens: where nobody declared `uni` that expression is a ReferenceError, and it stands at the top of the module,
# so that `require` ends in it and no try around a call helps. `globalThis.uni = wx` before it does.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @hyoga/uni-socket.io@3.0.4 >/dev/null
cat > probe.js <<'JS'
const fs = require("fs"), vm = require("vm");
const source = fs.readFileSync(require.resolve("@hyoga/uni-socket.io"), "utf8");
const load = (what, declared) => {
  let connected = 0;
  const on = () => {};
  const api = { connectSocket: () => (connected++, { onOpen: on, onClose: on, onError: on, onMessage: on }) };
  // WeChat hands `window` to each module as a parameter without a value
  const realm = { window: undefined, setTimeout, clearTimeout, console };
  for (const name of declared) realm[name] = api;
  const module = { exports: {} };
  try {
    vm.runInNewContext(`(function (module, exports) {${source}\n})`, realm)(module, module.exports);
    module.exports("ws://127.0.0.1:1", { transports: ["websocket"], reconnection: false });
    console.log(`${what}: ${connected} socket asked for`);
  } catch (e) {
    console.log(`${what}: ${e.name}, ${e.message}; ${connected} sockets asked for`);
  }
};
load("uni and wx", ["uni", "wx"]);
load("wx alone", ["wx"]);
process.exit();
JS
seen=$(node probe.js)
want='uni and wx: 1 socket asked for
wx alone: ReferenceError, uni is not defined; 0 sockets asked for'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
