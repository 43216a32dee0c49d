#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12: disconnect() and connect() in one turn leave the account offline without a word; 8.9.103
# comes back.
#
# One would guess: connect() is the last wish, so the account is online in the end, or connect() says why not.
# What happens: in 9.21.12 connect() is dropped while the disconnect is under way. done comes, no error is reported,
# and nothing more is tried until connect() is called again. In 8.9.103 the second login follows.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  new@npm:@yxim/nim-web-sdk@9.21.12 old@npm:@yxim/nim-web-sdk@8.9.103 >/dev/null
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

let logins = 0;
const nim = NIM.getInstance({ ...app, onerror: (e) => say("onerror", e.message), async onconnect() {
  if (++logins !== 1) return;
  await wait(100);
  nim.disconnect({ done: () => say("done") });
  nim.connect();
  await wait(5000);
  const version = require(process.argv[2] + "/package.json").version;
  say(version + ": logins after 5 s", logins + ", connected", nim.isConnected());
  nim.connect();
  await wait(1000);
  say("after another connect:", nim.isConnected());
  process.exit(0);
} });
JS
seen=$(node probe.js old; node probe.js new)
want='done
8.9.103: logins after 5 s 2, connected true
after another connect: true
done
9.21.12: logins after 5 s 1, connected false
after another connect: true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
