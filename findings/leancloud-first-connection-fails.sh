#!/usr/bin/env bash
# leancloud-realtime 4.3.1: when the first connection of a Realtime fails, each later createIMClient() of it is rejected
# with the same error, and opens no socket.
#
# One would guess: createIMClient() that is rejected because the network is away may be called again, and works when the
# network is back; an application has one Realtime.
# What happens: the Realtime keeps the promise of its connection, rejected as it is, and answers each call with it. It
# helps to make a new Realtime. A link that was open once is mended by itself, so that tests that cut it never see this.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error leancloud-realtime@4.3.1 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer } = require("ws");
const { Realtime } = require("leancloud-realtime");
const { GenericCommand } = require("leancloud-realtime/proto/message-compiled.js").push_server.messages2;
const session = 0, opened = 5; // of CommandType and OpType
let up = false, asked = 0;
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => { asked++; answer(up, 503); }
}, async () => {
  const options = { appId: "app", appKey: "key", RTMServers: "ws://127.0.0.1:" + server.address().port };
  const realtime = new Realtime({ ...options, server: "http://127.0.0.1:1" });
  const login = async (what, of) => {
    const outcome = await of.createIMClient("alice").then(() => "kept", (e) => "rejected, " + e.message.split(" [")[0]);
    console.log(what + ": " + outcome + "; handshakes so far " + asked);
  };
  await login("the service is away", realtime);
  up = true;
  await login("it is back", realtime);
  await login("once more", realtime);
  await login("a new Realtime", new Realtime({ ...options, server: "http://127.0.0.1:1" }));
  process.exit(0);
});
server.on("connection", (link) => link.on("message", (bytes) => {
  const { i } = GenericCommand.decode(bytes);
  const answer = { cmd: session, op: opened, i, peerId: "alice", sessionMessage: { st: "t" } };
  if (i) link.send(new GenericCommand(answer).toBuffer());
}));
JS
seen=$(node probe.js 2>/dev/null) # the SDK's own warnings
want='the service is away: rejected, Failed to connect; handshakes so far 1
it is back: rejected, Failed to connect; handshakes so far 1
once more: rejected, Failed to connect; handshakes so far 1
a new Realtime: kept; handshakes so far 2'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
