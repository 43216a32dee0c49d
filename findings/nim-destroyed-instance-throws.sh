#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12: each call of an instance that is destroyed throws a TypeError at the caller, another
# destroy() as well; its done is never called.
#
# One would guess: a call behind destroy() ends in its done, with an error, as one on an account that is offline does,
# and a second destroy() has nothing to do. The unload of a page and a button for logout both destroy.
# What happens: "Cannot read properties of undefined (reading 'warn')", and others like it, out of each call; so what
# stands behind the call in the page's clean-up is not run, and a promise around done is pending for ever. isConnected()
# alone answers, false. 8.9.103 does the same.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @yxim/nim-web-sdk@9.21.12 >/dev/null
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
const app = { appKey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token" };

const logged = new Promise((go) => app.onconnect = go);
const nim = NIM.getInstance(app);
(async () => {
  await logged;
  await new Promise((done) => nim.disconnect({ done }));
  const message = { scene: "p2p", to: "bob", text: "hi" };
  const refused = await new Promise((done) => nim.sendText({ ...message, done }));
  say("offline, done of sendText:", refused.code);
  await new Promise((done) => nim.destroy({ done }));
  say("destroyed, isConnected:", nim.isConnected());
  let calls = 0;
  const done = () => calls++;
  for (const [name, options] of [
    ["sendText", { ...message, done }], ["connect", {}], ["disconnect", { done }], ["destroy", { done }]
  ]) {
    try { nim[name](options); say(name, "returns"); } catch (e) { say(name, "throws a", e.constructor.name); }
  }
  await wait(2000);
  say("done:", calls);
  process.exit();
})();
JS
seen=$(node probe.js)
want='offline, done of sendText: Error_Connection_Socket_State_not_Match
destroyed, isConnected: false
sendText throws a TypeError
connect throws a TypeError
disconnect throws a TypeError
destroy throws a TypeError
done: 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
