#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1, QChat: a reconnect whose login is refused for good (302, account or token are wrong) is made
# again for ever.
#
# One would guess: it stops, and says so, as the IM build of the same package does, whose list of such codes is 201,
# 302, 317, 403, 404, 417, 422. Both share the code that asks for it.
# What happens: QChat logs in with the refused token after 1.6, 3.2 and 6.4 s, and then every 8 s; the application is
# told of one wait after another, and of no refusal. That code asks auth.authenticator, and QChat's is named
# authenticatorService. 0.15.0, 0.17.2 and 10.9.77-alpha.4 do it as well.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  v10@npm:nim-web-sdk-ng@10.8.1 v0@npm:nim-web-sdk-ng@0.17.2 >/dev/null
cat > probe.js <<'JS'
// A small uni and wx, and the service behind them: socket.io frames, one JSON packet a frame.
const nothing = () => {};
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const links = [];
let refused = false;
const answer = (packet) => refused && /^(2_3|24_2)$/.test(packet) ? { code: 302, r: [] } : { code: 200, r: {
  "2_3": [{ 102: "connection" }, [], {}], "24_2": [{ 2: "alice" }, []]
}[packet] || [] };
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
global.uni = global.wx = new Proxy({
  connectSocket, env: {}, getSystemInfoSync: () => ({ uniPlatform: "app" }), getStorageSync: nothing,
  getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request(o) {
    let data; // of all else the request fails
    if (o.url.includes("/lbs/")) data = { common: { link: ["link.example:443"] } };
    if (o.url.includes("/socket.io/1/")) data = "session" + links.length + ":60:60:websocket";
    setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }));
    return { abort: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const say = console.log;
console.log = nothing; // the SDK's own lines
const app = { appkey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token", debugLevel: "off" };

const [, , sdk, file] = process.argv;
const Class = require(sdk + file), SDK = Class.default || Class;
(async () => {
  const instance = new SDK({ ...app, linkAddresses: ["link.example:443"] });
  const events = [];
  await instance.connect();
  await wait(200);
  for (const name of ["disconnect", "willReconnect"]) instance.on(name, () => events.push(name));
  refused = true;
  links[0].end(1006);
  await wait(14000);
  const logins = links.slice(1).filter((l) => l.packets.some((p) => /^(2_3|24_2)$/.test(p))).length;
  say(require(sdk + "/package.json").version, /[A-Z]+/.exec(file)[0] + ":", logins, "refused;", events.join(", "));
  process.exit(0);
})();
JS
seen=$(for sdk in "v10 /dist/v2/NIM_MINIAPP_SDK.js" "v10 /dist/v1/QCHAT_UNIAPP_SDK.js" \
  "v0 /dist/QCHAT_UNIAPP_SDK.js"; do node probe.js $sdk; done)
want='10.8.1 NIM: 1 refused; disconnect, willReconnect, disconnect
10.8.1 QCHAT: 3 refused; disconnect, willReconnect, willReconnect, willReconnect, willReconnect
0.17.2 QCHAT: 3 refused; disconnect, willReconnect, willReconnect, willReconnect, willReconnect'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
