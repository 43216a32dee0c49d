#!/usr/bin/env bash
# @uni-helper/uni-promises 0.2.1, uni-app's calls with promises: connectSocket, sendSocketMessage and closeSocket do
# nothing, succeed, and answer with a function.
#
# One would guess: `await connectSocket({ url })` connects, as `await request({ url })` asks, and is rejected where it
# fails.
# What happens: these three alone of the calls with promises are written one arrow too deep. The options are not read,
# uni is not called, and awaiting the function that comes back throws nothing: an application waits for an "open" that
# nobody will tell. `await connectSocket()({ url })` connects, and gives the SocketTask away.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --legacy-peer-deps --loglevel=error \
  @uni-helper/uni-promises@0.2.1 >/dev/null
cat > probe.js <<'JS'
const calls = [];
const call = (name) => (options) => { // uni-app's calls: a task is returned, and success tells of it
  calls.push(name);
  options.success({ errMsg: name + ":ok" });
  return { abort() {} };
};
global.uni = new Proxy({}, { get: (_, name) => call(name) });
const promises = require("@uni-helper/uni-promises");
(async () => {
  const deep = Object.keys(promises).filter((name) => typeof promises[name] === "function" &&
    /^\(\) => promisify\(/.test(String(promises[name])));
  console.log("one arrow too deep: " + deep.join(", "));
  for (const name of ["request", "connectSocket", "sendSocketMessage", "closeSocket"]) {
    calls.length = 0;
    const answer = await promises[name]({ url: "wss://chat.example", data: "hello" });
    console.log("await " + name + "({…}): " + typeof answer + ", uni called " + calls.length + " times");
  }
  const answer = await promises.connectSocket()({ url: "wss://chat.example" });
  console.log("await connectSocket()({…}): " + JSON.stringify(answer) + ", uni called " + calls.length + " times");
})();
JS
seen=$(node probe.js)
want='one arrow too deep: closeSocket, connectSocket, sendSocketMessage
await request({…}): object, uni called 1 times
await connectSocket({…}): function, uni called 0 times
await sendSocketMessage({…}): function, uni called 0 times
await closeSocket({…}): function, uni called 0 times
await connectSocket()({…}): {"errMsg":"connectSocket:ok"}, uni called 1 times'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
