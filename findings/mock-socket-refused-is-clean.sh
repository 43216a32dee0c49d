#!/usr/bin/env bash
# mock-socket 9.3.1, the WebSocket of many unit tests: a connection that nobody answers ends as a clean close with 1000.
#
# One would guess: "error", then "close" with the code 1006 and wasClean false, as the standard says, and as every
# WebSocket does; code that goes by the code of a close is what such tests are for.
# What happens: where no Server listens at the address, "close" says 1000 and wasClean true. Code that reconnects after
# 1006 alone gives up in the test, and code that takes 1000 for a failure passes it and fails a real service's goodbye.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error mock-socket@9.3.1 ws@8.23.0 >/dev/null
cat > probe.js <<'JS'
console.error = () => {}; // mock-socket's own line
const net = require("net");
const closed = (name, WebSocket, address) => new Promise((go) => {
  const socket = new WebSocket(address);
  socket.onerror = () => console.log(name, "error");
  socket.onclose = ({ code, wasClean }) => go(console.log(name, "close", code, "clean", wasClean));
});
(async () => {
  const taken = net.createServer().listen(0, "127.0.0.1");
  await new Promise((go) => taken.once("listening", go));
  const refused = "ws://127.0.0.1:" + taken.address().port;
  await new Promise((go) => taken.close(go));
  await closed("ws:", require("ws").WebSocket, refused);
  await closed("mock-socket:", require("mock-socket").WebSocket, refused);
})();
JS
seen=$(node probe.js)
want='ws: error
ws: close 1006 clean false
mock-socket: error
mock-socket: close 1000 clean true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
