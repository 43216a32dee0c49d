#!/usr/bin/env bash
# open-im-sdk 3.5.2, OpenIM for mini programs: behind a login that could not connect each further login() is kept at
# once as "login repeat", and opens no socket.
#
# One would guess: login() that is rejected (the network was away) may be called again, and a promise of login() that is
# kept means that the user is logged in.
# What happens: the first call is rejected when the socket fails. From then on login() resolves with errCode 10102 in
# its value, without connecting, also when the network is back; and logout(), which would clear this, is pending for
# ever, for it cannot be sent.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error open-im-sdk@3.5.2 >/dev/null
cat > probe.js <<'JS'
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let network = false, sockets = 0;
global.wx = { // the calls of it that the SDK makes
  connectSocket() {
    sockets++;
    const heard = {};
    const task = {
      OPEN: 1, readyState: 0, send: () => {}, close: () => {},
      onOpen: (f) => heard.open = f, onError: (f) => heard.error = f,
      onMessage: (f) => heard.message = f, onClose: (f) => heard.close = f
    };
    setTimeout(() => {
      task.readyState = network ? 1 : 3;
      if (network) return heard.open({});
      heard.error({ errMsg: "connectSocket:fail" });
      heard.close({ code: 1006 });
    }, 5);
    return task;
  }
};
globalThis.WebSocket = undefined; // newer Node has one; a mini program has not
console.error = () => {}; // the SDK's own lines
const { OpenIMSDK } = require("open-im-sdk");
const sdk = new OpenIMSDK();
const user = {
  userID: "alice", token: "token", platformID: 5, wsAddr: "wss://im.example", apiAddr: "https://api.example"
};
const outcome = (promise) => Promise.race([
  promise.then((r) => "kept, errCode " + r.errCode + " " + r.errMsg, (e) => "rejected, " + e.errCode),
  wait(1000).then(() => "pending")
]);
(async () => {
  console.log("login, no network:", await outcome(sdk.login(user)) + "; sockets", sockets);
  network = true;
  console.log("login, the network is back:", await outcome(sdk.login(user)) + "; sockets", sockets);
  console.log("logout:", await outcome(sdk.logout()));
  console.log("login once more:", await outcome(sdk.login(user)) + "; sockets", sockets);
  process.exit();
})();
JS
seen=$(node probe.js)
want='login, no network: rejected, 10000; sockets 1
login, the network is back: kept, errCode 10102 login repeat; sockets 1
logout: pending
login once more: kept, errCode 10102 login repeat; sockets 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
