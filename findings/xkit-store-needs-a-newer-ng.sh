#!/usr/bin/env bash
# @xkit-yx/im-store-v2 0.9.6, the store of NetEase's IM UI Kit: it cannot be made with the nim-web-sdk-ng that npm
# installs for it.
#
# One would guess: its peer dependency is "nim-web-sdk-ng": "^10.x", so npm brings 10.8.1, the newest release, and
# RootStore.getInstance(nim) works, as in its README.
# What happens: a TypeError. It calls nim.getOptions(), which no release on npm has; 10.9.77-alpha.4, a pre-release that
# ^10.x does not take, has it. (The package itself was built with 10.9.81.)
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @xkit-yx/im-store-v2@0.9.6 >/dev/null
echo "npm brings nim-web-sdk-ng $(node -p 'require("nim-web-sdk-ng/package.json").version')" > seen.txt
cat > probe.js <<'JS'
const nothing = () => {};
global.wx = new Proxy({
  env: {}, getSystemInfoSync: () => ({}), getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request: (o) => { setTimeout(() => o.fail({ errMsg: "request:fail" })); return { abort: nothing }; }
}, { get: (own, key) => key in own ? own[key] : nothing });
globalThis.fetch = () => Promise.reject(new Error("no network"));
const NIM = require("nim-web-sdk-ng/dist/v2/NIM_MINIAPP_SDK.js").default;
const { RootStore } = require("@xkit-yx/im-store-v2");
const version = require("nim-web-sdk-ng/package.json").version;
const nim = NIM.getInstance({ appkey: "45c6af3c98409b18a84451215d0bdd6e", apiVersion: "v2", debugLevel: "off" });
try {
  const store = RootStore.getInstance(nim, { debug: "off" });
  console.log(version + ": a store with", typeof store.msgStore.sendMessageActive, "sendMessageActive");
} catch (e) {
  console.log(version + ": " + e.name + ", getOptions is " + typeof nim.getOptions);
}
process.exit(0);
JS
node probe.js >> seen.txt
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --legacy-peer-deps \
  @xkit-yx/im-store-v2@0.9.6 nim-web-sdk-ng@10.9.77-alpha.4 >/dev/null
node probe.js >> seen.txt
seen=$(cat seen.txt)
want='npm brings nim-web-sdk-ng 10.8.1
10.8.1: TypeError, getOptions is undefined
10.9.77-alpha.4: a store with function sendMessageActive'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
