#!/usr/bin/env bash
# open-im-sdk 3.5.2, OpenIM for mini programs: a call that comes while the link is lost is neither sent nor rejected.
#
# One would guess: in the 5 s before the SDK reconnects a call is rejected, or sent when the link is there again. One
# that is made before login() is rejected at once ("please login first").
# What happens: its promise is pending for ever; a line in the console ("Message not sent") is all. When the link is
# back new calls work, and the one between is forgotten: an `await` in a page never returns, and its `finally` never
# runs.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error open-im-sdk@3.5.2 >/dev/null
cat > probe.js <<'JS'
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
console.error = () => {}; // the SDK's own line
const got = [];
const links = [];
global.wx = { // the calls of it that the SDK makes, and a service that takes each login
  connectSocket() {
    const heard = {};
    const say = (o) => setTimeout(() => heard.message({ data: JSON.stringify({ errCode: 0, errMsg: "", ...o }) }));
    const task = {
      OPEN: 1, readyState: 0, close: () => {},
      onOpen: (f) => heard.open = f, onError: (f) => heard.error = f,
      onMessage: (f) => heard.message = f, onClose: (f) => heard.close = f,
      send({ data }) {
        const { reqFuncName, operationID } = JSON.parse(data);
        got.push(reqFuncName);
        say({ event: reqFuncName, operationID, data: "null" });
      }
    };
    links.push({ say, lose() { task.readyState = 3; heard.close({ code: 1006 }); } });
    setTimeout(() => { task.readyState = 1; heard.open({}); }, 5);
    return task;
  }
};
globalThis.WebSocket = undefined; // newer Node has one; a mini program has not
const { OpenIMSDK } = require("open-im-sdk");
const user = {
  userID: "alice", token: "token", platformID: 5, wsAddr: "wss://im.example", apiAddr: "https://api.example"
};
const sdk = new OpenIMSDK();
const outcome = (promise, ms) => Promise.race([
  promise.then(() => "kept", (e) => "rejected, " + e.errMsg), wait(ms).then(() => "pending")
]);
(async () => {
  await sdk.login(user);
  console.log("connected:", await outcome(sdk.getSelfUserInfo(), 1000));
  links[0].lose();
  const call = sdk.getSelfUserInfo();
  for (let i = 0; i < 100 && links.length < 2; i++) await wait(100);
  await wait(1000);
  console.log("sockets:", links.length + "; a call behind the reconnect:", await outcome(sdk.getSelfUserInfo(), 1000));
  console.log("the call between:", await outcome(call, 10000));
  console.log("logins and calls that the service got:", got.join(" "));
  process.exit();
})();
JS
seen=$(node probe.js)
want='connected: kept
sockets: 2; a call behind the reconnect: kept
the call between: pending
logins and calls that the service got: Login GetSelfUserInfo Login GetSelfUserInfo'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
