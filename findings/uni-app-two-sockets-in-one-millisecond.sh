#!/usr/bin/env bash
# @dcloudio/uni-app-plus 3.0.0-5020420260813003, the runtime of uni-app in apps for phones: two sockets that are opened
# within one millisecond are taken for one.
#
# One would guess: uni.connectSocket makes a task of its own each time, as in mini programs; so an SDK with an account
# and a chatroom, or two instances that reconnect when the network is back, has two.
# What happens: the id of a task is the time in milliseconds. The second task takes the first one's place in the table:
# the first hears nothing ever, neither "open" nor "close", and the second hears the events of both links. What the
# first sends goes over the second's link, and its own stays open at the service.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --legacy-peer-deps --loglevel=error ws@8.21.0 \
  @dcloudio/uni-shared@3.0.0-5020420260813003 @vue/shared@3.4.21 >/dev/null
tar xzf "$(npm pack --silent @dcloudio/uni-app-plus@3.0.0-5020420260813003)"
# The runtime's pages need Vue; its sockets do not.
sed "s/^import {\(.*\)} from 'vue';/const {\1} = new Proxy({}, { get: () => () => {} });/" \
  package/dist/uni.runtime.esm.js > runtime.mjs
cat > probe.mjs <<'JS'
import { WebSocketServer, WebSocket } from "ws";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
// The phone: its native module of sockets, and for all the rest an object that can do anything.
const rest = new Proxy(() => {}, { get: (_, key) => key === Symbol.toPrimitive ? () => "" : rest, apply: () => rest });
const sockets = {}, on = {};
const native = {
  onopen(call) { on.open = call; }, onmessage(call) { on.message = call; },
  onerror(call) { on.error = call; }, onclose(call) { on.close = call; },
  WebSocket({ id, url }) {
    const socket = sockets[id] = new WebSocket(url);
    socket.on("open", () => on.open({ id }));
    socket.on("message", (data) => on.message({ id, data: String(data) }));
    socket.on("error", (e) => on.error({ id, data: e.message }));
    socket.on("close", (code) => on.close({ id, code, reason: "" }));
  },
  send({ id, data }) { sockets[id].send(data); },
  close({ id }) { sockets[id].close(); }
};
Object.assign(globalThis, { plus: rest, weex: { requireModule: (name) => name === "uni-webSocket" ? native : rest } });
const { uni } = (await import("./runtime.mjs")).default;
const service = new WebSocketServer({ host: "127.0.0.1", port: 0 });
service.on("connection", (link, { url }) => link.on("message", (text) => link.send(text + " came by " + url)));
service.on("listening", async () => {
  const url = "ws://127.0.0.1:" + service.address().port + "/";
  const told = {};
  const make = (name) => {
    const task = uni.connectSocket({ url: url + name, complete() {} });
    told[name] = [];
    task.onOpen(() => told[name].push("open"));
    task.onMessage(({ data }) => told[name].push(data));
    task.onClose(() => told[name].push("close"));
    return task;
  };
  const one = async (what, make) => {
    const { account, room } = make();
    await wait(1000);
    const links = service.clients.size;
    account.send({ data: "hello" });
    await wait(1000);
    service.clients.forEach((link) => link.close());
    await wait(1000);
    console.log(what + ": links " + links + "\n  account hears " + (told.account.join(", ") || "nothing") +
      "\n  room hears " + told.room.join(", "));
  };
  const now = Date.now;
  await one("two milliseconds", () => {
    const account = make("account");
    for (const at = now(); now() < at + 2;);
    return { account, room: make("room") };
  });
  await one("one millisecond", () => {
    const at = now();
    Date.now = () => at; // both calls in one, as on a fast phone
    const both = { account: make("account"), room: make("room") };
    Date.now = now;
    return both;
  });
  process.exit();
});
JS
seen=$(node probe.mjs)
want='two milliseconds: links 2
  account hears open, hello came by /account, close
  room hears open, close
one millisecond: links 2
  account hears nothing
  room hears open, open, hello came by /room, close'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
