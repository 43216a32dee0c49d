#!/usr/bin/env bash
# @supabase/realtime-js 2.119.1, Supabase's client for channels: a token that is there before the link opens is never
# sent, so that the user is nobody; one that comes late is. In 2.98.0 both are.
#
# One would guess: with the option accessToken each channel joins with the user's token, as connect() asks for it ("this
# ensures auth is called for standalone usage", says the source), and a token from a cache is the easiest case.
# What happens: what a channel sends to join is written down in subscribe(), before the token is there, and sent when
# the link opens. A token that comes in between is kept and goes nowhere, as only a channel that has joined is told of
# it, and a heartbeat tells it of another token alone. It says SUBSCRIBED, and is a visitor's: what row level security
# shows to that user does not arrive, until the token changes or the link is lost, an hour later. What helps is
# `await client.setAuth()` before subscribe().
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  realtime-2.98.0@npm:@supabase/realtime-js@2.98.0 realtime-2.119.1@npm:@supabase/realtime-js@2.119.1 \
  ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const WebSocket = require("ws"), wait = (ms) => new Promise((go) => setTimeout(go, ms));
async function subscribe(release, delay, first) {
  const { RealtimeClient } = require(release), got = [];
  const server = new WebSocket.Server({ host: "127.0.0.1", port: 0,
    verifyClient: (_, done) => setTimeout(done, 200, true) }); // a network
  await new Promise((go) => server.on("listening", go));
  server.on("connection", (link) => link.on("message", (text) => {
    const message = JSON.parse(text), list = Array.isArray(message); // the two forms of Phoenix' messages
    const [join_ref, ref, topic, event, sent] = list ? message :
      [message.join_ref, message.ref, message.topic, message.event, message.payload];
    if (event !== "heartbeat") got.push(`${event} ${sent.access_token ? "with" : "without"} the token`);
    const payload = { status: "ok", response: {} };
    link.send(JSON.stringify(list ? [join_ref, ref, topic, "phx_reply", payload] :
      { join_ref, ref, topic, event: "phx_reply", payload }));
  }));
  const client = new RealtimeClient("ws://127.0.0.1:" + server.address().port, { transport: WebSocket,
    params: { apikey: "key" }, heartbeatIntervalMs: 1000, accessToken: () => wait(delay).then(() => "token") });
  if (first) await client.setAuth();
  client.channel("room").subscribe((status) => got.push(status));
  await wait(3500);
  console.log(`${release}, token after ${delay} ms${first ? ", setAuth() first" : ""}: ${got.join(", ")}`);
  client.disconnect();
}
(async () => {
  for (const release of ["realtime-2.98.0", "realtime-2.119.1"]) {
    await subscribe(release, 0);
    await subscribe(release, 600);
  }
  await subscribe("realtime-2.119.1", 0, true);
  process.exit();
})();
JS
seen=$(node probe.js)
want='realtime-2.98.0, token after 0 ms: phx_join with the token, SUBSCRIBED
realtime-2.98.0, token after 600 ms: phx_join with the token, SUBSCRIBED
realtime-2.119.1, token after 0 ms: phx_join without the token, SUBSCRIBED
realtime-2.119.1, token after 600 ms: phx_join without the token, SUBSCRIBED, access_token with the token
realtime-2.119.1, token after 0 ms, setAuth() first: phx_join with the token, SUBSCRIBED'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
