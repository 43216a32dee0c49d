#!/usr/bin/env bash
# easemob-websdk 4.21.1, Easemob's chat in mini programs: close() while the login waits for its answer opens sockets.
#
# One would guess: close() ends the attempt: the socket goes, open() is rejected, and nothing follows, so that a user
# who leaves the page, or takes another account, is away.
# What happens: the socket is closed, and its close is taken for a loss. Another one is opened at once, and one more ten
# seconds later; open() is rejected 20 s after close() ("provision timeout"), and until then each new open() is
# rejected, because a login is under way.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error easemob-websdk@4.21.1 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {}, say = console.log;
for (const line of ["log", "info", "warn", "error", "debug"]) console[line] = nothing; // the SDK's own lines
let sockets = 0;
const own = { // sockets open, and the service behind them says nothing
  connectSocket() {
    sockets++;
    const heard = {};
    const task = {
      readyState: 0, send: nothing, onMessage: nothing, onError: nothing,
      onOpen: (f) => heard.open = f, onClose: (f) => heard.close = f,
      close() {
        if (task.readyState !== 1) return;
        task.readyState = 2;
        setTimeout(() => { task.readyState = 3; heard.close({ code: 1000 }); }, 5);
      }
    };
    setTimeout(() => { task.readyState = 1; heard.open({}); }, 5);
    return task;
  },
  request: (o) => { setTimeout(() => o.fail && o.fail({ errMsg: "request:fail" })); return { abort: nothing }; },
  getSystemInfoSync: () => ({ platform: "ios" }), getStorageSync: () => "",
  getNetworkType: (o) => o.success({ networkType: "wifi" })
};
global.wx = new Proxy(own, { get: (o, key) => key in o ? o[key] : nothing });
const { connection: Connection } = require("easemob-websdk/miniProgram/Easemob-chat.js");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  const connection = new Connection({ appKey: "org#app", isHttpDNS: false, url: "wss://im.example/websocket" });
  const open = (user) => connection.open({ user, accessToken: "token" })
    .then(() => "kept", (e) => "rejected, " + e.message);
  let first = "pending";
  open("alice").then((outcome) => first = outcome);
  await wait(1000);
  say("sockets before close():", sockets);
  connection.close();
  await wait(2000);
  say("2 s behind it:", sockets + "; open() of before:", first);
  say("open() of another user:", await open("bob"));
  for (let i = 0; i < 400 && first === "pending"; i++) await wait(100);
  say("in the end:", sockets + "; open() of before:", first);
  process.exit();
})();
JS
seen=$(node probe.js)
want='sockets before close(): 1
2 s behind it: 2; open() of before: pending
open() of another user: rejected, Currently logging in, please wait.
in the end: 3; open() of before: rejected, provision timeout'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
