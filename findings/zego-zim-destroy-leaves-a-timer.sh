#!/usr/bin/env bash
# zego-zim-miniprogram 2.29.0: destroy() leaves a timer behind, which throws every 10 s from then on.
#
# One would guess: an instance that is destroyed does nothing more.
# What happens: a timer that create() began looks for the instance's user every 10 s, and destroy() takes the user away
# and not the timer: each run of it is an uncaught TypeError, as long as the program lives.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error zego-zim-miniprogram@2.29.0 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {};
const answers = (name) => (o) => setTimeout(() => o && o.success &&
  o.success({ errMsg: name + ":ok", data: "[]", files: [] }));
const files = new Proxy({}, { get: (own, key) => key.endsWith("Sync") ? nothing : answers(key) });
const phone = { platform: "ios", system: "iOS 15", SDKVersion: "3.0.0", version: "8.0.0", model: "a phone" };
global.wx = new Proxy({
  env: { USER_DATA_PATH: "wxfile://usr" }, getFileSystemManager: () => files, getStorageSync: () => "",
  getSystemInfoSync: () => phone, getDeviceInfo: () => phone, getAppBaseInfo: () => phone,
  getAccountInfoSync: () => ({ miniProgram: { appId: "wx" } }),
  getNetworkType: (o) => o.success({ networkType: "wifi" })
}, { get: (own, key) => key in own ? own[key] : nothing });
const say = console.log;
console.log = console.info = console.warn = console.error = nothing; // the SDK's own lines
let thrown = 0, what;
process.on("uncaughtException", (e) => { thrown++; what = e.constructor.name; });
const { ZIM } = require("zego-zim-miniprogram");
const zim = ZIM.create({ appID: 123456 });
const destroys = process.argv[2] === "destroyed";
setTimeout(() => destroys && zim.destroy(), 2000);
setTimeout(() => {
  say(process.argv[2] + ": in 35 s", thrown ? thrown + " times an uncaught " + what : "nothing is thrown");
  process.exit(0);
}, 35000);
JS
node probe.js destroyed > destroyed & node probe.js kept > kept & wait
seen=$(cat destroyed kept)
want='destroyed: in 35 s 3 times an uncaught TypeError
kept: in 35 s nothing is thrown'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
