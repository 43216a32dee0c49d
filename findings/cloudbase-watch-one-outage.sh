#!/usr/bin/env bash
# @cloudbase/realtime 3.9.1, watch() of Tencent CloudBase's database in pages and mini programs: behind one outage that
# used up its attempts no loss is mended any more, and nobody is told.
#
# One would guess: when the attempts are used up (5, each 10 s, by default) the listeners' onError comes, as it does.
# The application calls watch() again when the network is back, and that one lives through the next loss as the first.
# What happens: the new watch() connects and works. The mark "reconnecting" of the outage is never taken away, so that
# at its first loss, a lift or a change of networks, no attempt is made: no change and no error comes, and a watch()
# that is called then gets neither. The page shows old data until the program is started anew.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
# npm does not have the release of @cloudbase/types that the package asks for; it is for its types alone.
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error lodash@4.17.21 ws@8.21.0 >/dev/null
tar xzf "$(npm pack --silent @cloudbase/realtime@3.9.1)"
cat > probe.js <<'JS'
const ws = require("ws");
class WebSocket extends ws.WebSocket { // as in pages, an error that nobody listens to is none
  constructor(url) { super(url); this.on("error", () => {}); }
}
const { RealtimeWebSocketClient } = require("./package/dist/cjs/websocket-client.js");
require("./package/dist/cjs/common.js").setWsClass(WebSocket);
const say = console.log;
console.log = console.warn = console.error = () => {}; // the library's own lines
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let refuse = false, asked = 0;
const service = new ws.WebSocketServer({
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => { asked++; answer(!refuse, 503); }
});
service.on("connection", (link) => link.on("message", (text) => {
  const { msgType, msgData, requestId, watchId } = JSON.parse(text);
  const answer = (type, data) => link.send(JSON.stringify({ requestId, watchId, msgType: type, msgData: data }));
  if (msgType === "LOGIN") answer("LOGIN_RES", {});
  if (msgType === "INIT_WATCH") answer("INIT_EVENT", { queryID: watchId, events: [], currEvent: 1 });
  if (msgType === "REBUILD_WATCH") answer("NEXT_EVENT", { queryID: msgData.queryID, events: [], currEvent: 1 });
}));
service.on("listening", async () => {
  const data = { signStr: "1", wsUrl: "ws://127.0.0.1:" + service.address().port, secretVersion: "1", envId: "env" };
  const client = new RealtimeWebSocketClient({ maxReconnect: 2, reconnectInterval: 200, context: { appConfig: {
    realtimePingInterval: 60000, realtimePongWaitTimeout: 5000, request: { send: async () => ({ data }) } } } });
  let told;
  const then = async (what, act) => {
    told = []; asked = 0;
    act();
    await wait(3000);
    say(what + ": sockets asked for " + asked + ", links " + service.clients.size + ", told " +
      (told.join(", ") || "nothing"));
  };
  const watch = () => client.watch({ envId: "env", collectionName: "messages", query: "{}",
    onChange: (change) => told.push(change.type), onError: (e) => told.push(e.errCode) });
  const lose = () => service.clients.forEach((link) => link.terminate());
  await then("watch()", watch);
  await then("a loss", lose);
  await then("an outage", () => { refuse = true; lose(); });
  refuse = false;
  await then("watch() again", watch);
  await then("a loss", lose);
  await then("watch() once more", watch);
  process.exit();
});
JS
seen=$(node probe.js)
want='watch(): sockets asked for 1, links 1, told init
a loss: sockets asked for 1, links 1, told nothing
an outage: sockets asked for 3, links 0, told SDK_DATABASE_REALTIME_LISTENER_RECONNECT_WATCH_FAIL
watch() again: sockets asked for 1, links 1, told init
a loss: sockets asked for 0, links 0, told nothing
watch() once more: sockets asked for 0, links 0, told nothing'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
