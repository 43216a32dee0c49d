#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.12.2 and the V1 API of nim-web-sdk-ng to 10.8.1: behind 1,015 attempts in a row, two hours and a
# quarter without the service, half of all attempts come without a wait. 9.21.12 and 10.9.77-alpha.4 wait on.
#
# One would guess: the wait doubles from 1.6 s to 8 s and stays there, for a night as well, for nothing of it depends on
# how long the outage lasts.
# What happens: 1600 · 2ⁿ becomes Infinity before it is cut to 8 s; where the jitter is taken from it the wait is
# Infinity − Infinity, not a number, and willReconnect announces a duration of 0. The releases that wait on ask isFinite.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  old@npm:@yxim/nim-web-sdk@9.12.2 now@npm:@yxim/nim-web-sdk@9.21.12 \
  v0@npm:nim-web-sdk-ng@0.17.2 v10@npm:nim-web-sdk-ng@10.8.1 next@npm:nim-web-sdk-ng@10.9.77-alpha.4 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame. Once the service is down each wait
// is over at once.
const nothing = () => {};
const slow = setTimeout, links = [];
let down = false;
global.setTimeout = (f, ms = 0, ...args) => slow(f, down && ms > 900 && ms <= 8000 ? 0 : ms, ...args);
global.self = undefined; // as what a mini program wraps around a script has it
process.on("uncaughtException", nothing).on("unhandledRejection", nothing); // a phone reports them, and goes on
const reply = { "2_3": [{ 102: "connection" }, [], {}] };
function connectSocket() {
  const heard = {}, link = { end: () => heard.close({ code: 1006 }) };
  const say = (text) => slow(() => heard.message({ data: text }));
  links.push(link);
  slow(() => { heard.open({}); say("1::"); });
  return {
    onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
    onClose: (f) => heard.close = f, onError: (f) => heard.error = f, close: nothing,
    send(o) {
      if (!o.data.startsWith("3:::")) return;
      const { SID, CID, SER } = JSON.parse(o.data.slice(4));
      say("3:::" + JSON.stringify({ sid: SID, cid: CID, ser: SER, code: 200, r: reply[SID + "_" + CID] || [] }));
    }
  };
}
global.wx = new Proxy({
  connectSocket, env: {}, getSystemInfoSync: () => ({}), getStorageSync: nothing,
  getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request(o) {
    const data = down ? undefined : o.url.includes("/lbs/") ? { common: { link: ["link.example:443"] } }
      : o.url.includes("/socket.io/1/") ? "session:60:60:websocket" : undefined;
    slow(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }));
    return { abort: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const say = console.log;
console.log = console.error = console.warn = nothing; // the SDK's own lines

const [, , sdk, file] = process.argv, made = require(sdk + file);
const app = { account: "alice", token: "token", reconnectionAttempts: 9999, debugLevel: "off" };
const appKey = "45c6af3c98409b18a84451215d0bdd6e";
const seen = { "to 1,000:": new Set(), "behind 1,030:": new Set() };
function waits({ retryCount, duration }) {
  const wait = duration < 7000 ? duration === 0 ? "none" : "less" : "about 8 s";
  if (retryCount > 10 && retryCount <= 1000) seen["to 1,000:"].add(wait);
  if (retryCount > 1030) seen["behind 1,030:"].add(wait);
  if (retryCount < 1200) return;
  const each = Object.entries(seen).map(([which, all]) => which + " " + [...all].sort().join(" or "));
  say(require(sdk + "/package.json").version, each.join(", "));
  process.exit();
}
const outage = () => slow(() => { down = true; links[0].end(); }, 100);
if (made.NIM) made.NIM.getInstance({ ...app, appKey, onwillreconnect: waits, onconnect: outage });
else {
  const nim = new (made.default || made)({ ...app, appkey: appKey });
  nim.on("willReconnect", waits);
  nim.connect().then(outage);
}
JS
seen=$(for sdk in "old /dist/SDK/NIM_Web_SDK_miniapp.js" "now /dist/SDK/NIM_Web_SDK_miniapp.js" \
  "v0 /dist/NIM_MINIAPP_SDK.js" "v10 /dist/v2/NIM_MINIAPP_SDK.js" "next /dist/v1/NIM_MINIAPP_SDK.js"; do
  timeout 120 node probe.js $sdk
done)
want='9.12.2 to 1,000: about 8 s, behind 1,030: about 8 s or none
9.21.12 to 1,000: about 8 s, behind 1,030: about 8 s
0.17.2 to 1,000: about 8 s, behind 1,030: about 8 s or none
10.8.1 to 1,000: about 8 s, behind 1,030: about 8 s or none
10.9.77-alpha.4 to 1,000: about 8 s, behind 1,030: about 8 s'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
