#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12: done of disconnect comes while the socket is still closing; in 8.9.103 it comes when the
# socket is gone.
#
# One would guess: done says that the connection has ended, in each release, so that whoever waits for it may open
# another socket.
# What happens: 9.21.12 calls done some milliseconds after it asks for the close, and does not wait for onClose. Where
# a platform counts a closing socket, the next one opened in done is one too many. The change came between 8.9.103 and
# 8.9.124.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  new@npm:@yxim/nim-web-sdk@9.21.12 old@npm:@yxim/nim-web-sdk@8.9.103 mid@npm:@yxim/nim-web-sdk@8.9.124 >/dev/null
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
const { NIM } = require(process.argv[2] + "/dist/SDK/NIM_Web_SDK_miniapp.js");
const app = { appKey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token" };

const version = require(process.argv[2] + "/package.json").version;
const nim = NIM.getInstance({ ...app, async onconnect() {
  await wait(100);
  const link = links[0];
  link.closing = 1000; // onClose comes a second after close()
  nim.disconnect({ done() {
    say(version + ": at done the socket is", link.gone ? "gone" : "still closing");
    process.exit(0);
  } });
} });
JS
seen=$(for sdk in old mid new; do node probe.js $sdk; done)
want='8.9.103: at done the socket is gone
8.9.124: at done the socket is still closing
9.21.12: at done the socket is still closing'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
