#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.11.0 for mini programs: what becomes of a picture that another account sends.
#
# One would guess: whoever gets text messages gets pictures; a release between 8.12.0 and 9.12.2 does as both do.
# What happens: where the service says that the application uses no second store for files (mixStoreEnable: false), the
# SDK has no policy of that store, and 9.11.0 reads a field of it for each message with an address in it. The message is
# dropped, and nobody is told: no callback, no error at the platform. Texts come. 8.12.0 gives both, and so does 9.12.2,
# which asks first whether there is a policy.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  v8.12.0@npm:@yxim/nim-web-sdk@8.12.0 v9.11.0@npm:@yxim/nim-web-sdk@9.11.0 \
  v9.12.2@npm:@yxim/nim-web-sdk@9.12.2 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame. Behind the sync it delivers two
// messages of bob: a text, and a picture.
const nothing = () => {};
global.self = undefined; // as what a mini program wraps around a script has it
const told = [];
process.on("uncaughtException", (e) => told.push("uncaught " + e.name));
process.on("unhandledRejection", (e) => told.push("unhandled " + (e && e.name)));
const picture = JSON.stringify({ size: 10, w: 1, h: 1, md5: "0cc175b9c0f1b6a831c399e269772661", name: "p.png",
  ext: "png", url: "https://files.example/p" });
const message = (n, kind, fields) => ({ 0: 0, 1: "alice", 2: "bob", 4: 16, 7: Date.now(), 8: kind, 11: "client-" + n,
  12: String(1000 + n), ...fields });
const reply = { "2_3": [{ 102: "connection" }, [], {}], "5_1": [Date.now()], "3_7": [[{ 1: "bob", 3: "Bob" }]],
  "6_27": [{ 0: JSON.stringify({ mixStoreEnable: false }), 1: 86400 }] };
function connectSocket() {
  const heard = {};
  const say = (text) => setTimeout(() => heard.message({ data: text }));
  const packet = (sid, cid, ser, r) => say("3:::" + JSON.stringify({ sid, cid, ser, code: 200, r }));
  setTimeout(() => { heard.open({}); say("1::"); });
  return {
    onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
    onClose: (f) => heard.close = f, onError: (f) => heard.error = f,
    close: () => setTimeout(() => heard.close({ code: 1000 })),
    send(o) {
      if (!o.data.startsWith("3:::")) return;
      const { SID, CID, SER } = JSON.parse(o.data.slice(4));
      packet(SID, CID, SER, reply[SID + "_" + CID] || []);
      if (SID !== 5 || CID !== 1) return;
      setTimeout(() => packet(7, 2, 0, [message(1, 0, { 9: "hello" })]), 3000);
      setTimeout(() => packet(7, 2, 0, [message(2, 1, { 10: picture })]), 4000);
    }
  };
}
global.wx = new Proxy({
  connectSocket, env: {}, getSystemInfoSync: () => ({}), getStorageSync: nothing,
  getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request(o) {
    const data = o.url.includes("/lbs/") ? { common: { link: ["link.example:443"] } }
      : o.url.includes("/socket.io/1/") ? "session:60:60:websocket" : undefined;
    setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }));
    return { abort: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const say = console.log;
console.log = console.error = console.warn = nothing; // the SDK's own lines

const version = process.argv[2];
require(version + "/dist/SDK/NIM_Web_SDK_miniapp.js").NIM.getInstance({
  appKey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token", debugLevel: "off",
  onconnect: () => told.push("connected"), onmsg: (m) => told.push(m.type),
  ondisconnect: () => told.push("disconnected")
});
setTimeout(() => {
  say(version + ":", told.join(", "));
  process.exit();
}, 8000);
JS
seen=$(for version in v8.12.0 v9.11.0 v9.12.2; do node probe.js $version; done)
want='v8.12.0: connected, text, image
v9.11.0: connected, text
v9.12.2: connected, text, image'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
