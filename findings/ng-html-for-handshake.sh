#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1, the V2 API in mini programs: what becomes of a login when a Wi-Fi portal answers the handshake
# with its own page (status 200, HTML) instead of the service.
#
# One would guess: the page is no session id, so the attempt has failed like one that the network refuses: there is
# another attempt, and when all have failed the promise of login is broken.
# What happens: the page's first word, up to the first colon, becomes part of the address of a WebSocket. When that
# socket fails there is no other attempt, and login stays pending (until its own limit of 60 s). Where the handshake's
# request fails instead, four are made within a second and login is rejected with 192001.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error nim-web-sdk-ng@10.8.1 >/dev/null
cat > probe.js <<'JS'
const nothing = () => {};
let handshakes = 0, address = "none";
global.wx = new Proxy({
  getSystemInfoSync: () => ({}), getStorageSync: nothing, setStorageSync: nothing, env: {},
  getNetworkType: (o) => o.success({ networkType: "wifi" }),
  request(o) {
    const page = { statusCode: 200, data: "<p>please log in</p>", header: {} };
    const shake = o.url.includes("/socket.io/1/");
    if (shake) handshakes++;
    setTimeout(() => {
      if (shake && process.argv[2] === "page") o.success(page);
      else if (o.fail) o.fail({ errMsg: "request:fail" });
    });
    return { abort: nothing };
  },
  connectSocket(o) {
    const heard = {};
    address = o.url.replace(/.*websocket\//, "");
    setTimeout(() => { heard.error({ errMsg: "connectSocket:fail" }); heard.close({ code: 1006 }); });
    return { onOpen: nothing, onMessage: nothing, onError: (f) => heard.error = f, onClose: (f) => heard.close = f,
      send: nothing, close: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const NIM = require("nim-web-sdk-ng/dist/v2/NIM_MINIAPP_SDK.js").default;
const nim = new NIM({ appkey: "45c6af3c98409b18a84451215d0bdd6e", apiVersion: "v2", debugLevel: "off" },
  { V2NIMLoginServiceConfig: { lbsUrls: ["https://lbs.example/lbs"], linkUrl: "link.example" } });
let login = "pending";
nim.V2NIMLoginService.login("alice", "token", {}).then(() => login = "kept", (e) => login = "rejected with " + e.code);
setTimeout(() => {
  console.log(process.argv[2] + ": handshakes", handshakes + ", socket", address + ", login", login);
  process.exit(0);
}, 5000);
JS
seen=$(node probe.js page; node probe.js failure)
want='page: handshakes 1, socket <p>please log in</p>, login pending
failure: handshakes 4, socket none, login rejected with 192001'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
