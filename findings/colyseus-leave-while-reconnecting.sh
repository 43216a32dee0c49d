#!/usr/bin/env bash
# @colyseus/sdk 0.18.4, the client of Colyseus' rooms, which reconnects by itself since 0.17: leave() between two
# attempts is not heard; the user is back in the room, and the promise of leave() is pending.
#
# One would guess: leave() takes the reconnecting back, and tells "leave", as it does while the room is connected.
# What happens: leave() sends its word over the socket that is gone, and leave(false) closes that; the timer of the next
# attempt goes on, and the link opens. Only where all attempts fail (15 by default) is the promise kept. Meanwhile each
# attempt that is refused is told as another "drop".
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @colyseus/sdk@0.18.4 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const ws = require("ws");
const { Room } = require("@colyseus/sdk");
const say = console.log;
console.info = console.warn = () => {}; // the library's own lines
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let refuse = false;
const service = new ws.WebSocketServer({
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => answer(!refuse, 503)
});
const text = (s) => [s.length, ...Buffer.from(s)];
service.on("connection", (link) => {
  link.send(Buffer.from([10, ...text("token"), ...text("none"), 0])); // JOIN_ROOM
  link.on("message", (data) => data[0] === 12 && link.close(4000)); // LEAVE_ROOM
});
const one = async (what, act, lose = true) => {
  const told = [], room = new Room("chat");
  Object.assign(room.reconnection, { minUptime: 0, delay: 500, backoff: () => 500 });
  room.roomId = "1";
  room.onDrop(() => told.push("drop"));
  room.onReconnect(() => told.push("reconnect"));
  room.onLeave((code) => told.push("leave " + code));
  room.onError(() => {});
  room.connect("ws://127.0.0.1:" + service.address().port, {});
  await wait(500);
  if (lose) service.clients.forEach((link) => link.terminate());
  await wait(200);
  let promise = "pending";
  act(room)?.then(() => promise = "kept", () => promise = "rejected");
  await wait(1900);
  refuse = false;
  await wait(1500);
  say(what + ": promise " + promise + ", told " + told.join(", ") + "; links " + service.clients.size);
  service.clients.forEach((link) => link.close(4000));
  await wait(300);
};
service.on("listening", async () => {
  await one("leave()", (room) => room.leave(), false);
  await one("lost, leave()", (room) => room.leave());
  await one("lost, leave(false)", (room) => room.leave(false));
  await one("lost, four attempts are refused", () => { refuse = true; });
  process.exit();
});
JS
seen=$(node probe.js)
want='leave(): promise kept, told leave 4000; links 0
lost, leave(): promise pending, told drop, reconnect; links 1
lost, leave(false): promise pending, told drop, reconnect; links 1
lost, four attempts are refused: promise pending, told drop, drop, drop, drop, drop, reconnect; links 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
