#!/usr/bin/env bash
# wxapp-socket-io 1.0.0, socket.io for WeChat mini programs: disconnect() throws at any time, and the socket stays; so
# does the service's own disconnect.
#
# One would guess: it is used "entirely in the style of socket.io", so disconnect() closes the socket and tells
# "disconnect", and a kick by the service, socket.io's DISCONNECT, does the same.
# What happens: the manager calls close() of an engine that has none: a TypeError at the caller, wx.closeSocket is not
# called, and the user who left stays online. Out of the service's DISCONNECT the same error goes to the platform's
# listener, connected stays true, and no event tells the application of the kick. The listeners of either are gone, so
# that nothing more is heard of that socket, not even its end.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error wxapp-socket-io@1.0.0 >/dev/null
cat > probe.js <<'JS'
const platform = {}; // the platform's listeners
let closed = 0;
global.__wxConfig = {};
global.wx = {
  connectSocket() {}, sendSocketMessage() {}, closeSocket() { closed++; },
  onSocketOpen(call) { platform.open = call; }, onSocketMessage(call) { platform.message = call; },
  onSocketClose(call) { platform.close = call; }, onSocketError() {}
};
const io = require("wxapp-socket-io");
for (const who of ["disconnect()", "the service's DISCONNECT"]) {
  const told = [];
  const socket = io("wss://chat.example", { forceNew: true });
  socket.on("connect", () => told.push("connect"));
  socket.on("disconnect", () => told.push("disconnect"));
  socket.open();
  platform.open();
  platform.message({ data: '0{"sid":"1","pingInterval":600000,"pingTimeout":5000}' });
  platform.message({ data: "40" }); // connected
  closed = 0;
  try {
    if (who === "disconnect()") socket.disconnect(); else platform.message({ data: "41" });
    console.log(who + ": nothing is thrown");
  } catch (e) {
    console.log(who + ": " + e.name + ", events " + told.join(", ") + ", connected " + socket.connected +
      ", closeSocket called " + closed + " times");
  }
  platform.close({ code: 1006 });
  console.log("  the link is lost: events " + told.join(", "));
}
process.exit();
JS
seen=$(node probe.js)
want="disconnect(): TypeError, events connect, connected true, closeSocket called 0 times
  the link is lost: events connect
the service's DISCONNECT: TypeError, events connect, connected true, closeSocket called 0 times
  the link is lost: events connect"
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
