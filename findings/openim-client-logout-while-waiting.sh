#!/usr/bin/env bash
# @openim/client-sdk 0.0.14, OpenIM for pages and mini programs: logout() between two attempts does not stop the second;
# the account that left comes online beside the next one.
#
# One would guess: logout() that is kept ends the reconnecting, as it ends an open link; behind a login as another user
# that user's socket is the only one.
# What happens: the wait of 5 s goes on, and at its end a socket is opened with the first user's id and token. It stays,
# and is mended no more; the second user's application is told OnConnecting, and there are two sockets, one of which no
# call closes.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @openim/client-sdk@0.0.14 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { WebSocketServer, WebSocket } = require("ws");
globalThis.WebSocket = WebSocket;
globalThis.fetch = async () => ({ ok: true, json: async () => ({ errCode: 0, data: {} }) }); // the calls over HTTP
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const say = (text) => process.stdout.write(text + "\n");
for (const level of ["debug", "log", "info", "warn", "error"]) console[level] = () => {}; // the SDK's own lines
const { getSDK, CbEvents } = require("@openim/client-sdk");
const server = new WebSocketServer({ host: "127.0.0.1", port: 0 }, async () => {
  const sdk = getSDK();
  const login = async (userID) => {
    await sdk.login({
      userID, token: "token", platformID: 5, apiAddr: "http://127.0.0.1:1",
      wsAddr: "ws://127.0.0.1:" + server.address().port
    });
    say("login of " + userID + " is kept");
  };
  await login("alice");
  await wait(300);
  say("the link is lost");
  server.clients.forEach((link) => link.terminate());
  await wait(500);
  await sdk.logout();
  say("logout is kept");
  await login("bob");
  await wait(300);
  sdk.on(CbEvents.OnConnecting, () => say("bob's application hears OnConnecting"));
  await wait(7000);
  await sdk.logout();
  await wait(300);
  say("behind bob's logout: open sockets " + server.clients.size);
  process.exit(0);
});
server.on("connection", (_, request) => {
  say("  the service sees " + new URL(request.url, "ws://service").searchParams.get("sendID"));
});
JS
seen=$(node probe.js)
want="  the service sees alice
login of alice is kept
the link is lost
logout is kept
  the service sees bob
login of bob is kept
bob's application hears OnConnecting
  the service sees alice
behind bob's logout: open sockets 1"
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
