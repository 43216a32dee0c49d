#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1, the V1 API: a connect() while connected, which is rejected, takes the reconnecting away.
#
# One would guess: a call that is rejected because there is nothing to do changes nothing; many applications call
# connect() in onShow, to be sure.
# What happens: connect() is rejected (with nothing in it), the session goes on, and when the link is lost later there
# is no willReconnect, no disconnect and no attempt: the instance says nothing more. Without that call the same loss is
# mended after 1.6 s. 10.9.77-alpha.4 and 0.17.2 do the same.
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

const [, , sdk, file, again] = process.argv;
const NIM = require(sdk + file);
(async () => {
  const nim = new (NIM.default || NIM)(app);
  const events = [];
  await nim.connect();
  for (const name of ["logined", "disconnect", "willReconnect"]) nim.on(name, () => events.push(name));
  await wait(200);
  if (again) await nim.connect().then(() => events.push("kept"), () => events.push("rejected"));
  links[0].end(1006);
  await wait(10000);
  say(require(sdk + "/package.json").version + ":", events.join(", "));
  process.exit(0);
})();
JS
seen=$(for sdk in "v10 /dist/v2/NIM_MINIAPP_SDK.js" "v0 /dist/NIM_MINIAPP_SDK.js"; do
  node probe.js $sdk; node probe.js $sdk again
done)
want='10.8.1: disconnect, willReconnect, logined
10.8.1: rejected
0.17.2: disconnect, willReconnect, logined
0.17.2: rejected'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
