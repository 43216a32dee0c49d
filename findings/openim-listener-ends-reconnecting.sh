#!/usr/bin/env bash
# open-im-sdk 3.5.2, OpenIM for mini programs: an exception in an application's listener takes the reconnecting away.
#
# One would guess: an exception in a listener is the application's own affair; the SDK reconnects after a loss as ever
# (each 5 s, ten times), as it does for an application without that bug.
# What happens: while a message is handled the SDK keeps a mark, and a listener that throws leaves it set until the next
# message. A loss that comes before one waits for the mark to go, for ever: no attempt is made, and no event tells.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error open-im-sdk@3.5.2 >/dev/null
cat > probe.js <<'JS'
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
process.on("unhandledRejection", () => {}); // where the exception comes out
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
        say({ event: reqFuncName, operationID, data: "null" });
      }
    };
    links.push({ say, lose() { task.readyState = 3; heard.close({ code: 1006 }); } });
    setTimeout(() => { task.readyState = 1; heard.open({}); }, 5);
    return task;
  }
};
globalThis.WebSocket = undefined; // newer Node has one; a mini program has not
const { OpenIMSDK, CbEvents } = require("open-im-sdk");
const user = {
  userID: "alice", token: "token", platformID: 5, wsAddr: "wss://im.example", apiAddr: "https://api.example"
};
async function lose(what, listener) {
  const sdk = new OpenIMSDK();
  sdk.on(CbEvents.OnRecvNewMessages, listener);
  await sdk.login(user);
  const link = links.at(-1), before = links.length;
  await wait(20);
  link.say({ event: CbEvents.OnRecvNewMessages, data: "[]" });
  await wait(20);
  link.lose();
  await wait(12000);
  console.log(what + ": sockets opened within 12 s of the loss:", links.length - before);
}
(async () => {
  await lose("a listener that returns", () => {});
  await lose("a listener that throws", () => { throw new Error("a bug of the application"); });
  process.exit();
})();
JS
seen=$(node probe.js)
want='a listener that returns: sockets opened within 12 s of the loss: 1
a listener that throws: sockets opened within 12 s of the loss: 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
