#!/usr/bin/env bash
# socket.io-client 4.8.4 and @hapi/nes 14.0.1: a cap of 0 on the attempts to reconnect is no cap.
#
# One would guess: reconnectionAttempts: 0 (socket.io) and retries: 0 (nes) make no attempt behind a loss, as 1 makes
# one; that is how an application that wants to reconnect by itself writes it. Their declarations name Infinity as the
# default, and no number that stands for it.
# What happens: 0 is taken for "not given": both reconnect for ever. socket.io's setter of the same name takes 0 as it
# is, so that manager.reconnectionAttempts(0) and {reconnectionAttempts: 0} are opposites.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  socket.io-client@4.8.4 @hapi/nes@14.0.1 >/dev/null
cat > probe.js <<'JS'
const { Manager } = require("socket.io-client"), Nes = require("@hapi/nes");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const refused = "127.0.0.1:1";
const say = (what, attempts) =>
  console.log(what + ":", attempts < 2 ? attempts : "2 and more", "attempts behind the first");
const io = async (what, options, change = () => {}) => {
  const manager = new Manager("http://" + refused, {
    reconnectionDelay: 100, reconnectionDelayMax: 200, autoConnect: false, transports: ["websocket"], ...options
  });
  change(manager);
  let attempts = 0;
  manager.on("reconnect_attempt", () => attempts++);
  manager.on("error", () => {});
  manager.open();
  await wait(4000);
  say("socket.io, " + what, attempts);
  manager._close();
};
const nes = async (retries) => {
  const client = new Nes.Client("ws://" + refused);
  let failed = 0;
  client.onError = () => failed++; // an attempt behind the first that failed
  client.connect({ retries, delay: 100, maxDelay: 200 }).catch(() => {});
  await wait(4000);
  say("nes, retries: " + retries, failed);
  await client.disconnect();
};
(async () => {
  await io("reconnectionAttempts: 1", { reconnectionAttempts: 1 });
  await io("reconnectionAttempts: 0", { reconnectionAttempts: 0 });
  await io("manager.reconnectionAttempts(0)", {}, (manager) => manager.reconnectionAttempts(0));
  await nes(1);
  await nes(0);
  process.exit();
})();
JS
seen=$(node probe.js)
want='socket.io, reconnectionAttempts: 1: 1 attempts behind the first
socket.io, reconnectionAttempts: 0: 2 and more attempts behind the first
socket.io, manager.reconnectionAttempts(0): 0 attempts behind the first
nes, retries: 1: 1 attempts behind the first
nes, retries: 0: 2 and more attempts behind the first'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
