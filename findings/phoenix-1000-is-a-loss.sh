#!/usr/bin/env bash
# phoenix 1.8.16, the client of Phoenix' channels: a service's orderly goodbye, 1000, is a loss since this patch
# release; up to 1.8.15 it was the end.
#
# One would guess: a patch release keeps what the code of a close means. A service that sends a page away, because its
# account logged in on another, say, closes with 1000, and the page stays away, as it did in 1.6.16 and since; with
# another code it comes back.
# What happens: 1.8.16 reconnects behind any close that the page did not ask for, whatever its code. Two pages of one
# account, each of which the service closes for the other, now take the link from one another for ever. What helps is
# disconnect() in onClose, which changes nothing with the releases before.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  phoenix-1.8.15@npm:phoenix@1.8.15 phoenix-1.8.16@npm:phoenix@1.8.16 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const WebSocket = require("ws"), wait = (ms) => new Promise((go) => setTimeout(go, ms));
async function tabs(release, code) {
  const { Socket } = require(release);
  let links = 0, online;
  const server = new WebSocket.Server({ host: "127.0.0.1", port: 0 });
  await new Promise((go) => server.on("listening", go));
  server.on("connection", (link) => { // one link for each account: the newer one counts
    links++;
    if (online) online.close(code, "logged in elsewhere");
    online = link;
    link.on("message", () => {});
  });
  const pages = [];
  for (let i = 0; i < 2; i++) {
    const page = new Socket("ws://127.0.0.1:" + server.address().port,
      { transport: WebSocket, reconnectAfterMs: () => 200 });
    const open = new Promise((go) => page.onOpen(go));
    page.connect();
    await open;
    pages.push(page);
  }
  await wait(2500);
  console.log(`${release}, closed with ${code}: ${links > 2 ? "links without an end" : links + " links"}`);
  pages.forEach((page) => page.disconnect());
}
(async () => {
  for (const code of [1000, 4001]) {
    for (const release of ["phoenix-1.8.15", "phoenix-1.8.16"]) await tabs(release, code);
  }
  process.exit();
})();
JS
seen=$(node probe.js)
want='phoenix-1.8.15, closed with 1000: 2 links
phoenix-1.8.16, closed with 1000: links without an end
phoenix-1.8.15, closed with 4001: links without an end
phoenix-1.8.16, closed with 4001: links without an end'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
