#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1, the V2 API in mini programs: a lookup of addresses that times out while a lost link is opened
# again ends the reconnecting; one that fails otherwise does not.
#
# One would guess: a lookup without an answer is a failed attempt, as one that the network refuses: the link of a user
# in a tunnel comes back behind it.
# What happens: WeChat tells a timeout as errno 5 beside errMsg; the SDK takes that for a time-out of its own, is
# logged out, and tries no more until the application calls login. With any other errno another attempt follows.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error nim-web-sdk-ng@10.8.1 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame.
const nothing = () => {}, errno = Number(process.argv[2]);
let lost = false, lookups = 0, drop;
global.wx = new Proxy({
  getSystemInfoSync: () => ({}), getStorageSync: nothing, setStorageSync: nothing, env: {},
  getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request(o) {
    const lookup = o.url.includes("/lbs");
    if (lookup && lost) lookups++;
    let data; // of all else the request fails
    if (lookup && !lost) data = { common: { link: ["link.example:443"] } };
    if (o.url.includes("/socket.io/1/") && !lost) data = "session:60:60:websocket";
    const failure = { errMsg: "request:fail " + (errno === 5 ? "timeout" : "refused"), errno };
    setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} })
      : o.fail(lookup ? failure : { errMsg: "request:fail refused", errno: 600001 }));
    return { abort: nothing };
  },
  connectSocket() {
    const heard = {};
    const say = (text) => setTimeout(() => heard.message({ data: text }));
    drop = () => heard.close({ code: 1006 });
    setTimeout(() => { heard.open({}); say("1::"); }, 5);
    return {
      onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
      onClose: (f) => heard.close = f, onError: (f) => heard.error = f, close: nothing,
      send(o) {
        if (!o.data.startsWith("3:::")) return;
        const { SID, CID, SER } = JSON.parse(o.data.slice(4));
        const r = SID + "_" + CID === "26_3" ? [{ 12: "1" }, []] : [];
        say("3:::" + JSON.stringify({ sid: SID, cid: CID, ser: SER, code: 200, r }));
      }
    };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const NIM = require("nim-web-sdk-ng/dist/v2/NIM_MINIAPP_SDK.js").default;
const nim = new NIM({ appkey: "45c6af3c98409b18a84451215d0bdd6e", apiVersion: "v2", debugLevel: "off" },
  { V2NIMLoginServiceConfig: { lbsUrls: ["https://lbs.example/lbs"], linkUrl: "link.example" } });
let told = "no more";
nim.V2NIMLoginService.on("onLoginStatus", (s) => { if (lost && s === 0) told = "logged out"; });
nim.V2NIMLoginService.login("alice", "token", {}).then(() => setTimeout(() => { lost = true; drop(); }, 500));
setTimeout(() => {
  console.log("errno", errno + ": lookups", lookups > 1 ? "more than 1" : lookups, "- the application is told", told);
  process.exit(0);
}, 40000);
JS
node probe.js 5 > timeout & node probe.js 600001 > other & wait
seen=$(cat timeout other)
want='errno 5: lookups 1 - the application is told logged out
errno 600001: lookups more than 1 - the application is told no more'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
