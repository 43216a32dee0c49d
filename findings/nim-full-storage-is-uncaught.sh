#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12: where the phone's storage is full, a login succeeds, with an error that nobody caught and a
# promise that nobody handles; onerror hears nothing.
#
# One would guess: a program may keep 10 MB and the SDK shares them with its application, so what it keeps between
# launches, an experiment, the addresses of its file servers, goes without, or is told to onerror.
# What happens: of three writes two throw out of the SDK's own callbacks: one reaches wx.onError, where applications
# report crashes, and one, behind the login, wx.onUnhandledRejection. With room for them nothing of that is seen.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @yxim/nim-web-sdk@9.21.12 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame.
const nothing = () => {};
const full = process.argv[2] === "full", kept = new Map(), refused = [];
const answers = {
  "2_3": [{ 102: "connection" }, []], "5_1": [String(Date.now())],
  "6_26": [{ 1: "nim.nosdn.127.net", 2: "object", 3: "86400" }],
  "6_27": [{ 0: JSON.stringify({ mixStoreEnable: true }), 1: "3600" }]
};
let filled = false;
function connectSocket() {
  const heard = {}, say = (text) => setTimeout(() => heard.message({ data: text }));
  setTimeout(() => { heard.open({}); say("1::"); }, 5);
  return {
    onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f, onClose: nothing, onError: nothing,
    close: nothing,
    send(o) {
      if (!o.data.startsWith("3:::")) return;
      const { SID, CID, SER } = JSON.parse(o.data.slice(4));
      say("3:::" + JSON.stringify({ sid: SID, cid: CID, ser: SER, code: 200, r: answers[SID + "_" + CID] || [] }));
    }
  };
}
global.wx = new Proxy({
  connectSocket, env: {}, getSystemInfoSync: () => ({}), getStorageSync: (key) => kept.has(key) ? kept.get(key) : "",
  setStorageSync(key, value) {
    if (!filled) return void kept.set(key, value);
    refused.push(key);
    throw new Error("setStorageSync:fail exceed storage max size");
  },
  getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request(o) {
    const data = o.url.includes("/lbs/") ? { common: { link: ["link.example:443"] } }
      : o.url.includes("/socket.io/1/") ? "session:60:60:websocket"
      : o.url.includes("getExperimentInfo") ? JSON.stringify({ code: 200, data: { abtInfo: { experiments: [] } } })
      : undefined;
    setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }));
    return { abort: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const say = console.log, seen = [];
console.log = nothing; // the SDK's own lines
process.on("uncaughtException", () => seen.push("an uncaught exception"));
process.on("unhandledRejection", () => seen.push("an unhandled rejection"));
const { NIM } = require("@yxim/nim-web-sdk/dist/SDK/NIM_Web_SDK_miniapp.js");
filled = full; // others filled it after the script was loaded
NIM.getInstance({
  appKey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token", onconnect: () => seen.push("onconnect"),
  onsyncdone: () => seen.push("onsyncdone"), onerror: () => seen.push("onerror")
});
setTimeout(() => {
  say(`${full ? "full" : "room"}: ${seen.sort().join(", ")}; not written: ${refused.join()}`);
  process.exit();
}, 3000);
JS
kept=nim-abtInfo,nim_cdn_domain,NIM-AllGrayscaleConfig
seen=$(for room in full room; do node probe.js "$room"; done)
want="full: an uncaught exception, an unhandled rejection, onconnect, onsyncdone; not written: $kept
room: onconnect, onsyncdone; not written: "
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
