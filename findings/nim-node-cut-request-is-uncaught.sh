#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12, the build for Node.js: a connection that ends in the middle of the handshake is no failed
# attempt, but an uncaught exception.
#
# One would guess: a handshake that gets no answer counts as one that is refused. The SDK tries again, and calls
# ondisconnect when its attempts are used up.
# What happens: behind a handshake that is answered with 500 it does so. Where the connection ends instead, "socket
# hang up" comes out uncaught, which ends a program that does not listen for it; nothing is tried again, and neither
# onwillreconnect nor ondisconnect is called.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @yxim/nim-web-sdk@9.21.12 >/dev/null
cat > probe.js <<'JS'
const http = require("http"), how = process.argv[2];
const say = console.log;
for (const kind of ["log", "info", "warn", "error"]) console[kind] = () => {}; // the SDK's own lines
let here, handshakes = 0;
const told = [], uncaught = [];
const server = http.createServer((req, res) => {
  if (req.url.includes("/lbs")) return res.end(JSON.stringify({ common: { link: [here] } }));
  if (!req.url.includes("/socket.io/1/")) return res.end("{\"data\": {}}"); // what it asks of experiments
  handshakes++;
  if (how === "cut") return req.socket.destroy();
  res.statusCode = 500;
  res.end("busy");
});
process.on("uncaughtException", (e) => uncaught.push(e.message));
server.listen(0, "127.0.0.1", () => {
  here = "127.0.0.1:" + server.address().port;
  const { NIM } = require("@yxim/nim-web-sdk/dist/SDK/NIM_Web_SDK_nodejs.js");
  NIM.getInstance({
    appKey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token", reconnectionAttempts: 1,
    abTestUrl: "http://" + here + "/experiments",
    privateConf: { lbs_web: "http://" + here + "/lbs", link_web: here, link_ssl_web: false, https_enabled: false },
    onwillreconnect: () => told.push("will reconnect"), ondisconnect: () => told.push("disconnected")
  });
});
setTimeout(() => {
  say(`${how}: ${handshakes > 1 ? "several handshakes" : "one handshake"}; told ${told.join() || "nothing"}; ` +
    `uncaught ${uncaught.join() || "nothing"}`);
  process.exit();
}, 15000);
JS
seen=$(node probe.js answered; node probe.js cut)
want='answered: several handshakes; told will reconnect,disconnected; uncaught nothing
cut: one handshake; told nothing; uncaught socket hang up'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
