#!/usr/bin/env bash
# react-use-websocket 4.13.0, the hook for WebSockets in React: with share and heartbeat, the link on which messages
# arrive is closed once the components that were there when it opened are gone.
#
# One would guess: share gives all components of a page one link, which lives while one of them does; the heartbeat
# closes it when nothing arrived for `timeout` (60 s by default).
# What happens: the heartbeat looks at the times of those who were there at "open". A component that joined later keeps
# the link, and is not looked at: when the first ones are left, by a change of pages, their times stand still, and the
# link is closed after `timeout`, whatever arrives. Where shouldReconnect is not set, as by default, it is for good.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error react-use-websocket@4.13.0 react@19.2.0 \
  react-dom@19.2.0 jsdom@26.1.0 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const { JSDOM } = require("jsdom");
const ws = require("ws");
const { window } = new JSDOM("<div id=app></div>");
Object.assign(global, { window, document: window.document, navigator: window.navigator, WebSocket: ws.WebSocket });
const { createElement } = require("react"), { createRoot } = require("react-dom/client");
const useWebSocket = require("react-use-websocket").default;
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
console.warn = () => {}; // the library's own line: no message for a second
const service = new ws.WebSocketServer({ host: "127.0.0.1", port: 0 });
service.on("connection", (link) => link.on("message", () => link.send("pong")));
setInterval(() => service.clients.forEach((link) => link.send("news")), 100);
service.on("listening", async () => {
  const heartbeat = { message: "ping", returnMessage: "pong", interval: 300, timeout: 1000 };
  const url = "ws://127.0.0.1:" + service.address().port;
  let states, news;
  const Page = ({ name }) => {
    const { readyState } = useWebSocket(url, { share: true, heartbeat, onMessage: () => news++ });
    states[name] = readyState;
    return null;
  };
  const root = createRoot(window.document.getElementById("app"));
  const show = async (...names) => {
    states = {};
    root.render(names.map((name) => createElement(Page, { name, key: name })));
    await wait(3000);
    news = 0;
    await wait(500);
    console.log("components " + names + ": links " + service.clients.size + ", states " + JSON.stringify(states) +
      ", messages arrive " + (news > 0));
  };
  await show("a");
  await show("a", "b");
  await show("b");
  process.exit();
});
JS
seen=$(node probe.js)
want='components a: links 1, states {"a":1}, messages arrive true
components a,b: links 1, states {"a":1,"b":1}, messages arrive true
components b: links 0, states {"b":3}, messages arrive false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
