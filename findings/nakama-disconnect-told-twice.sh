#!/usr/bin/env bash
# @heroiclabs/nakama-js 2.8.0, Nakama's chat and presence for pages: disconnect() calls ondisconnect twice, and
# disconnect(false), which asks for no call, once; onerror is never called.
#
# One would guess: `disconnect(fireDisconnectEvent: boolean)` with false leaves ondisconnect alone, so that what
# reconnects there does not undo a logout; with true it comes once, as behind a loss; and onerror, which the client
# declares, hears of a socket that failed.
# What happens: the call itself is one, and the close of the socket, which nobody stops to listen to, is another. Who
# reconnects in ondisconnect comes back behind its own logout, and behind disconnect() with two sockets, as the second
# connect() does not see the first, which is not open yet. connect() puts a listener of its own in the place of
# the one that would call onerror, and leaves it there.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @heroiclabs/nakama-js@2.8.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
const { Client } = require("@heroiclabs/nakama-js");
Object.assign(globalThis, { WebSocket, window: globalThis });
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let refuse = false;
const service = new WebSocketServer({ // to open takes longer than to close, as it does over a network
  host: "127.0.0.1", port: 0, verifyClient: (_, answer) => setTimeout(() => answer(!refuse), 150)
});
service.on("connection", (link) => link.on("message", (ping) => {
  link.send(JSON.stringify({ cid: JSON.parse(ping).cid, pong: {} }));
}));
service.on("listening", async () => {
  const session = { token: "token" };
  const make = () => {
    const socket = new Client("key", "127.0.0.1", String(service.address().port), false).createSocket(false, false);
    const told = { disconnects: 0, errors: 0 };
    socket.ondisconnect = () => told.disconnects++;
    socket.onerror = () => told.errors++;
    return { socket, told };
  };
  const acts = {
    "a loss": () => service.clients.forEach((link) => link.terminate()),
    "disconnect()": (socket) => socket.disconnect(true),
    "disconnect(false)": (socket) => socket.disconnect(false)
  };
  for (const [name, act] of Object.entries(acts)) {
    const { socket, told } = make();
    await socket.connect(session);
    act(socket);
    await wait(500);
    console.log(name + ": ondisconnect " + told.disconnects);
  }
  const { socket, told } = make();
  await socket.connect(session);
  socket.ondisconnect = () => { if (told.disconnects++ < 5) socket.connect(session).catch(() => {}); };
  socket.disconnect(true);
  await wait(500);
  console.log("reconnects in ondisconnect, behind disconnect(): sockets " + service.clients.size);
  refuse = true;
  const other = make();
  await other.socket.connect(session).catch(() => {});
  await wait(500);
  console.log("a refused connect(): onerror " + other.told.errors);
  process.exit();
});
JS
seen=$(node probe.js)
want='a loss: ondisconnect 1
disconnect(): ondisconnect 2
disconnect(false): ondisconnect 1
reconnects in ondisconnect, behind disconnect(): sockets 2
a refused connect(): onerror 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
