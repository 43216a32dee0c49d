#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.12.2: the object of options that made an instance makes no second one, once that is destroyed;
# with 9.21.12 it does.
#
# One would guess: an application keeps its options in one object, and gives it to getInstance at each login.
# What happens: behind the done of destroy, getInstance throws for the same object. The SDK writes into the object that
# it is given (it has an api and a logger of the SDK's then). An equal object that is new works.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  new@npm:@yxim/nim-web-sdk@9.21.12 old@npm:@yxim/nim-web-sdk@9.12.2 >/dev/null
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
global.self = global;
const say = console.log;
console.log = nothing; // the SDK's own lines
const { NIM } = require(process.argv[2] + "/dist/SDK/NIM_Web_SDK_miniapp.js");
const app = { appKey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token" };

const version = require(process.argv[2] + "/package.json").version;
const tell = (what) => say(version + ": " + what);
const login = (options) => new Promise((go) => {
  options.onconnect = () => go(nim);
  const nim = NIM.getInstance(options);
});
const destroyed = (nim) => new Promise((done) => nim.destroy({ done }));
(async () => {
  await destroyed(await login({ ...app }));
  await destroyed(await login({ ...app }));
  tell("an equal object logs in again");
  const options = { ...app };
  await destroyed(await login(options));
  tell("written into the options: " + (["api", "logger"].filter((name) => name in options).join(" ") || "nothing"));
  try {
    await login(options);
    tell("the same object logs in again");
  } catch (e) {
    tell(e.name + ": " + e.message);
  }
  process.exit(0);
})();
JS
seen=$(node probe.js old; node probe.js new)
want="9.12.2: an equal object logs in again
9.12.2: written into the options: api logger
9.12.2: TypeError: Cannot read properties of undefined (reading 'abTestUrl')
9.21.12: an equal object logs in again
9.21.12: written into the options: nothing
9.21.12: the same object logs in again"
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
