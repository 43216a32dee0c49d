#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12: a link that is lost while its automatic login waits for an answer is counted as two
# losses, and behind "allAttemptsFailed" it goes on.
#
# One would guess: with reconnectionAttempts 3 there are three attempts after the loss; then ondisconnect says
# allAttemptsFailed, and nothing follows until the application connects again.
# What happens: the loss calls onwillreconnect twice in one moment (retryCount 2 and 3), so that two sockets use up the
# three attempts; and some milliseconds behind allAttemptsFailed there is an onwillreconnect with retryCount 1: a new
# series.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @yxim/nim-web-sdk@9.21.12 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame.
const nothing = () => {};
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const links = [];
let answer = (packet) => ({ code: 200, r: packet === "2_3" ? [{ 102: "connection" }, []] : [] });
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
    const data = o.url.includes("/lbs/") ? { common: { link: ["link.example:443"] } }
      : o.url.includes("/socket.io/1/") ? "session" + links.length + ":60:60:websocket" : undefined;
    setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }));
    return { abort: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const say = console.log;
console.log = nothing; // the SDK's own lines
const { NIM } = require("@yxim/nim-web-sdk/dist/SDK/NIM_Web_SDK_miniapp.js");
NIM.getInstance({
  appKey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token", reconnectionAttempts: 3,
  onwillreconnect: (o) => say("onwillreconnect", o.retryCount),
  ondisconnect(e) {
    say("ondisconnect", e.code, "after", links.length - 1, "sockets");
    setTimeout(process.exit, 1000, 0);
  },
  async onconnect() {
    await wait(100);
    answer = nothing; // from here on no login is answered
    say("the link is lost");
    links[0].end(1006);
    for (let i = 1; ; i++) {
      while (!links[i] || !links[i].packets.includes("2_3")) await wait(20);
      say("the link is lost during the login");
      links[i].end(1006);
    }
  }
});
JS
seen=$(node probe.js)
want='the link is lost
onwillreconnect 1
the link is lost during the login
onwillreconnect 2
onwillreconnect 3
the link is lost during the login
ondisconnect allAttemptsFailed after 2 sockets
onwillreconnect 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
