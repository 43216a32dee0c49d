#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12: the same call to send early ends in done for an account, and in a thrown object that is no
# Error for a chatroom.
#
# One would guess: sendText before the login is over tells its done that it failed, as NIM's does.
# What happens: the chatroom's sendText throws an object without a stack and without a code ({message, time, …}) at the
# caller, and done is never called: a promise around done is pending for ever, and `e instanceof Error` is false.
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
const { NIM, Chatroom } = require("@yxim/nim-web-sdk/dist/SDK/NIM_Web_SDK_miniapp.js");
const app = { appKey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token" };
async function send(what, instance, message) {
  let done = "not called";
  try {
    instance.sendText({ ...message, text: "hello", done: (e) => done = e ? "called with an error" : "called" });
    say(what + ": returns");
  } catch (e) { say(what + ": throws, an Error:", e instanceof Error, "with", Object.keys(e).join(" ")); }
  await wait(5000);
  say(what + ": done", done);
}
(async () => {
  await send("account", NIM.getInstance(app), { scene: "p2p", to: "bob" });
  const chatroomAddresses = ["link.example:443"];
  await send("chatroom", Chatroom.getInstance({ ...app, chatroomId: "1001", chatroomAddresses }), {});
  process.exit(0);
})();
JS
seen=$(node probe.js)
want='account: returns
account: done called with an error
chatroom: throws, an Error: false with message time timetag
chatroom: done not called'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
