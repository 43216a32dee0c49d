#!/usr/bin/env bash
# nim-web-sdk-ng 0.8.5 and 0.11.1, V1 API: disconnect() in the wait before a reconnect does not give the attempts back.
#
# One would guess: disconnect() ends the reconnecting, so a connect() behind it begins at attempt 1, with the first wait.
# What happens: it goes on with attempt 4 and the longest wait; with reconnectionAttempts 3 it makes none. From 0.15.0 on
# a connect() that fails is rejected, and nothing is counted.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  a@npm:nim-web-sdk-ng@0.8.5 b@npm:nim-web-sdk-ng@0.11.1 c@npm:nim-web-sdk-ng@0.15.0 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame.
const nothing = () => {};
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const links = [];
let lbs, down = false;
let answer = (packet) => ({ code: 200, r: {
  "2_3": [{ 102: "connection" }, [], {}], "6_26": [{}], "26_3": [{ 12: "1" }, []], "13_2": [{ 1: "1001" }, { 1: "1001", 2: "alice" }],
  "36_2": [{ 1: "1001", 102: "0" }, { 1: "1001", 2: "alice" }, { 1: "0" }]
}[packet] || [] });
function connectSocket() {
  const heard = {};
  const link = {
    gone: false, packets: [], closing: 0,
    say: (text) => setTimeout(() => link.gone || heard.message({ data: text })),
    end(code) { if (!link.gone) { link.gone = true; heard.close({ code }); } }
  };
  links.push(link);
  setTimeout(() => { heard.open({}); link.say("1::"); }, 5);
  return {
    onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
    onClose: (f) => heard.close = f, onError: (f) => heard.error = f,
    close() { setTimeout(link.end, link.closing, 1000); },
    send(o) {
      if (!o.data.startsWith("3:::")) return;
      const { SID, CID, SER } = JSON.parse(o.data.slice(4)), packet = SID + "_" + CID;
      link.packets.push(packet);
      const reply = answer(packet);
      if (reply) link.say("3:::" + JSON.stringify({ sid: SID, cid: CID, ser: SER, ...reply }));
    }
  };
}
global.wx = new Proxy({
  connectSocket, env: {}, getSystemInfoSync: () => ({}), getStorageSync: nothing,
  getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request(o) {
    let data; // of all else the request fails
    if (o.url.includes("/lbs/")) data = lbs || { common: { link: ["link.example:443"] } };
    if (o.url.includes("/socket.io/1/") && !down) data = "session" + links.length + ":60:60:websocket";
    setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }));
    return { abort: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const say = console.log;
console.log = nothing; // the SDK's own lines
global.window = undefined; // which a mini program declares, and has no value
const app = { appkey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token", debugLevel: "off" };

const [, , sdk] = process.argv;
const NIM = require(sdk + "/dist/NIM_MINIAPP_SDK.js");
(async () => {
  const nim = new (NIM.default || NIM)(app);
  let told = [], third;
  nim.on("willReconnect", (e) => {
    told.push(e.retryCount + " in " + Math.round(e.duration / 1000) + " s");
    if (told.length === 3 && third) third();
  });
  await nim.connect();
  await wait(100);
  down = true;
  const waits = new Promise((go) => third = go);
  links[0].end(1006);
  await waits;
  const before = told.join(", ");
  await nim.disconnect();
  told = [];
  nim.connect().catch(() => told.push("rejected"));
  await wait(3000);
  say(require(sdk + "/package.json").version + ":", before, "| disconnect, connect |", told.join(", "));
  process.exit(0);
})();
JS
seen=$(for sdk in a b c; do node probe.js "$sdk"; done)
want='0.8.5: 1 in 2 s, 2 in 3 s, 3 in 6 s | disconnect, connect | 4 in 8 s, rejected
0.11.1: 1 in 2 s, 2 in 3 s, 3 in 6 s | disconnect, connect | 4 in 8 s, rejected
0.15.0: 1 in 2 s, 2 in 3 s, 3 in 6 s | disconnect, connect | rejected'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
