#!/usr/bin/env bash
# sockjs-client 1.6.1: a service that cannot be reached raises no "error"; the page's own close() does.
#
# One would guess: as at a WebSocket, whose interface it has, a connection that fails raises "error" and then "close"
# with 1006, and onerror means that something failed.
# What happens: the refused connection is told by "close" alone, with 1002, which is the code of a protocol error. When
# the page calls close() while the first request is under way there is an "error", and behind it a clean close with
# 1000. Who reports in onerror, or retries there, does so for users that left, and never for a service that is away.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error sockjs-client@1.6.1 >/dev/null
cat > probe.js <<'JS'
const http = require("http"), net = require("net");
const SockJS = require("sockjs-client");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const listen = (server) => new Promise((go) => server.listen(0, "127.0.0.1", () => go(server.address().port)));
const connect = (what, port) => {
  console.log(what);
  const link = new SockJS("http://127.0.0.1:" + port);
  link.onerror = () => console.log("  error");
  link.onclose = (e) => console.log("  close", e.code, e.reason + ", wasClean", e.wasClean);
  return link;
};
(async () => {
  const gone = net.createServer(), nobody = await listen(gone);
  await new Promise((go) => gone.close(go));
  connect("nobody listens", nobody);
  await wait(1000);
  const silent = await listen(http.createServer(() => {})); // the first request, GET /info, waits
  const link = connect("close() while connecting", silent);
  await wait(300);
  link.close();
  await wait(1000);
  process.exit(0);
})();
JS
seen=$(node probe.js)
want='nobody listens
  close 1002 Cannot connect to server, wasClean false
close() while connecting
  error
  close 1000 Normal closure, wasClean true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
