#!/usr/bin/env bash
# weapp.socket.io 3.0.0, socket.io for WeChat mini programs: close() while the socket is being opened throws, and
# leaves it open.
#
# One would guess: as in socket.io-client, close() at any time ends the attempt, and the SocketTask with it.
# What happens: before onOpen, close() throws an Error at its caller and the task's close is not called. The task opens
# a moment later and stays, although the client says that it is neither connected nor active; on a phone it keeps one
# of the few sockets. A second close() takes it away.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error weapp.socket.io@3.0.0 >/dev/null
cat > probe.js <<'JS'
global.window = undefined; // as in a mini program
let heard, closed;
global.wx = {
  connectSocket() {
    heard = {}; closed = false;
    return {
      onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f, onClose: (f) => heard.close = f,
      onError: () => {}, send: () => {}, close: () => { closed = true; }
    };
  }
};
const io = require("weapp.socket.io");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
function close(client) {
  try { client.close(); return "returns"; } catch (e) { return "throws an " + e.name; }
}
(async () => {
  const client = io("wss://service.example", { forceNew: true });
  await wait(20);
  const task = () => "task " + (closed ? "closed" : "not closed");
  console.log("close while connecting:", close(client) + ",", task());
  heard.open({});
  heard.message({ data: '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}' });
  await wait(20);
  console.log("the task has opened: connected", client.connected + ", active", client.active + ",", task());
  console.log("close again:", close(client) + ",", task());
  process.exit(0);
})();
JS
seen=$(node probe.js)
want='close while connecting: throws an Error, task not closed
the task has opened: connected false, active false, task not closed
close again: returns, task closed'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
