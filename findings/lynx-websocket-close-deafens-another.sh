#!/usr/bin/env bash
# @lynx-js/websocket 0.0.4 on the runtime of Lynx (as in @lynx-js/web-core 0.26.7): where two WebSockets are open, the
# close of the younger one makes the older one deaf.
#
# One would guess: two WebSockets, an account's and a chatroom's, know nothing of each other.
# What happens: each hears its native events through one emitter, with a listener that is the same function for all of
# them and a context of its own. The emitter's removeListener knows the function alone, and takes the first: that of the
# older one, which gets no message and no close any more, and is "open" for ever. What it sends arrives. The closed
# one's listeners stay in its stead, so that an application whose chatroom reconnects loses its account's link.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @lynx-js/websocket@0.0.4 ws@8.21.0 >/dev/null
tar xzf "$(npm pack --silent @lynx-js/web-core@0.26.7)"
cp package/dist/client_prod/static/js/async/lynx-core-chunk.js core.mjs
cat > probe.mjs <<'JS'
import { WebSocketServer, WebSocket as Socket } from "ws";
import { __webpack_modules__ } from "./core.mjs";
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
// The native side: a module of sockets, and what Lynx' core asks for when it starts.
const sockets = {}, nothing = () => {};
let card;
const tell = (name, event) => card.GlobalEventEmitter.emit(name, [event]);
const LynxWebSocketModule = {
  connect(url, protocols, options, id) {
    const socket = sockets[id] = new Socket(url, protocols);
    socket.on("open", () => tell("websocketOpen", { id, protocol: socket.protocol }));
    socket.on("message", (data) => tell("websocketMessage", { id, type: "text", data: String(data) }));
    socket.on("close", (code) => tell("websocketClosed", { id, code, reason: "" }));
  },
  send(text, id) { sockets[id].send(text); },
  close(code, reason, id) { sockets[id].close(code, reason); }
};
const context = { addEventListener: nothing, removeEventListener: nothing, dispatchEvent: nothing };
const core = {};
const native = (own) => new Proxy(own, { get: (_, key) => key in own ? own[key] : nothing });
globalThis.nativeConsole = native({}); // it would say that there is no script of a page
__webpack_modules__.qE({}, core, { r: nothing, d: (to, from) => {
  for (const key in from) Object.defineProperty(to, key, { get: from[key] });
} });
const app = native({ id: "1", nativeModuleProxy: { LynxWebSocketModule }, setCard(it) { card = it; } });
core.loadCard(app, { initData: {}, updateData: {}, cardType: "react" }, native({ getCoreContext: () => context }));
Object.assign(globalThis, { lynx: card.lynx, NativeModules: card.NativeModules });

const { WebSocket } = await import("@lynx-js/websocket");
const service = new WebSocketServer({ host: "127.0.0.1", port: 0 });
service.on("connection", (link) => link.on("message", (text) => link.send("echo of " + text)));
service.on("listening", async () => {
  const url = "ws://127.0.0.1:" + service.address().port;
  let told;
  const make = (name) => {
    const socket = new WebSocket(url);
    socket.onmessage = ({ data }) => told.push(name + ": " + data);
    socket.onclose = ({ code }) => told.push(name + ": close " + code);
    return socket;
  };
  const then = async (what, act) => {
    told = [];
    act();
    await wait(500);
    console.log(what + ": " + (told.join(", ") || "nothing is told"));
  };
  for (const closed of ["the older", "the younger"]) {
    const both = { "the older": make("the older"), "the younger": make("the younger") };
    await wait(500);
    const other = closed === "the older" ? "the younger" : "the older";
    await then(closed + " is closed", () => both[closed].close());
    await then("  " + other + " sends", () => both[other].send("hello"));
    await then("  the service ends it", () => service.clients.forEach((link) => link.close(4001)));
    console.log("  its readyState " + both[other].readyState);
  }
  process.exit();
});
JS
seen=$(node probe.mjs)
want='the older is closed: the older: close 1000
  the younger sends: the younger: echo of hello
  the service ends it: the younger: close 4001
  its readyState 3
the younger is closed: the younger: close 1000
  the older sends: nothing is told
  the service ends it: nothing is told
  its readyState 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
