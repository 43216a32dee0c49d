#!/usr/bin/env bash
# @tencentcloud/chat 3.6.6 and tim-wx-sdk 2.27.6, Tencent's chat in WeChat mini programs: a login whose socket fails is
# tried again a minute later.
#
# One would guess: there is another attempt within seconds, as behind a link that is lost (each 3 s), or login() is
# rejected at once, so that the application can try again.
# What happens: the error and the close of the first socket are told (NET_STATE_CHANGE, "disconnected"), and then 60 s
# pass without an attempt and without an answer of login(), although the network was back after one. A second login()
# meanwhile is rejected with 2025, "login is under way".
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @tencentcloud/chat@3.6.6 tim-wx-sdk@2.27.6 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {}, say = console.log;
for (const line of ["log", "info", "warn", "error", "debug"]) console[line] = nothing; // the SDK's own lines
let sockets = 0, network = false;
const own = {
  connectSocket() {
    sockets++;
    const heard = {};
    setTimeout(() => {
      if (network) return heard.open({});
      heard.error({ errMsg: "connectSocket:fail" });
      heard.close({ code: 1006 });
    }, 5);
    return {
      send: nothing, close: nothing, onMessage: nothing, onError: (f) => heard.error = f,
      onOpen: (f) => heard.open = f, onClose: (f) => heard.close = f
    };
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
  const begin = Date.now(), seconds = () => (Date.now() - begin) / 1000;
  const promise = chat.login({ userID: "alice", userSig: "signature" }).then(() => "kept", () => "rejected");
  await wait(1000);
  network = true;
  say(name, "a second login():", await chat.login({ userID: "alice", userSig: "signature" }).catch((e) => e.code));
  while (sockets < 2 && seconds() < 200) await wait(50);
  say("the next attempt within 55 s:", seconds() < 55, "within 65 s:", seconds() < 65);
  say("login():", await Promise.race([promise, wait(10).then(() => "pending")]));
  process.exit();
})();
JS
node probe.js @tencentcloud/chat > chat & node probe.js tim-wx-sdk > tim; wait # both at once
seen=$(cat chat tim)
want='@tencentcloud/chat a second login(): 2025
the next attempt within 55 s: false within 65 s: true
login(): pending
tim-wx-sdk a second login(): 2025
the next attempt within 55 s: false within 65 s: true
login(): pending'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
