#!/usr/bin/env bash
# reconnecting-websocket 4.4.0: close() between two attempts, and reconnect() later, leave it closed for good.
#
# One would guess: reconnect() connects again whenever it is called ("closes the connection or connection attempt and
# connects again, resets retry counter"): an application closes when it goes to the background, and reconnects when it
# is shown again.
# What happens: so it is after a close() of an open socket. Where close() comes while it waits for the next attempt, as
# on a bad network, reconnect() does nothing, this time and each time after it: no socket, no event. The same is true
# of reconnect() when maxRetries are used up.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error reconnecting-websocket@4.4.0 >/dev/null
cat > probe.js <<'JS'
const ReconnectingWebSocket = require("reconnecting-websocket");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let network = true, made = 0;
class WebSocket { // opens where there is a network, and fails where there is none
  static CLOSING = 2; // by which it knows a WebSocket class
  constructor() {
    made++;
    this.readyState = 0;
    this.heard = {};
    setTimeout(() => network ? this.now(1, "open") : (this.now(3, "error"), this.now(3, "close")), 5);
  }
  now(state, type) { this.readyState = state; (this.heard[type] || (() => {}))({ type, code: 1006, target: this }); }
  addEventListener(type, f) { this.heard[type] = f; }
  removeEventListener(type) { delete this.heard[type]; }
  close(code) { this.readyState = 2; setTimeout(() => this.now(3, "close"), 5); }
}
(async () => {
  for (const [what, online, options] of [
    ["close() of an open socket", true, {}],
    ["close() between two attempts", false, {}],
    ["maxRetries used up", false, { maxRetries: 1 }]
  ]) {
    network = online;
    const socket = new ReconnectingWebSocket("ws://service.example", [],
      { WebSocket, minReconnectionDelay: 100, maxReconnectionDelay: 100, ...options });
    await wait(options.maxRetries ? 500 : 50);
    if (!options.maxRetries) socket.close();
    await wait(300);
    network = true;
    made = 0;
    for (let i = 0; i < 3; i++) {
      socket.reconnect();
      await wait(300);
    }
    console.log(what + ", then reconnect() three times: sockets", made, "open", socket.readyState === 1);
  }
  process.exit();
})();
JS
seen=$(node probe.js)
want='close() of an open socket, then reconnect() three times: sockets 3 open true
close() between two attempts, then reconnect() three times: sockets 0 open false
maxRetries used up, then reconnect() three times: sockets 0 open false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
