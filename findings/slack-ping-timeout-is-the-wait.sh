#!/usr/bin/env bash
# @slack/socket-mode 3.1.0, Slack's WebSocket client for bots: clientPingTimeout is also how long it stays away before
# each reconnect, those that Slack asks for among them; and the wait never grows.
#
# One would guess: it is "how long the client should wait for a pong", and no more, so that who raises it for a slow
# network changes nothing else; when Slack says "refresh_requested", as it does regularly, the next link is opened at
# once; and a link that is lost again and again is mended more and more slowly.
# What happens: the old link is closed first, and the next one opened clientPingTimeout later, 5 s by default and 60 s
# where that was thought good for a slow network. What multiplies it is set back each time that Slack's API gives an
# address, before the socket is tried, so that sockets which fail one after the other wait no longer than the first.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @slack/socket-mode@3.1.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const http = require("http");
const { WebSocketServer } = require("ws");
const { SocketModeClient } = require("@slack/socket-mode");
const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {}, getLevel: () => "info" };
const api = http.createServer((_, answer) => answer.writeHead(200, { "content-type": "application/json" })
  .end(JSON.stringify({ ok: true, url: "ws://127.0.0.1:" + api.address().port })));
let told = () => {}, failing = false;
const service = new WebSocketServer({ server: api, verifyClient: (_, answer) => { told(); answer(!failing, 503); } });
service.on("connection", (link) => link.send('{"type":"hello"}'));
const attempt = async () => { // how long until the next socket is asked for, in half seconds
  const begun = Date.now();
  await new Promise((go) => told = go);
  told = () => {};
  return (Math.round((Date.now() - begun) / 500) / 2).toFixed(1) + " s";
};
api.listen(0, "127.0.0.1", async () => {
  for (const clientPingTimeout of [1000, 4000]) {
    const client = new SocketModeClient({
      appToken: "xapp-1", clientPingTimeout, logger: quiet,
      clientOptions: { slackApiUrl: "http://127.0.0.1:" + api.address().port + "/api/" }
    });
    await client.start();
    service.clients.forEach((link) => link.send('{"type":"disconnect","reason":"refresh_requested"}'));
    console.log("clientPingTimeout " + clientPingTimeout + ": next link behind a refresh after " + await attempt());
    await new Promise((go) => client.once("connected", go));
    if (clientPingTimeout > 1000) process.exit();
    failing = true;
    service.clients.forEach((link) => link.terminate());
    const waits = [];
    while (waits.length < 4) waits.push(await attempt());
    console.log("behind a loss, sockets refused: waits of " + waits.join(", "));
    failing = false;
    await new Promise((go) => client.once("connected", go));
    await client.disconnect();
  }
});
JS
seen=$(node probe.js)
want='clientPingTimeout 1000: next link behind a refresh after 1.0 s
behind a loss, sockets refused: waits of 1.0 s, 1.0 s, 1.0 s, 1.0 s
clientPingTimeout 4000: next link behind a refresh after 4.0 s'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
