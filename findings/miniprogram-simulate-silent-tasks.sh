#!/usr/bin/env bash
# miniprogram-simulate 1.6.2: its wx answers each request with 200, and an aborted one not at all; a socket is
# connected, and never opens.
#
# One would guess: the wx of the tool for unit tests of mini programs keeps the contract of the calls: an aborted
# request calls fail and complete, a SocketTask opens or fails, and its close is heard in onClose.
# What happens: abort() silences the request, so that a promise around it is pending for ever. connectSocket succeeds,
# and then there is neither onOpen nor onError nor onClose, also not after close(), which calls nothing back either.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error miniprogram-simulate@1.6.2 >/dev/null
cat > probe.js <<'JS'
const wx = require("miniprogram-simulate/src/api");
const calls = (name, o) => ({ ...o, success: (r) => console.log(name, "success", r.statusCode || ""),
  fail: () => console.log(name, "fail"), complete: () => console.log(name, "complete") });
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  wx.request(calls("request:", { url: "https://no-such-service.example/" }));
  await wait(300);
  console.log("aborted request:");
  wx.request(calls("aborted request:", { url: "https://service.example/" })).abort();
  await wait(300);
  const task = wx.connectSocket(calls("connectSocket:", { url: "wss://service.example" }));
  for (const event of ["onOpen", "onError", "onClose"]) task[event](() => console.log(event));
  await wait(300);
  console.log("close:");
  task.close(calls("close:", {}));
  await wait(300);
})();
JS
seen=$(node probe.js | sed 's/ *$//')
want='request: success 200
request: complete
aborted request:
connectSocket: success
connectSocket: complete
close:'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
