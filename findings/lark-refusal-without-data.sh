#!/usr/bin/env bash
# @larksuiteoapi/node-sdk 1.74.0, Lark's and Feishu's SDK for bots: whether a refused long connection is final is
# decided by an empty object in the answer; and "system busy" is final.
#
# One would guess: an answer with the code for wrong credentials (514) ends it and calls onError, which is for a client
# that gives up, and a service that is busy (code 1) is asked again. The vendor's SDK for Go does both.
# What happens: the address is taken out of `data` before the code is looked at. Where the answer has no data, or null,
# that is a TypeError, which counts as a bad network: the wrong secret is sent again and again, without a limit, and
# onError never comes. Where data is {} each code but one is final: a bot that starts, or reconnects, while the service
# is busy for a moment stays offline for good.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @larksuiteoapi/node-sdk@1.74.0 >/dev/null
cat > probe.js <<'JS'
const http = require("http");
const { WSClient, EventDispatcher } = require("@larksuiteoapi/node-sdk");
Math.random = () => 0; // the first wait is a random part of 30 s
const later = setTimeout;
// The next waits are 120 s, here 0.2 s.
globalThis.setTimeout = (call, ms, ...rest) => later(call, ms === 120000 ? 200 : ms, ...rest);
const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
async function start(what, answer) {
  let asked = 0, told = "nothing";
  const service = http.createServer((_, reply) => {
    asked++;
    reply.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise((go) => service.listen(0, "127.0.0.1", go));
  const client = new WSClient({
    appId: "cli_0123456789abcdef", appSecret: "secret", domain: "http://127.0.0.1:" + service.address().port,
    logger: quiet, onError: (e) => told = e.message
  });
  await client.start({ eventDispatcher: new EventDispatcher({ logger: quiet }) });
  await new Promise((go) => later(go, 2500));
  console.log(what + ": asked " + (asked > 4 ? "again and again" : asked + " times") + ", onError: " + told);
  client.close();
  service.close();
}
(async () => {
  await start("code 514, data {}", { code: 514, msg: "AuthFailed", data: {} });
  await start("code 514, data null", { code: 514, msg: "AuthFailed", data: null });
  await start("code 514, no data", { code: 514, msg: "AuthFailed" });
  await start("code 1, data {}", { code: 1, msg: "busy", data: {} });
  process.exit();
})();
JS
seen=$(node probe.js)
want='code 514, data {}: asked 1 times, onError: pullConnectConfig failed: code=514, msg=AuthFailed
code 514, data null: asked again and again, onError: nothing
code 514, no data: asked again and again, onError: nothing
code 1, data {}: asked 1 times, onError: pullConnectConfig failed: code=1, msg=system busy'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
