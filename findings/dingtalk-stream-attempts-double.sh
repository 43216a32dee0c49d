#!/usr/bin/env bash
# dingtalk-stream 2.1.5, DingTalk's stream for chat bots: each attempt that is refused makes two more, so that they
# double each second, and so do the links when the service is back.
#
# One would guess: with autoReconnect there is one attempt a second (its reconnectInterval) while the socket is refused,
# and one link behind that.
# What happens: a refused socket is told as an error and as a close; the first makes connect() fail, which tries again a
# second later, and so does the second. Behind fifteen refused sockets, four seconds, there are sixteen links of one
# client; disconnect() closes one of them, and the others go on.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error dingtalk-stream@2.1.5 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer } = require("ws"), axios = require("axios"); // dingtalk-stream's own
const { DWClient } = require("dingtalk-stream");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
console.info = console.warn = () => {}; // the SDK's own lines
let refused = 0;
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0,
  verifyClient: (_, answer) => { if (refused < 15) { refused++; answer(false, 503); } else answer(true); }
});
server.on("listening", async () => {
  const endpoint = "ws://127.0.0.1:" + server.address().port;
  axios.defaults.adapter = async (config) => // the gateway, which names the endpoint, always answers
    ({ status: 200, statusText: "OK", headers: {}, config, data: { endpoint, ticket: "ticket" } });
  const client = new DWClient({ clientId: "id", clientSecret: "secret" });
  client.connect();
  for (let i = 0, seen = 0; i < 60 && (seen < server.clients.size || !seen); i++) { // until no more links come
    seen = server.clients.size;
    await wait(refused < 15 ? 500 : 2500);
  }
  console.log("refused", refused + ", links of the client", server.clients.size);
  client.disconnect();
  await wait(2000);
  console.log("behind disconnect():", server.clients.size);
  process.exit();
});
JS
seen=$(node probe.js)
want='refused 15, links of the client 16
behind disconnect(): 15'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
