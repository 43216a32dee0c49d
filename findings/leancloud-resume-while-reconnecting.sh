#!/usr/bin/env bash
# leancloud-realtime 4.3.1: pause() and resume() while an attempt to reconnect is slow leave it connected, and unable to
# send anything.
#
# One would guess: an application may call both at any time, as pause() is for the background and resume() for the
# foreground; the attempt under way is dropped, or taken.
# What happens: resume() begins a second attempt beside the first. The first one that opens is the link ("reconnect",
# the client logs in again on it). When the second opens it takes the first one's place and is closed at once. What is
# received still arrives by the first; each call that sends is rejected, "Cannot read properties of null", and as
# nothing was lost nothing mends it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error leancloud-realtime@4.3.1 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer } = require("ws");
const { Realtime } = require("leancloud-realtime");
const { GenericCommand } = require("leancloud-realtime/proto/message-compiled.js").push_server.messages2;
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const session = 0, opened = 5; // of CommandType and OpType
let slow = 0;
const server = new WebSocketServer({
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => setTimeout(() => answer(true), slow)
}, async () => {
  const realtime = new Realtime({
    appId: "app", appKey: "key", RTMServers: "ws://127.0.0.1:" + server.address().port, server: "http://127.0.0.1:1"
  });
  const client = await realtime.createIMClient("alice");
  const ping = async (what) => {
    const outcome = await client.ping(["bob"]).then(() => "kept", (e) => "rejected, " + e.message);
    console.log(what + ": open sockets " + server.clients.size + "; a call is " + outcome);
  };
  await ping("logged in");
  for (const event of ["disconnect", "retry", "offline", "online"]) realtime.on(event, () => console.log(event));
  const back = new Promise((go) => client.on("reconnect", () => { console.log("reconnect"); go(); }));
  slow = 3000;
  server.clients.forEach((link) => link.terminate());
  await new Promise((go) => realtime.once("retry", go));
  await wait(300);
  realtime.pause();
  realtime.resume();
  await back;
  await ping("logged in again");
  await wait(4000);
  await ping("4 s later");
  process.exit(0);
});
server.on("connection", (link) => link.on("message", (bytes) => {
  const { i } = GenericCommand.decode(bytes);
  const answer = { cmd: session, op: opened, i, peerId: "alice", sessionMessage: { st: "t" } };
  if (i) link.send(new GenericCommand(answer).toBuffer());
}));
JS
seen=$(node probe.js 2>/dev/null) # the SDK's own warnings
want="logged in: open sockets 1; a call is kept
disconnect
retry
offline
online
retry
reconnect
logged in again: open sockets 1; a call is kept
4 s later: open sockets 1; a call is rejected, Cannot read properties of null (reading 'send')"
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
