#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1, the V1 API: the promise of a chatroom's connect() is never settled when disconnect() comes
# before the login is sent.
#
# One would guess: disconnect() rejects the connect() that it takes back, at whatever moment it comes.
# What happens: it does so only while the login is under way. In the same turn, during the handshake and while the
# socket opens, disconnect's own promise is kept and connect's stays pending: an `await` in the page that was left
# never returns, and its `finally` never runs. The socket is closed each time.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  nim-web-sdk-ng@10.8.1 >/dev/null
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

const Room = require("nim-web-sdk-ng/dist/v1/CHATROOM_MINIAPP_SDK.js");
let at = {};
const old = { request: wx.request, connectSocket: wx.connectSocket, answer };
const handshake = (o) => o.url.includes("/socket.io/1/");
wx.request = (o) => { if (handshake(o)) at.handshake?.(); return old.request(o); };
wx.connectSocket = (o) => { at.socket?.(); return old.connectSocket(o); };
answer = (packet) => { if (packet === "13_2") at.login?.(); return at.login ? undefined : old.answer(packet); };
async function leave(when) {
  const chatroomAddresses = ["link.example:443"];
  const room = new (Room.default || Room)({ ...app, chatroomId: "1001", chatroomNick: "a", chatroomAddresses });
  const settled = { connect: "pending", disconnect: "pending" };
  const watch = (name, promise) => promise.then(() => settled[name] = "kept", () => settled[name] = "rejected");
  at = { [when]: () => setTimeout(() => watch("disconnect", room.disconnect())) };
  watch("connect", room.connect());
  if (when === "call") watch("disconnect", room.disconnect());
  await wait(12000);
  const open = links.filter((l) => !l.gone).length;
  say("disconnect in the " + when + ":", settled.disconnect + ", connect", settled.connect + ", sockets open", open);
}
(async () => {
  for (const when of ["call", "handshake", "socket", "login"]) await leave(when);
  process.exit(0);
})();
JS
seen=$(node probe.js)
want='disconnect in the call: kept, connect pending, sockets open 0
disconnect in the handshake: kept, connect pending, sockets open 0
disconnect in the socket: kept, connect pending, sockets open 0
disconnect in the login: kept, connect rejected, sockets open 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
