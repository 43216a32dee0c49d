#!/usr/bin/env bash
# @tencentcloud/chat 3.6.6 and @tencentcloud/lite-chat 4.2.1, Tencent's chats for WeChat mini programs: destroy() while
# the login waits for its answer leaves the promise of login() pending.
#
# One would guess: destroy() rejects the login that it takes back, so that an `await chat.login()` in a page which was
# left comes to its `catch` or `finally`, and a flag such as "logging in" goes.
# What happens: the socket is closed, and the promise of login() is not settled (a minute is tried here, two were tried
# once). And the two SDKs, whose calls have the same names, disagree about this destroy(): lite-chat's is kept, and
# chat's is rejected with 2024, "not logged in".
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @tencentcloud/chat@3.6.6 @tencentcloud/lite-chat@4.2.1 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {}, say = console.log;
for (const line of ["log", "info", "warn", "error", "debug"]) console[line] = nothing; // the SDK's own lines
let open = 0;
const own = {
  connectSocket() { // opens, and answers nothing
    const heard = {};
    const task = {
      readyState: 0, send: (o) => o && o.success && o.success(), onMessage: nothing, onError: nothing,
      onOpen: (f) => heard.open = f, onClose: (f) => heard.close = f,
      close() {
        if (task.readyState !== 1) return;
        task.readyState = 2;
        setTimeout(() => { open--; task.readyState = 3; heard.close({ code: 1000 }); }, 5);
      }
    };
    setTimeout(() => { open++; task.readyState = 1; heard.open({}); }, 5);
    return task;
  },
  request: (o) => { setTimeout(() => o.fail && o.fail({ errMsg: "request:fail" })); return { abort: nothing }; },
  getSystemInfoSync: () => ({ platform: "ios", fontSizeSetting: 16 }), // by the second they know WeChat
  getNetworkType: (o) => o.success({ networkType: "wifi" }), getStorageSync: () => "",
  getAccountInfoSync: () => ({ miniProgram: {} })
};
global.wx = new Proxy(own, { get: (o, key) => key in o ? o[key] : nothing });
global.__wxConfig = {};
globalThis.WebSocket = undefined; // newer Node has one; a mini program has not
process.on("unhandledRejection", nothing); // of requests for statistics
const name = process.argv[2], sdk = require(name);
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  const chat = (sdk.default || sdk).create({ SDKAppID: 1400000000 });
  let login = "pending";
  chat.login({ userID: "alice", userSig: "signature" }).then(() => login = "kept", () => login = "rejected");
  await wait(1000);
  const before = open, destroy = await chat.destroy().then(() => "kept", ({ code }) => "rejected, " + code);
  await wait(60000);
  say(`${name}: destroy() ${destroy}; login() ${login}; sockets ${before}, then ${open}`);
  process.exit();
})();
JS
for name in chat lite-chat; do node probe.js @tencentcloud/$name > $name.seen & done
wait
seen=$(cat chat.seen lite-chat.seen)
want='@tencentcloud/chat: destroy() rejected, 2024; login() pending; sockets 1, then 0
@tencentcloud/lite-chat: destroy() kept; login() pending; sockets 1, then 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
