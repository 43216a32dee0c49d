#!/usr/bin/env bash
# kasumi.js 0.6.10, bots for KOOK: of its ways to connect, "kookts" never resumes a session; it asks for "resule".
#
# One would guess: the ways ("vendor") differ inside and speak one protocol, so behind a loss each asks the gateway to
# resume, with the number of the last message, and gets what it missed.
# What happens: "botroot" sends resume=1, and "kookts" resule=1, with session and number beside it. A service leaves out
# what it does not know, so that the link is a new session: all that came in the gap is missing, nothing is logged, and
# "connect.websocket" is told as ever.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error kasumi.js@0.6.10 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const http = require("http");
const { deflateSync } = require("zlib");
const { WebSocketServer } = require("ws");
const Kasumi = require("kasumi.js").default;
const text = { channel_type: "GROUP", type: 1, content: "hi", msg_id: "1", extra: { author: {} } };
const api = http.createServer((request, answer) => {
  const url = "ws://127.0.0.1:" + api.address().port + "/gateway?" + request.url.split("?")[1]; // has compress=0 or 1
  const data = request.url.includes("gateway") ? { url } : { id: "1", username: "bot", identify_num: "1", avatar: "" };
  answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ code: 0, message: "", data }));
});
let linked = () => {};
new WebSocketServer({ server: api }).on("connection", (link, request) => {
  const query = new URL(request.url, "ws://127.0.0.1").searchParams;
  const send = (packet) => link.send(query.get("compress") === "1" ? deflateSync(JSON.stringify(packet)) :
    JSON.stringify(packet));
  send({ s: 1, d: { code: 0, session_id: "session" } });
  linked(query, link, send);
});
api.listen(0, "127.0.0.1", async () => {
  for (const vendor of ["botroot", "kookts"]) {
    const bot = new Kasumi({ type: "websocket", vendor, token: "token",
      customEnpoint: "http://127.0.0.1:" + api.address().port + "/" }, false, false);
    const next = () => new Promise((go) => linked = (...all) => go(all));
    let link = next();
    await bot.connect();
    const [, first, send] = await link;
    await new Promise((go) => setTimeout(go, 500));
    send({ s: 0, sn: 1, d: text });
    await new Promise((go) => setTimeout(go, 500));
    link = next();
    first.terminate();
    const [query] = await link;
    query.delete("compress");
    console.log(vendor + " asks behind a loss: " + query);
  }
  process.exit();
});
JS
seen=$(timeout 60 node probe.js | grep ' asks ')
want='botroot asks behind a loss: resume=1&sessionId=session&sn=1
kookts asks behind a loss: resule=1&sessionId=session&sn=1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
