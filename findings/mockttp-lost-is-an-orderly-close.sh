#!/usr/bin/env bash
# mockttp 4.6.5, a proxy for tests: a WebSocket that the service loses arrives at the client as an orderly close.
#
# One would guess: thenPassThrough hands on how a link ends, as it does with codes and reasons (4001 is 4001 on the
# other side), so that a service that is killed behind it is 1006 at the client, as without the proxy.
# What happens: where the service's connection is cut the client gets a close frame without a code, 1005, and its close
# is clean; the other way round too, with a client that is lost. What reconnects after 1006 alone, and takes a clean
# close for the service's goodbye, is never tried by killing what stands behind the proxy.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  mockttp@4.6.5 ws@8.21.0 https-proxy-agent@7.0.6 >/dev/null
cat > probe.js <<'JS'
const mockttp = require("mockttp");
const { WebSocketServer, WebSocket } = require("ws");
const { HttpsProxyAgent } = require("https-proxy-agent");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const service = new WebSocketServer({ host: "127.0.0.1", port: 0 }, async () => {
  const proxy = mockttp.getLocal();
  await proxy.start();
  await proxy.forAnyWebSocket().thenPassThrough();
  const url = "ws://127.0.0.1:" + service.address().port;
  const end = async (what, agent, act) => {
    const client = new WebSocket(url, { agent }), heard = [];
    client.on("close", (code) => heard.push("client " + code));
    client.on("error", () => {});
    service.once("connection", (link) => {
      link.on("close", (code) => heard.push("service " + code));
      setTimeout(() => act(link, client), 200);
    });
    await wait(1500);
    console.log("  " + what + ": " + heard.sort().join(", "));
  };
  for (const [name, agent] of [["direct", undefined], ["mockttp", new HttpsProxyAgent(proxy.url)]]) {
    console.log(name);
    await end("the service closes with 4001", agent, (link) => link.close(4001));
    await end("the service is cut off", agent, (link) => link.terminate());
    await end("the client is cut off", agent, (_, client) => client.terminate());
  }
  process.exit(0);
});
JS
seen=$(node probe.js 2>/dev/null)
want='direct
  the service closes with 4001: client 4001, service 4001
  the service is cut off: client 1006, service 1006
  the client is cut off: client 1006, service 1006
mockttp
  the service closes with 4001: client 4001, service 4001
  the service is cut off: client 1005, service 1006
  the client is cut off: client 1006, service 1005'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
