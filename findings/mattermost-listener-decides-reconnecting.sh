#!/usr/bin/env bash
# @mattermost/client 11.9.0, Mattermost's WebSocketClient: who listens to messages, and not to missed ones, is never
# connected again behind the first loss.
#
# One would guess: addMessageListener is all that a client needs; addMissedMessageListener tells it, if it cares, that
# there is a gap.
# What happens: the connection's id, and that the count of events begins anew, are taken from the service's "hello" only
# where somebody listens to missed messages. Without that each new link is asked for without an id, begins with event 0
# where the client expects another, and is closed by the client as a gap, again and again. With an empty listener for
# missed messages the same loss is mended at once.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @mattermost/client@11.9.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
globalThis.WebSocket = WebSocket;
globalThis.CloseEvent ??= class extends Event { // browsers have one, and newer Node
  constructor(type, facts) { super(type); Object.assign(this, facts); }
};
const { WebSocketClient } = require("@mattermost/client");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const say = console.log;
console.log = () => {}; // the client's own lines
const one = async (missed) => {
  let made = 0, ids = 0;
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((go) => server.on("listening", go));
  server.on("connection", (link, request) => { // a link without an id, and one whose id has timed out, begin with 0
    const id = "connection" + ++ids;
    made++;
    link.send(JSON.stringify({ event: "hello", seq: 0, data: { connection_id: id, server_hostname: "host" } }));
    link.send(JSON.stringify({ event: "posted", seq: 1, data: { post: id } }));
  });
  const client = new WebSocketClient({ minWebSocketRetryTime: 200, reconnectJitterRange: 1 });
  let posts = 0;
  client.addMessageListener((message) => { if (message.event === "posted") posts++; });
  if (missed) client.addMissedMessageListener(() => {});
  client.initialize("ws://127.0.0.1:" + server.address().port);
  while (!posts) await wait(10);
  posts = made = 0;
  server.clients.forEach((link) => link.terminate());
  await wait(5000);
  say((missed ? "with" : "without") + " a listener for missed messages: links behind the loss",
    (made < 5 ? made : "5 and more") + ", messages", posts);
  client.close();
  server.close();
};
(async () => {
  await one(true);
  await one(false);
  process.exit();
})();
JS
seen=$(node probe.js)
want='with a listener for missed messages: links behind the loss 1, messages 1
without a listener for missed messages: links behind the loss 5 and more, messages 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
