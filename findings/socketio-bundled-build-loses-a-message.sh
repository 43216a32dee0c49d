#!/usr/bin/env bash
# socket.io-client 4.8.4, with `retries`: in a page's bundle an answer that comes twice takes the next message out of
# the queue, which is then neither sent again nor told; in Node.js, and in a bundle of 4.8.1, it does not.
#
# One would guess: `retries` gives each message at least once, one after the other, and each callback is called once,
# with the answer or with an error; and the builds of one release differ in their log alone, so that a test in Node.js
# is one of the page's code as well.
# What happens: what makes the build for bundlers (build/esm, "default" of the package's exports) takes away each line
# with debug(), and one of them is `return debug("packet already acknowledged")`. Without it a second answer counts for
# the next message. It comes to that when a laptop wakes up: what is sent then, before the client notices that the link
# is old, is sent twice on the next one. Here "a" is, and its callback is called twice; "b", which the service loses
# with its link, is gone, and its callback is not called.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  socket.io-client-4.8.1@npm:socket.io-client@4.8.1 socket.io-client-4.8.4@npm:socket.io-client@4.8.4 \
  socket.io@4.8.4 >/dev/null
cat > client.mjs <<'JS'
const [, , build, port] = process.argv, { io } = await import(`./node_modules/${build}/index.js`);
const socket = io("http://127.0.0.1:" + port, { transports: ["websocket"], retries: 3, ackTimeout: 1000,
  reconnectionDelay: 100, randomizationFactor: 0 });
socket.once("connect", () => setTimeout(() => {
  const woken = Date.now() + 1500;
  while (Date.now() < woken); // asleep
  for (const name of ["a", "b"])
    socket.emit(name, (error, answer) => process.send(name + " " + (error ? error.message : answer)));
}, 300));
JS
cat > server.mjs <<'JS'
import { Server } from "socket.io";
import { createServer } from "node:http";
import { fork } from "node:child_process";
for (const build of process.argv.slice(2)) {
  const http = createServer(), io = new Server(http, { pingInterval: 400, pingTimeout: 200 });
  await new Promise((go) => http.listen(0, "127.0.0.1", go));
  const got = [], told = [];
  io.on("connection", (socket) => socket.onAny((name, answer) => {
    const first = !got.includes(name);
    got.push(name);
    if (name === "b" && first) socket.conn.transport.socket.terminate(); // it is lost with its link
    else answer("ok");
  }));
  const client = fork("client.mjs", [build, http.address().port]);
  client.on("message", (what) => told.push(what));
  await new Promise((go) => setTimeout(go, 6000));
  client.kill();
  console.log(`${build}: the service gets ${got.join(" ")}; callbacks: ${told.join(", ")}`);
  io.close();
}
process.exit();
JS
seen=$(node server.mjs socket.io-client-4.8.1/build/esm socket.io-client-4.8.4/build/esm \
  socket.io-client-4.8.4/build/esm-debug socket.io-client-4.8.4/build/cjs)
want='socket.io-client-4.8.1/build/esm: the service gets a a b b; callbacks: a ok, b ok
socket.io-client-4.8.4/build/esm: the service gets a a b; callbacks: a ok, a ok
socket.io-client-4.8.4/build/esm-debug: the service gets a a b b; callbacks: a ok, b ok
socket.io-client-4.8.4/build/cjs: the service gets a a b b; callbacks: a ok, b ok'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
