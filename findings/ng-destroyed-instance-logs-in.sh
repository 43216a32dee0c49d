#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1, the V2 API: an instance that is destroyed logs in when it is asked to, and tells nobody.
#
# One would guess: login() behind destroy() is rejected; the declaration of destroy() says that "IM connection can no
# longer be restored for this instance".
# What happens: login() is kept, the socket is open and the account is online. The listeners of before are gone, so no
# message, no kick and no loss is heard of it; a page that keeps the object over a logout is online and deaf.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error nim-web-sdk-ng@10.8.1 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame.
const nothing = () => {};
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let sockets = 0, open = 0;
const answers = { "2_3": [{ 102: "connection" }, [], {}], "26_3": [{ 12: "1" }, []] };
function connectSocket() {
  const heard = {};
  let gone = false;
  const say = (text) => setTimeout(() => gone || heard.message({ data: text }));
  sockets++;
  setTimeout(() => { open++; heard.open({}); say("1::"); }, 5);
  return {
    onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
    onClose: (f) => heard.close = f, onError: (f) => heard.error = f,
    close: () => setTimeout(() => { if (!gone) { gone = true; open--; heard.close({ code: 1000 }); } }, 5),
    send({ data }) {
      if (!data.startsWith("3:::")) return;
      const { SID, CID, SER } = JSON.parse(data.slice(4));
      say("3:::" + JSON.stringify({ sid: SID, cid: CID, ser: SER, code: 200, r: answers[SID + "_" + CID] || [] }));
    }
  };
}
global.wx = new Proxy({
  connectSocket, env: {}, getSystemInfoSync: () => ({}), getStorageSync: nothing,
  getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request(o) {
    let data; // of all else the request fails
    if (o.url.includes("/lbs")) data = { common: { link: ["link.example:443"] } };
    if (o.url.includes("/socket.io/1/")) data = "session" + sockets + ":60:60:websocket";
    setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }));
    return { abort: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const NIM = require("nim-web-sdk-ng/dist/v2/NIM_MINIAPP_SDK.js").default;
const nim = new NIM({ appkey: "45c6af3c98409b18a84451215d0bdd6e", apiVersion: "v2", debugLevel: "off" },
  { V2NIMLoginServiceConfig: { lbsUrls: ["https://lbs.example/lbs"], linkUrl: "link.example" } });
const logins = nim.V2NIMLoginService;
const login = () => logins.login("alice", "token", {}).then(() => "kept", (e) => "rejected, " + e.code);

let told = [];
for (const event of ["onLoginStatus", "onConnectStatus"]) logins.on(event, (status) => told.push(event + " " + status));
(async () => {
  console.log("login:", await login() + "; told", told.length > 0);
  await nim.destroy();
  await wait(500);
  console.log("destroyed; open sockets", open);
  told = [];
  const outcome = await login(), status = logins.getLoginStatus();
  console.log("login:", outcome + "; status", status + ", open sockets", open + ", told", told.length > 0);
  process.exit();
})();
JS
seen=$(node probe.js)
want='login: kept; told true
destroyed; open sockets 0
login: kept; status 1, open sockets 1, told false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
