#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1, QChat: destroy() inside syncdone is kept, and 1.6 s later the destroyed instance logs in again.
#
# One would guess: nothing lives behind the promise of destroy(), of which its declaration says that the instance can
# log in no more.
# What happens: the first heartbeat is under way, and destroy() fails it. What tries such a link again takes the state
# "destroyed" for one with a link, and reconnects: the instance is "logined", its account is online, and no event comes
# of it, for the listeners are gone. destroy() at any later moment does the same if a heartbeat waits for its answer.
# 0.17.2 and 10.9.77-alpha.4 do it as well.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  v10@npm:nim-web-sdk-ng@10.8.1 v0@npm:nim-web-sdk-ng@0.17.2 >/dev/null
cat > probe.js <<'JS'
// A small uni, and the service behind it: socket.io frames, one JSON packet a frame.
const nothing = () => {};
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const links = [];
const answer = (packet) => ({ code: 200, r: { "24_2": [{ 2: "alice" }, []] }[packet] || [] });
function connectSocket() {
  const heard = {};
  const link = {
    gone: false, packets: [],
    say: (text) => setTimeout(() => link.gone || heard.message({ data: text })),
    end(code) { if (!link.gone) { link.gone = true; heard.close({ code }); } }
  };
  links.push(link);
  setTimeout(() => { heard.open({}); link.say("1::"); }, 5);
  return {
    onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
    onClose: (f) => heard.close = f, onError: (f) => heard.error = f,
    close() { setTimeout(link.end, 0, 1000); },
    send(o) {
      if (!o.data.startsWith("3:::")) return;
      const { SID, CID, SER } = JSON.parse(o.data.slice(4)), packet = SID + "_" + CID;
      link.packets.push(packet);
      link.say("3:::" + JSON.stringify({ sid: SID, cid: CID, ser: SER, ...answer(packet) }));
    }
  };
}
global.navigator = undefined; // a mini program has the name, and nothing behind it
global.uni = new Proxy({
  connectSocket, env: {}, getSystemInfoSync: () => ({ uniPlatform: "app" }), getStorageSync: nothing,
  getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request(o) {
    let data; // of all else the request fails
    if (o.url.includes("/socket.io/1/")) data = "session" + links.length + ":60:60:websocket";
    setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }));
    return { abort: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const say = console.log;
console.log = nothing; // the SDK's own lines
const app = { appkey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token", debugLevel: "off" };

const [, , sdk, file] = process.argv;
const QChat = require(sdk + file);
(async () => {
  const qchat = new QChat({ ...app, linkAddresses: ["link.example:443"] });
  let kept = "not kept";
  qchat.on("syncdone", () => qchat.destroy().then(() => kept = "kept"));
  await qchat.login();
  await wait(500);
  const before = kept + ", " + qchat.status + ", links " + links.length;
  await wait(3000);
  say(require(sdk + "/package.json").version + ":", before + "; 3 s later", qchat.status + ", links", links.length);
  process.exit(0);
})();
JS
seen=$(node probe.js v10 /dist/v1/QCHAT_UNIAPP_SDK.js; node probe.js v0 /dist/QCHAT_UNIAPP_SDK.js)
want='10.8.1: kept, waitReconnect, links 1; 3 s later logined, links 2
0.17.2: kept, waitReconnect, links 1; 3 s later logined, links 2'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
