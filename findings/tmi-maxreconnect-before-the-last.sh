#!/usr/bin/env bash
# tmi.js 1.8.5, the client for Twitch's chat: "maxreconnect" is told before the last attempt is made.
#
# One would guess: behind "maxreconnect" ("maximum reconnection attempts reached") nothing is tried any more, so a bot
# ends there, or connects in another way.
# What happens: a refused socket says error and then close. The error takes the last attempt and sets its timer, and the
# close finds that none is left and says so. The attempt is made all the same, and where it succeeds the bot logs in
# behind "maxreconnect"; one that connected anew there is in the chat twice. Where it fails the event comes twice more.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error tmi.js@1.8.5 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const WebSocket = require("ws"), tmi = require("tmi.js");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const logger = new Proxy({}, { get: () => () => {} });
(async () => {
  for (const refused of [2, 3]) { // the first attempt of connect() and one or two of the client's own
    let asked = 0;
    const server = new WebSocket.Server({
      host: "127.0.0.1", port: 0, verifyClient: () => ++asked > refused, handleProtocols: () => "irc"
    });
    await new Promise((go) => server.on("listening", go));
    const client = new tmi.Client({ logger, connection: {
      server: "127.0.0.1", port: server.address().port, secure: false,
      reconnect: true, maxReconnectAttempts: 2, reconnectInterval: 1000, reconnectDecay: 1
    } });
    const heard = [];
    for (const event of ["reconnect", "maxreconnect", "logon"]) client.on(event, () => heard.push(event));
    client.connect().catch(() => {});
    await wait(6000);
    console.log(`${refused} refused: ${heard.join(", ")}; links ${server.clients.size}`);
    server.close();
  }
  process.exit();
})();
JS
seen=$(node probe.js)
want='2 refused: reconnect, reconnect, maxreconnect, logon; links 1
3 refused: reconnect, reconnect, maxreconnect, maxreconnect, maxreconnect; links 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
