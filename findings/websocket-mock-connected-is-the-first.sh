#!/usr/bin/env bash
# jest-websocket-mock 2.5.0 and vitest-websocket-mock 0.8.0, servers for unit tests: behind the first connection
# `await server.connected` waits for nothing, so that a test of reconnecting passes with a client that never reconnects.
#
# One would guess: "connected: a Promise that resolves every time the instance receives a new connection", with "the
# instance that initiated the connection", and "closed" every time one is closed, so a test closes the link and awaits
# server.connected for the client's reconnect.
# What happens: each reading gives a promise of its own, of the first connection: it is kept at once with the socket
# that was closed, whether the client comes back or not, and while it is on its way. So is `closed` of the first close.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --legacy-peer-deps --loglevel=error \
  jest-websocket-mock@2.5.0 vitest-websocket-mock@0.8.0 mock-socket@9.3.1 >/dev/null
mkdir -p node_modules/vitest # of the test runners the packages need expect.extend alone
echo '{"type":"module","exports":"./index.js"}' > node_modules/vitest/package.json
echo 'export const expect = { extend() {} };' > node_modules/vitest/index.js
cat > probe.mjs <<'JS'
import { WebSocket } from "mock-socket";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
globalThis.expect = { extend() {} };
const state = async (promise, socket) => {
  let now = "pending";
  promise.then((value) => now = value && value === socket ? "kept with the first" : "kept");
  await wait(100);
  return now;
};
for (const name of ["jest-websocket-mock", "vitest-websocket-mock"]) {
  const { WS } = await import(name);
  const server = new WS("ws://localhost/" + name);
  console.log(name + ", before any connection: connected " + await state(server.connected));
  const client = new WebSocket("ws://localhost/" + name);
  const first = await server.connected;
  console.log("  the first is open: closed " + await state(server.closed));
  client.close();
  await wait(100);
  console.log("  it was closed, connections " + server.server.clients().length + ": connected " +
    await state(server.connected, first));
  const again = new WebSocket("ws://localhost/" + name);
  await server.connected;
  console.log("  behind await server.connected of the second: its readyState " + again.readyState);
  await wait(100);
  console.log("  the second is open, readyState " + again.readyState + ": connected " +
    await state(server.connected, first) + ", closed " + await state(server.closed));
}
process.exit();
JS
seen=$(node probe.mjs)
want='jest-websocket-mock, before any connection: connected pending
  the first is open: closed pending
  it was closed, connections 0: connected kept with the first
  behind await server.connected of the second: its readyState 0
  the second is open, readyState 1: connected kept with the first, closed kept
vitest-websocket-mock, before any connection: connected pending
  the first is open: closed pending
  it was closed, connections 0: connected kept with the first
  behind await server.connected of the second: its readyState 0
  the second is open, readyState 1: connected kept with the first, closed kept'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
