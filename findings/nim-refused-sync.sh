#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12 and nim-web-sdk-ng 10.8.1: what a busy service does to the sync behind a login.
#
# One would guess: where the service answers the sync with 503, "busy" in the SDKs' own table of codes, an SDK tries
# again, or comes back later as behind any loss; and it does not say that the data are in sync.
# What happens: 9.21.12 says that it is connected, gives the link up for good ("Sync_Error", no onwillreconnect, though
# reconnecting is asked for), and throws a TypeError at the platform, for it reads the answer's time all the same. The
# V1 and V2 APIs of nim-web-sdk-ng tell "sync done", and do not ask again on that link.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  nim@npm:@yxim/nim-web-sdk@9.21.12 ng@npm:nim-web-sdk-ng@10.8.1 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame. It refuses the sync, 5_1 or 27_1.
const nothing = () => {};
global.self = undefined; // as what a mini program wraps around a script has it
const told = [];
process.on("uncaughtException", (e) => told.push("uncaught " + e.name)).on("unhandledRejection", nothing);
const reply = { "2_3": [{ 102: "connection" }, [], {}], "26_3": [{ 12: "1" }, []] };
function connectSocket() {
  const heard = {};
  const say = (text) => setTimeout(() => heard.message({ data: text }));
  setTimeout(() => { heard.open({}); say("1::"); });
  return {
    onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
    onClose: (f) => heard.close = f, onError: (f) => heard.error = f,
    close: () => setTimeout(() => heard.close({ code: 1000 })),
    send(o) {
      if (!o.data.startsWith("3:::")) return;
      const { SID, CID, SER } = JSON.parse(o.data.slice(4));
      const packet = SID + "_" + CID, busy = ["5_1", "27_1"].includes(packet);
      say("3:::" + JSON.stringify({ sid: SID, cid: CID, ser: SER, code: busy ? 503 : 200, r: reply[packet] || [] }));
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

const appKey = "45c6af3c98409b18a84451215d0bdd6e", app = { account: "alice", token: "token", debugLevel: "off" };
const tell = (name) => (e) => told.push(name + (e && e.code ? " " + e.code : ""));
const apis = {
  nim() {
    require("nim/dist/SDK/NIM_Web_SDK_miniapp.js").NIM.getInstance({ ...app, appKey, onconnect: tell("connected"),
      onsyncdone: tell("sync done"), onwillreconnect: tell("will reconnect"), ondisconnect: tell("disconnected") });
  },
  v1() {
    const made = require("ng/dist/v2/NIM_MINIAPP_SDK.js"), nim = new (made.default || made)({ ...app, appkey: appKey });
    const names = ["logined", "syncdone", "willReconnect", "disconnect"];
    for (const name of names) nim.on(name, () => told.push(name));
    nim.connect();
  },
  v2() {
    const made = require("ng/dist/v2/NIM_MINIAPP_SDK.js");
    const nim = new made.default({ appkey: appKey, apiVersion: "v2", debugLevel: "off" },
      { V2NIMLoginServiceConfig: { lbsUrls: ["https://lbs.example/lbs/"], linkUrl: "link.example" } });
    const login = nim.V2NIMLoginService, states = ["", "", "syncing", "sync done"];
    login.on("onDataSync", (type, state) => type === 1 && told.push(states[state]));
    login.on("onDisconnected", tell("disconnected"));
    login.login("alice", "token", {}).then(tell("connected"), tell("rejected"));
  }
};
apis[process.argv[2]]();
setTimeout(() => {
  say(process.argv[2] + ":", told.join(", "));
  process.exit();
}, 25000);
JS
seen=$(for api in nim v1 v2; do node probe.js $api; done)
want='nim: connected, disconnected Sync_Error, uncaught TypeError
v1: logined, syncdone
v2: syncing, sync done, connected'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
