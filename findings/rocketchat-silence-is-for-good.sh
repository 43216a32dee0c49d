#!/usr/bin/env bash
# @rocket.chat/ddp-client 1.1.2, Rocket.Chat's client: a link that falls silent is closed and never mended; one that is
# cut is.
#
# One would guess: the client pings and has a time limit (30 s and 60 s by default) so that a link which a phone's
# network has swallowed is taken for lost, and the retry options apply to it as to any other loss.
# What happens: at the limit it calls its own close(), which is the application's way to end it: the status is "closed",
# and in that state no attempt is made, whatever retryCount says. No "disconnected" is told. A user whose train went
# through a tunnel is offline until somebody connects anew; a test that cuts the link never sees it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
# The package's own dependencies, which this does not need, are many.
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @rocket.chat/emitter@0.33.0 ws@8.21.0 >/dev/null
tar xzf "$(npm pack --silent @rocket.chat/ddp-client@1.1.2)"
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
const { ConnectionImpl } = require("./package/dist/Connection.js");
const { DDPDispatcher } = require("./package/dist/DDPDispatcher.js");
const { TimeoutControl } = require("./package/dist/TimeoutControl.js");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let silent = false, asked = 0;
const service = new WebSocketServer({ host: "127.0.0.1", port: 0 });
service.on("connection", (link) => {
  asked++;
  link.on("message", (text) => {
    const { msg } = JSON.parse(text);
    if (silent) return;
    if (msg === "connect") link.send('{"msg":"connected","session":"1"}');
    if (msg === "ping") link.send('{"msg":"pong"}');
  });
});
service.on("listening", async () => {
  for (const fault of ["is cut", "falls silent"]) {
    const dispatcher = new DDPDispatcher();
    const connection = ConnectionImpl.create("ws://127.0.0.1:" + service.address().port, WebSocket, dispatcher,
      { retryCount: 100, retryTime: 100 });
    TimeoutControl.create(dispatcher, connection, 1000); // as DDPSDK.create does, with 60000
    const told = [];
    connection.on("disconnected", () => told.push("disconnected"));
    connection.on("reconnecting", () => told.push("reconnecting"));
    await connection.connect();
    await wait(2500); // it lives through its limit as long as pings are answered
    const before = connection.status;
    asked = 0;
    if (fault === "is cut") service.clients.forEach((link) => link.terminate());
    else silent = true;
    await wait(2000);
    silent = false;
    await wait(4000);
    console.log("a link that " + fault + ": " + before + ", then " + connection.status + ", sockets asked for " +
      asked + ", told " + (told.join(", ") || "nothing"));
    connection.close();
  }
  process.exit();
});
JS
seen=$(node probe.js)
want='a link that is cut: connected, then connected, sockets asked for 1, told disconnected, reconnecting
a link that falls silent: connected, then closed, sockets asked for 0, told nothing'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
