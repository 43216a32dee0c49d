#!/usr/bin/env bash
# mqtt 5.16.0: `wxs://`, the protocol for WeChat mini programs, works only where there is a `window`, or a navigator
# that says React Native; never because there is a `wx`.
#
# One would guess: where wx.connectSocket exists, mqtt.connect("wxs://…") uses it; the README asks for a polyfill of
# navigator, and for no more.
# What happens: which transports there are is decided by a test for a browser. A mini program's scripts see no window,
# so the list is Node's, wxs is not in it, and the client takes TCP instead. What the application gets is the message
# of an empty `net` module, without the polyfill a TypeError while it loads.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error mqtt@5.16.0 >/dev/null
cat > probe.js <<'JS'
const text = require("fs").readFileSync("node_modules/mqtt/dist/mqtt.min.js", "utf8") + "\nreturn mqtt;";
const nothing = () => {};
function connect(given) {
  // What a mini program's scripts do not see; all else is here: AbortController, URL, timers.
  const names = ["window", "document", "self", "navigator", "location", "WebSocket", "XMLHttpRequest"];
  let asked = "nothing";
  const wx = { connectSocket: (o) => { asked = o.url; return new Proxy({}, { get: () => nothing }); } };
  try {
    new Function("wx", "exports", "module", "require", ...names, text)(wx, undefined, undefined, undefined,
      ...names.map((name) => given[name])).connect("wxs://broker.example/mqtt", { reconnectPeriod: 0 });
    return "wx.connectSocket " + asked;
  } catch (e) { return e.message; }
}
console.log("as it is:", connect({}));
console.log("with navigator:", connect({ navigator: {} }));
console.log("with navigator and window.document:", connect({ navigator: {}, window: { document: {} } }));
console.log("with navigator of React Native:", connect({ navigator: { product: "ReactNative" } }));
process.exit(0);
JS
seen=$(node probe.js)
want='as it is: Cannot read properties of undefined (reading '"'"'language'"'"')
with navigator: Node.js net module is not supported by JSPM core outside of Node.js
with navigator and window.document: wx.connectSocket wss://broker.example/mqtt
with navigator of React Native: wx.connectSocket wss://broker.example/mqtt'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
