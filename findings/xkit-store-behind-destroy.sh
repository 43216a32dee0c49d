#!/usr/bin/env bash
# @xkit-yx/im-store-v2 0.9.6, the store of NetEase's IM UI Kit: behind destroy() RootStore.getInstance() gives the
# destroyed store again, whatever instance of the SDK it is asked for.
#
# One would guess: destroy() ends the one store, so that getInstance(another) makes another ("when the page is destroyed
# or the account changes, call resetState() or destroy()", says the README).
# What happens: it answers the old store, which is bound to the old SDK instance and listens to neither; the new
# account's messages and losses reach no page. `new RootStore(nim)` makes one that listens.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --legacy-peer-deps \
  @xkit-yx/im-store-v2@0.9.6 nim-web-sdk-ng@10.9.77-alpha.4 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {};
global.wx = new Proxy({
  env: {}, getSystemInfoSync: () => ({}), getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request: (o) => { setTimeout(() => o.fail({ errMsg: "request:fail" })); return { abort: nothing }; }
}, { get: (own, key) => key in own ? own[key] : nothing });
globalThis.fetch = () => Promise.reject(new Error("no network"));
const say = console.log;
console.log = nothing; // the store's own lines
const NIM = require("nim-web-sdk-ng/dist/v2/NIM_MINIAPP_SDK.js").default;
const { RootStore } = require("@xkit-yx/im-store-v2");
const make = () => new NIM({ appkey: "45c6af3c98409b18a84451215d0bdd6e", apiVersion: "v2", debugLevel: "off" });
const listeners = (nim) => Object.keys(nim).filter((key) => /^V2NIM.*Service$/.test(key)).reduce((sum, key) =>
  sum + nim[key].eventNames().reduce((all, event) => all + nim[key].listenerCount(event), 0), 0);
const first = make(), second = make(), none = listeners(second);
const store = RootStore.getInstance(first, { debug: "off" });
const tell = (what, store) => {
  const name = store.nim === first ? "first" : "second";
  say(what + ": bound to the " + name + ", listens to it: " + (listeners(store.nim) - none > 1));
};
tell("getInstance(first)", store);
store.destroy();
tell("destroy()", store);
const next = RootStore.getInstance(second, { debug: "off" });
tell("getInstance(second), the same object " + (next === store), next);
say("listeners at the second: " + (listeners(second) - none));
tell("new RootStore(second)", new RootStore(second, { debug: "off" }));
process.exit(0);
JS
seen=$(node probe.js)
want='getInstance(first): bound to the first, listens to it: true
destroy(): bound to the first, listens to it: false
getInstance(second), the same object true: bound to the first, listens to it: false
listeners at the second: 0
new RootStore(second): bound to the second, listens to it: true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
