#!/usr/bin/env bash
# robust-websocket 1.0.0: its timeout ends no attempt, and starts no other.
#
# One would guess: an attempt that is "considered to have timed out" (4 s by default) is closed, and shouldReconnect is
# asked, as for one that was refused; that is what one takes such a library for on networks that swallow packets.
# What happens: there is an event "timeout", and from then on the library has also stopped listening to "online". The
# attempt goes on as long as the platform lets it, shouldReconnect is not asked, and open() does nothing because the
# socket is still connecting.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error robust-websocket@1.0.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const net = require("net");
const { WebSocket } = require("ws");
const page = { online: 0 }; // of the page the library asks for this
globalThis.WebSocket = WebSocket;
globalThis.addEventListener = (type) => type in page && page[type]++;
globalThis.removeEventListener = (type) => type in page && page[type]--;
Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });
globalThis.window = globalThis;
const RobustWebSocket = require("robust-websocket");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let connections = 0;
const silent = net.createServer((socket) => { connections++; socket.on("error", () => {}); });
silent.listen(0, "127.0.0.1", async () => {
  const asked = [];
  const link = new RobustWebSocket("ws://127.0.0.1:" + silent.address().port, null, {
    timeout: 1000, shouldReconnect: (event) => { asked.push(event.type); return 200; }
  });
  const heard = [];
  for (const type of ["connecting", "open", "error", "close", "timeout"]) {
    link.addEventListener(type, () => heard.push(type));
  }
  const tell = (what) => {
    console.log(what + ": heard [" + heard + "], asked [" + asked + "], connections " + connections +
      ", readyState " + link.readyState + ", listens for online: " + (page.online > 0));
  };
  await wait(500);
  tell("half a second");
  await wait(1000);
  tell("behind the timeout");
  await wait(5000);
  link.open();
  await wait(500);
  tell("5 s later, and open()");
  process.exit(0);
});
JS
seen=$(node probe.js)
want='half a second: heard [], asked [], connections 1, readyState 0, listens for online: true
behind the timeout: heard [timeout], asked [], connections 1, readyState 0, listens for online: false
5 s later, and open(): heard [timeout], asked [], connections 1, readyState 0, listens for online: false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
