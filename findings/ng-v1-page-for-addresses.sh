#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1, the V1 API: a page of a Wi-Fi portal instead of the service's addresses ends the reconnecting
# for good, without a callback; in 0.17.2 it does not.
#
# One would guess: an answer of the address service that is no JSON is a failed attempt, and the next one follows after
# 8 s at the latest; a portal answers each HTTP request with status 200 and a page until the user has agreed.
# What happens: behind the attempt that meets the page nothing follows: no willReconnect, no disconnect, also when the
# network is right again. Where the same requests fail instead, the third attempt logs in.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  v10@npm:nim-web-sdk-ng@10.8.1 v0@npm:nim-web-sdk-ng@0.17.2 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame.
const nothing = () => {};
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const links = [];
let lbs, down = false;
let answer = (packet) => ({ code: 200, r: {
  "2_3": [{ 102: "connection" }, [], {}], "26_3": [{ 12: "1" }, []], "13_2": [{ 1: "1001" }, { 1: "1001", 2: "alice" }],
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
const app = { appkey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token", debugLevel: "off" };

const [, , sdk, file, portal] = process.argv;
const NIM = require(sdk + file);
(async () => {
  const nim = new (NIM.default || NIM)(app);
  const events = [];
  await nim.connect();
  for (const name of ["logined", "disconnect", "willReconnect"]) nim.on(name, () => events.push(name));
  await wait(200);
  down = true; // handshakes fail, and
  lbs = portal && "<p>please log in</p>"; // the address service is as before, or a page
  links[0].end(1006);
  await wait(6000);
  events.push("network right");
  down = false;
  lbs = undefined;
  await wait(14000);
  say(require(sdk + "/package.json").version, portal ? "a page:" : "failures:", events.join(", "));
  process.exit(0);
})();
JS
seen=$(for sdk in "v10 /dist/v2/NIM_MINIAPP_SDK.js" "v0 /dist/NIM_MINIAPP_SDK.js"; do
  node probe.js $sdk; node probe.js $sdk portal
done)
want='10.8.1 failures: disconnect, willReconnect, willReconnect, willReconnect, network right, logined
10.8.1 a page: disconnect, willReconnect, willReconnect, network right
0.17.2 failures: disconnect, willReconnect, willReconnect, willReconnect, network right, logined
0.17.2 a page: disconnect, willReconnect, willReconnect, willReconnect, network right, logined'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
