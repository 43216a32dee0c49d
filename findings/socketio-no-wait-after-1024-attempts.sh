#!/usr/bin/env bash
# socket.io-client 4.8.1 (and backo2 1.0.2, from which its backoff comes): behind some 1,015 attempts in a row half of
# the waits are 0 ms.
#
# One would guess: with the defaults (reconnectionAttempts Infinity) the wait grows to reconnectionDelayMax, 5 s, and
# stays there for as long as the server is away.
# What happens: the wait doubles before it is cut. Behind 1,015 attempts, 85 minutes, it is Infinity; the jitter takes
# Infinity from it, and NaN | 0 is 0. From then on half of the attempts follow at once. @yxim/nim-web-sdk 8.9.103 has
# the same lines; 9.21.12 asks isFinite first.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error socket.io-client@4.8.1 >/dev/null
cat > probe.js <<'JS'
// Every wait is written down and not waited for; the limit of an attempt, 20 s, stays.
const { setTimeout: timer } = globalThis, waits = [];
globalThis.setTimeout = (f, ms, ...rest) => {
  if (new Error().stack.includes("Manager.reconnect")) {
    waits.push(ms);
    ms = 0;
  }
  return timer(f, ms, ...rest);
};
const { io } = require("socket.io-client");
const socket = io("http://127.0.0.1:1");
let attempts = 0;
socket.io.on("reconnect_attempt", () => {
  if (++attempts < 1200) return;
  socket.close();
  const few = (list) => list.filter((ms) => ms < 500).length;
  console.log("waits under 500 ms, of the first 1000:", few(waits.slice(0, 1000)));
  console.log("of the last 100:", few(waits.slice(-100)) > 25 ? "more than a quarter" : few(waits.slice(-100)));
  process.exit();
});
JS
seen=$(node probe.js)
want='waits under 500 ms, of the first 1000: 0
of the last 100: more than a quarter'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
