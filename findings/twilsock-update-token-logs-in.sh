#!/usr/bin/env bash
# twilsock 1.0.2, the link of Twilio Conversations: updateToken() of a client that was disconnected logs in again; and
# of two disconnect() in a row the first is never settled.
#
# One would guess: updateToken() changes the token of a link that is there, and is kept or rejected where there is
# none. Applications call it from a timer, or in answer to "tokenAboutToExpire", when their own server has answered,
# which may be behind the user's logout. disconnect() may be called twice, "if already disconnected, it does nothing".
# What happens: "disconnected" is one of the states from which a new token connects, and the client logs in with it: the
# user who left is online again, and stays, as its link is mended from then on. The second disconnect() takes the place
# of the first one's promise, which is pending for ever.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error twilsock@1.0.2 ws@8.21.0 >/dev/null
cat > probe.js <<'JS'
const ws = require("ws");
const { TwilsockClient } = require("twilsock");
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const logins = [];
const service = new ws.WebSocketServer({ host: "127.0.0.1", port: 0 });
service.on("connection", (link) => link.on("message", (data) => {
  const { id, method, token } = JSON.parse(String(data).split("\r\n")[1]);
  if (method === "init") logins.push(token);
  if (method !== "init" && method !== "update") return;
  const header = JSON.stringify({ id, method: "reply", status: { code: 200, status: "OK" }, payload_size: 0 });
  link.send(Buffer.from("TWILSOCK V3.0 " + header.length + "\r\n" + header + "\r\n"));
}));
service.on("listening", async () => {
  const client = new TwilsockClient("token 1", "ip_messaging", {
    twilsock: { uri: "ws://127.0.0.1:" + service.address().port }, retryPolicy: { min: 100, max: 1000, randomness: 0 }
  });
  const then = async (what, act) => {
    logins.length = 0;
    const promises = [].concat(act()).map((promise) => {
      const it = { now: "pending" };
      Promise.resolve(promise).then(() => it.now = "kept", () => it.now = "rejected");
      return it;
    });
    await wait(4000);
    console.log(what + ": " + promises.map(({ now }) => now).join(", ") + "; links " + service.clients.size +
      ", logins " + (logins.join(", ") || "none"));
  };
  await then("connect()", () => client.connect());
  await then("disconnect()", () => client.disconnect());
  await then("updateToken()", () => client.updateToken("token 2"));
  await then("the link is lost", () => service.clients.forEach((link) => link.terminate()));
  await then("disconnect(), disconnect()", () => [client.disconnect(), client.disconnect()]);
  process.exit();
});
JS
seen=$(node probe.js)
want='connect(): kept; links 1, logins token 1
disconnect(): kept; links 0, logins none
updateToken(): kept; links 1, logins token 2
the link is lost: kept; links 1, logins token 2
disconnect(), disconnect(): pending, kept; links 0, logins none'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
