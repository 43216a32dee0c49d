#!/usr/bin/env bash
# leancloud-realtime 4.3.1: a login that the service refuses leaves its socket open, and the SDK mends it for ever.
#
# One would guess: createIMClient() that is rejected takes its socket with it, as the close() of the last client does.
# What happens: the link stays, with nobody logged in on it, and when it is lost the SDK opens another ("retry",
# "reconnect"). There is no client whose close() would end it, and Realtime has no close(). A mini program that makes a
# new Realtime for each try has one socket less each time.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error leancloud-realtime@4.3.1 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer } = require("ws");
const { Realtime } = require("leancloud-realtime");
const { GenericCommand } = require("leancloud-realtime/proto/message-compiled.js").push_server.messages2;
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const session = 0, refused = 7, opened = 5, closed = 6, close = 4; // of CommandType and OpType
let refuse = false;
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 }, async () => {
  const fresh = () => new Realtime({
    appId: "app", appKey: "key", RTMServers: "ws://127.0.0.1:" + server.address().port, server: "http://127.0.0.1:1"
  });
  const tell = (what) => console.log(what + ": open sockets " + server.clients.size);
  const client = await fresh().createIMClient("alice");
  tell("logged in");
  await client.close();
  await wait(300);
  tell("closed");
  refuse = true;
  const realtime = fresh();
  for (const event of ["disconnect", "retry", "reconnect"]) realtime.on(event, () => console.log("event", event));
  await realtime.createIMClient("alice").catch((e) => console.log("rejected,", e.message));
  await wait(1000);
  tell("a second later");
  server.clients.forEach((link) => link.terminate());
  await wait(3000);
  tell("3 s after a loss");
  for (let i = 0; i < 3; i++) await fresh().createIMClient("alice").catch(() => {});
  await wait(300);
  tell("three more tries");
  process.exit(0);
});
server.on("connection", (link) => link.on("message", (bytes) => {
  const { i, op } = GenericCommand.decode(bytes);
  link.send(new GenericCommand(refuse
    ? { cmd: refused, i, errorMessage: { code: 4102, reason: "SIGNATURE_FAILED" } }
    : { cmd: session, op: op === close ? closed : opened, i, peerId: "alice", sessionMessage: { st: "t" } }
  ).toBuffer());
}));
JS
seen=$(node probe.js 2>/dev/null) # the SDK's own warnings
want='logged in: open sockets 1
closed: open sockets 0
rejected, SIGNATURE_FAILED
a second later: open sockets 1
event disconnect
event retry
event reconnect
3 s after a loss: open sockets 1
three more tries: open sockets 4'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
