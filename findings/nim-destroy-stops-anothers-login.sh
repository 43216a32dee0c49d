#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.12.2: destroying one account while two look up their addresses ends the login of the other.
#
# One would guess: instances of two accounts know nothing of each other, so destroy of one leaves the other's login
# alone; at least onerror or ondisconnect tells that it ended.
# What happens: when the addresses come, the other instance does nothing with them. No callback is called, no further
# request is made, and connect does nothing either. Without the destroy both log in. (9.21.12 logs in.)
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  @yxim/nim-web-sdk@9.12.2 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame. Addresses come after 300 ms.
const nothing = () => {};
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let requests = 0;
function connectSocket() {
  const heard = {};
  const say = (text) => setTimeout(() => heard.message({ data: text }));
  setTimeout(() => { heard.open({}); say("1::"); }, 5);
  return {
    onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
    onClose: (f) => heard.close = f, onError: (f) => heard.error = f,
    close() { setTimeout(() => heard.close({ code: 1000 })); },
    send(o) {
      if (!o.data.startsWith("3:::")) return;
      const { SID, CID, SER } = JSON.parse(o.data.slice(4));
      const r = SID + "_" + CID === "2_3" ? [{ 102: "connection" }, []] : [];
      say("3:::" + JSON.stringify({ sid: SID, cid: CID, ser: SER, code: 200, r }));
    }
  };
}
global.wx = new Proxy({
  connectSocket, env: {}, getSystemInfoSync: () => ({}), getStorageSync: nothing,
  getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request(o) {
    const lookup = o.url.includes("/lbs/"), handshake = o.url.includes("/socket.io/1/");
    requests += lookup || handshake;
    const data = lookup ? { common: { link: ["link.example:443"] } }
      : handshake ? "session" + requests + ":60:60:websocket" : undefined;
    setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }),
      lookup ? 300 : 0);
    return { abort: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
global.self = global;
const say = console.log;
console.log = nothing; // the SDK's own lines
const { NIM } = require("@yxim/nim-web-sdk/dist/SDK/NIM_Web_SDK_miniapp.js");
const login = (account) => NIM.getInstance({
  appKey: "45c6af3c98409b18a84451215d0bdd6e", account, token: "token", db: false,
  onconnect: () => say("onconnect of", account),
  onwillreconnect: () => say("onwillreconnect of", account),
  ondisconnect: () => say("ondisconnect of", account),
  onerror: () => say("onerror of", account)
});
(async () => {
  const bob = login("bob"), alice = login("alice");
  await wait(100);
  if (process.argv[2] === "destroy") bob.destroy({ done: () => say("bob is destroyed") });
  await wait(20000);
  if (process.argv[2] === "destroy") {
    const before = requests;
    alice.connect();
    await wait(2000);
    say("connect makes", requests - before, "requests");
  }
  process.exit(0);
})();
JS
seen=$(echo "both stay:"; node probe.js stay | sort; echo "bob leaves:"; node probe.js destroy)
want='both stay:
onconnect of alice
onconnect of bob
bob leaves:
bob is destroyed
connect makes 0 requests'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
