#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1, the V1 API: with reconnectionAttempts 0 a chatroom does not tell that the user was kicked out.
#
# One would guess: the option is about losses; a kick raises "kicked" with its reason, and an application that wants to
# reconnect by itself can tell the two apart.
# What happens: with 0 the same push raises "disconnect" without anything in it, as a loss does, and "kicked" never.
# With the default it is "kicked" and its reason.
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
(async () => {
  const options = JSON.parse(process.argv[2]);
  const chatroomAddresses = ["link.example:443"];
  const room = new (Room.default || Room)({
    ...app, ...options, chatroomId: "1001", chatroomNick: "a", chatroomAddresses
  });
  await room.connect();
  for (const name of ["disconnect", "willReconnect", "kicked"]) {
    room.on(name, (e) => say(process.argv[2] + ":", name, e ? e.reason : "with nothing in it"));
  }
  await wait(200);
  links[0].say("3:::" + JSON.stringify({ sid: 13, cid: 3, ser: 0, code: 200, r: [2, ""] }));
  await wait(50);
  links[0].end(1000);
  await wait(3000);
  process.exit(0);
})();
JS
seen=$(node probe.js {}; node probe.js '{"reconnectionAttempts":0}')
want='{}: kicked managerKick
{"reconnectionAttempts":0}: disconnect with nothing in it'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
