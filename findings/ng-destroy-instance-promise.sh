#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1: V2NIMChatroomClient.destroyInstance is declared to return nothing, and returns a promise.
#
# One would guess from index.d.ts (`static destroyInstance(instanceId: number): void`): nothing tells when the chatroom's
# socket is gone, so an application has to wait for the status "exited" before it enters the next one.
# What happens: the build returns a promise that is kept when the chatroom was left. exit(), declared the same, returns
# nothing.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error nim-web-sdk-ng@10.8.1 >/dev/null
types=node_modules/nim-web-sdk-ng/dist/v2/CHATROOM_MINIAPP_SDK/index.d.ts
cat > probe.js <<'JS'
const nothing = () => {};
global.wx = new Proxy({
  getSystemInfoSync: () => ({}), getStorageSync: nothing, setStorageSync: nothing, env: {}
}, { get: (own, key) => key in own ? own[key] : nothing });
const Chatroom = require("nim-web-sdk-ng/dist/v2/CHATROOM_MINIAPP_SDK.js").default;
const client = Chatroom.newInstance({ appkey: "45c6af3c98409b18a84451215d0bdd6e", debugLevel: "off" });
console.log("exit returns", client.exit());
const promise = Chatroom.destroyInstance(client.getInstanceId());
console.log("destroyInstance returns a", promise.constructor.name);
promise.then(() => { console.log("which is kept"); process.exit(0); });
JS
seen=$(grep -o 'static destroyInstance.*;\|^ *exit().*;' "$types" | sed 's/^ *//'; node probe.js)
want='static destroyInstance(instanceId: number): void;
exit(): void;
exit returns undefined
destroyInstance returns a Promise
which is kept'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
