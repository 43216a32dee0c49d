#!/usr/bin/env bash
# ahooks 3.11.0, useWebSocket of Alibaba's hooks for React: sendMessage() in onOpen throws "WebSocket disconnected", and
# from then on that open link is "Connecting", and takes no message.
#
# One would guess: onOpen is where one logs in or subscribes, as onopen of a WebSocket is.
# What happens: sendMessage() looks at the state of the last rendering, which is "Connecting" still. What it throws goes
# through the hook's own onopen, in front of the lines that set the state and give the attempts back: readyState is 0 as
# long as the link lives, each sendMessage() throws, messages arrive, and reconnectLimit counts on over all links.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error ahooks@3.11.0 react@19.2.0 react-dom@19.2.0 \
  jsdom@26.1.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { JSDOM } = require("jsdom");
const ws = require("ws");
const { window } = new JSDOM("<div id=app></div>");
Object.assign(global, { window, document: window.document, navigator: window.navigator, WebSocket: ws.WebSocket });
const { createElement } = require("react"), { createRoot } = require("react-dom/client");
const { useWebSocket } = require("ahooks");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
let heard = [], thrown = [], links = 0;
process.on("uncaughtException", (e) => thrown.push(e.message)); // a page goes on behind an error in a handler
const service = new ws.WebSocketServer({ host: "127.0.0.1", port: 0 });
service.on("connection", (link) => { links++; link.on("message", (text) => heard.push(String(text))); });
service.on("listening", async () => {
  for (const what of ["onOpen sends", "onOpen does nothing"]) {
    let hook;
    const App = () => {
      hook = useWebSocket("ws://127.0.0.1:" + service.address().port, {
        onOpen: () => what === "onOpen sends" && hook.sendMessage("login"), reconnectInterval: 200, reconnectLimit: 2
      });
      return null;
    };
    const root = createRoot(window.document.getElementById("app"));
    root.render(createElement(App));
    await wait(1000);
    try { hook.sendMessage("hello"); } catch (e) { thrown.push(e.message); }
    await wait(500);
    console.log(what + ": thrown [" + thrown + "], heard [" + heard + "], readyState " + hook.readyState +
      ", of the socket " + hook.webSocketIns.readyState);
    for (let loss = 1; loss <= 4; loss++) {
      service.clients.forEach((link) => link.terminate());
      await wait(1000);
    }
    console.log("  links made over four losses: " + links);
    root.unmount();
    heard = []; thrown = []; links = 0;
  }
  process.exit();
});
JS
seen=$(node probe.js)
want='onOpen sends: thrown [WebSocket disconnected,WebSocket disconnected], heard [], readyState 0, of the socket 1
  links made over four losses: 3
onOpen does nothing: thrown [], heard [hello], readyState 1, of the socket 1
  links made over four losses: 5'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
