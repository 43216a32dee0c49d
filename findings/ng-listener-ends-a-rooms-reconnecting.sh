#!/usr/bin/env bash
# nim-web-sdk-ng 10.8.1, the V2 API: a listener of the application that throws when a reconnect is announced ends the
# reconnecting of a chatroom for good; that of an account goes on.
#
# One would guess: the events of one package treat a mistake in a listener alike, and that of onConnectStatus costs
# nothing but a line in the log.
# What happens: a chatroom whose onChatroomStatus listener throws once at WAITING opens no other socket, and tells
# nothing more; it is waiting as far as its status says. An account whose onConnectStatus listener throws at its
# WAITING has its next socket within some seconds. The chatroom comes back, too, where nothing throws.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error nim-web-sdk-ng@10.8.1 >/dev/null
cat > probe.js <<'JS'
// A small wx, and the service behind it: socket.io frames, one JSON packet a frame.
const nothing = () => {};
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const [what, throws] = process.argv.slice(2);
const links = [];
const answers = {
  "2_3": [{ 102: "connection" }, [], {}], "26_3": [{ 12: "1" }, []], "36_2": [{ 102: "connection" }, {}, {}],
  "13_2": [{ 102: "connection" }, {}, {}]
};
function connectSocket() {
  const heard = {}, link = { gone: false };
  const say = (text) => setTimeout(() => link.gone || heard.message({ data: text }));
  link.end = (code) => { if (!link.gone) { link.gone = true; heard.close({ code }); } };
  links.push(link);
  setTimeout(() => { heard.open({}); say("1::"); }, 5);
  return {
    onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
    onClose: (f) => heard.close = f, onError: (f) => heard.error = f,
    close: () => setTimeout(link.end, 5, 1000),
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
    if (o.url.includes("/socket.io/1/")) data = "session" + links.length + ":60:60:websocket";
    setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }));
    return { abort: nothing };
  }
}, { get: (own, key) => key in own ? own[key] : nothing });
const say = console.log;
console.log = console.error = console.warn = nothing; // the SDK's own lines
process.on("uncaughtException", nothing); // a phone reports it, and goes on
let lost = false, told = 0;
const waiting = (number) => (status) => {
  if (!lost || status !== number) return;
  told++;
  if (throws && told === 1) throw new Error("the application's own mistake");
};
(async () => {
  if (what === "account") {
    const NIM = require("nim-web-sdk-ng/dist/v2/NIM_MINIAPP_SDK.js").default;
    const nim = new NIM({ appkey: "45c6af3c98409b18a84451215d0bdd6e", apiVersion: "v2", debugLevel: "off" },
      { V2NIMLoginServiceConfig: { lbsUrls: ["https://lbs.example/lbs"], linkUrl: "link.example" } });
    nim.V2NIMLoginService.on("onConnectStatus", waiting(3));
    await nim.V2NIMLoginService.login("alice", "token", {});
  } else {
    const Room = require("nim-web-sdk-ng/dist/v2/CHATROOM_MINIAPP_SDK.js").default;
    const room = Room.newInstance({ appkey: "45c6af3c98409b18a84451215d0bdd6e", debugLevel: "off" });
    room.on("onChatroomStatus", waiting(1));
    await room.enter("1001", {
      accountId: "alice", token: "token", roomNick: "alice", linkProvider: () => Promise.resolve(["link.example:443"])
    });
  }
  await wait(500);
  lost = true;
  links[0].end(1006);
  await wait(15000);
  say(what + (throws ? ", its listener throws" : "") + ": told that it waits", told > 0 ? "and" : "never,",
    links.length > 1 ? "back on another socket" : "no other socket");
  process.exit();
})();
JS
seen=$(for what in account chatroom; do node probe.js $what; node probe.js $what throws; done)
want='account: told that it waits and back on another socket
account, its listener throws: told that it waits and back on another socket
chatroom: told that it waits and back on another socket
chatroom, its listener throws: told that it waits and no other socket'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
