#!/usr/bin/env bash
# pusher-js 8.6.0, Pusher's channels for pages, Node.js and React Native: for a second behind each loss it is
# "connected"; and connect() in that second makes a link that its own timer cuts.
#
# One would guess: behind a loss the state is not "connected" ("open and authenticated", says the README), so that who
# asks for it, or for a channel's `subscribed`, sends nothing into the void; and connect(), which "does nothing when
# connection is already established", begins the attempt at once, and that link stays: pages call it when shown.
# What happens: the state changes with the next attempt, a second later. Until then no state_change is told, and client
# events are dropped (trigger() is false). connect() opens a link, subscribes, and leaves the timer of the retry: at its
# end the good link is closed and another opened. Others see the user of a presence channel leave and come twice.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error pusher-js@8.6.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const Pusher = require("pusher-js"), WebSocket = require("ws");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
async function lose(connects) {
  let links = 0, subscribed = 0;
  const server = new WebSocket.Server({ host: "127.0.0.1", port: 0 });
  await new Promise((go) => server.on("listening", go));
  server.on("connection", (link) => {
    const say = (event, data, channel) => link.send(JSON.stringify({ event, channel, data: JSON.stringify(data) }));
    say("pusher:connection_established", { socket_id: "1." + ++links, activity_timeout: 120 });
    link.on("message", (text) => {
      const { event, data } = JSON.parse(text);
      if (event !== "pusher:subscribe") return;
      subscribed++;
      say("pusher_internal:subscription_succeeded", {}, data.channel);
    });
  });
  const pusher = new Pusher("key", { wsHost: "127.0.0.1", wsPort: server.address().port, forceTLS: false, cluster: "eu",
    enabledTransports: ["ws"], channelAuthorization: { customHandler: (_, done) => done(null, { auth: "key:1" }) } });
  pusher.connection.bind("error", () => {});
  const room = pusher.subscribe("private-room");
  await new Promise((go) => room.bind("pusher:subscription_succeeded", go));
  await wait(200);
  const told = [];
  pusher.connection.bind("state_change", ({ current }) => told.push(current));
  server.clients.forEach((link) => link.terminate());
  await wait(300);
  const { state } = pusher.connection;
  console.log(`0.3 s behind the loss: ${state}, subscribed ${room.subscribed}, trigger ` +
    `${room.trigger("client-typing", {})}, told ${told.join() || "nothing"}`);
  if (connects) pusher.connect();
  await wait(3000);
  console.log(`${connects ? "connect()" : "left alone"}: told ${told}; links ${links - 1} behind the loss, ` +
    `subscribed ${subscribed - 1} times`);
  pusher.disconnect();
}
lose(false).then(() => lose(true)).then(() => process.exit());
JS
seen=$(node probe.js)
want='0.3 s behind the loss: connected, subscribed true, trigger false, told nothing
left alone: told connecting,connected; links 1 behind the loss, subscribed 1 times
0.3 s behind the loss: connected, subscribed true, trigger false, told nothing
connect(): told connecting,connected,connecting,connected; links 2 behind the loss, subscribed 2 times'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
