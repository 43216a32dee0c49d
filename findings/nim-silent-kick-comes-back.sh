#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.11.0: after a kick with reason 4 (silentlyKick) it logs in again by itself, where 8.9.124 and
# 9.21.12 report "kicked" and stay away.
#
# One would guess: releases between two that handle a reason handle it as well; 9.11.0 is younger than 8.9.124.
# What happens: 8.9.103 and 9.11.0 take no notice of the push. The service then closes the socket, which is a loss like
# any other: onwillreconnect, and the account that was kicked is back after 1.6 s.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  a@npm:@yxim/nim-web-sdk@8.9.103 b@npm:@yxim/nim-web-sdk@8.9.124 c@npm:@yxim/nim-web-sdk@9.11.0 \
  d@npm:@yxim/nim-web-sdk@9.21.12 >/dev/null
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

const version = require(process.argv[2] + "/package.json").version + ":";
let logins = 0;
NIM.getInstance({
  ...app,
  onwillreconnect: () => say(version, "onwillreconnect"),
  ondisconnect: (e) => say(version, "ondisconnect", e.code, e.reason),
  async onconnect() {
    if (++logins === 2) say(version, "logged in again");
    if (logins !== 1) return;
    await wait(100);
    links[0].say("3:::" + JSON.stringify({ sid: 2, cid: 5, ser: 0, code: 200, r: [16, 4, "", 0] }));
    await wait(50);
    links[0].end(1000);
    await wait(3000);
    process.exit(0);
  }
});
JS
seen=$(for sdk in a b c d; do node probe.js $sdk; done)
want='8.9.103: onwillreconnect
8.9.103: logged in again
8.9.124: ondisconnect kicked silentlyKick
9.11.0: onwillreconnect
9.11.0: logged in again
9.21.12: ondisconnect kicked silentlyKick'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
