#!/usr/bin/env bash
# persistent-websocket 1.0.2: the time limit of an attempt that was refused ends a later one, and so on without an end.
#
# One would guess: connectTimeoutMillis, "how long to wait for the websocket connection to reach OPEN", is for each
# attempt its own, so that 2 s are enough for a network on which a handshake takes 1.5 s.
# What happens: the check is a timer that nobody cancels, and it looks at whatever attempt is under way when it ends.
# Behind two refused attempts the third is closed with 4000 after a second, the next ones sooner, and each leaves a
# timer for those behind it: with a steady wait of 0.5 s none opens any more, although the service is back and answers
# within the limit.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error persistent-websocket@1.0.2 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const http = require("http");
const { WebSocketServer, WebSocket } = require("ws");
Object.assign(globalThis, { WebSocket, XMLHttpRequest: class {} });
const { PersistentWebsocket } = require("persistent-websocket");
let refuse = 0;
const links = new WebSocketServer({ noServer: true });
const service = http.createServer().on("upgrade", (request, socket, head) => {
  socket.on("error", () => {});
  if (refuse-- > 0) return socket.destroy();
  setTimeout(() => socket.destroyed || links.handleUpgrade(request, socket, head, () => {}), 1500);
}).listen(0, "127.0.0.1", async () => {
  for (const refused of [0, 2]) {
    refuse = refused;
    let closed = 0, opens = 0;
    const client = new PersistentWebsocket("ws://127.0.0.1:" + service.address().port,
      { connectTimeoutMillis: 2000, initialBackoffDelayMillis: 500, maxBackoffDelayMillis: 500 });
    client.onerror = () => {};
    client.onclose = () => { if (refuse < 0) closed++; };
    client.onopen = () => opens++;
    client.open();
    await new Promise((go) => setTimeout(go, 12000));
    console.log(refused + " refused, then slow: " + (opens ? "opens, attempts that the limit ended " + closed :
      "does not open in 12 s, attempts that the limit ended " + (closed > 6 ? "more than 6" : closed)));
    client.close();
  }
  process.exit();
});
JS
seen=$(node probe.js)
want='0 refused, then slow: opens, attempts that the limit ended 0
2 refused, then slow: does not open in 12 s, attempts that the limit ended more than 6'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
