#!/usr/bin/env bash
# @xmpp/client 0.14.0, XMPP for pages, React Native and Node.js: where a reconnect's socket opens and the service says
# nothing, it is the last attempt; the client is offline for good, and keeps the socket.
#
# One would guess: an attempt whose stream is not answered in time (2 s by default) has failed like one that is refused:
# "error" is told, and the next one comes a second later, as it does where the socket is refused or cut.
# What happens: the time limit rejects a promise that the reconnecting drops ("the error is emitted", says its comment;
# none is). The state stays "opening", and as what reconnects waits for "disconnect", nothing follows: no event, no
# other attempt. A gateway that accepts links before the chat service behind it is back does this at each restart.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error @xmpp/client@0.14.0 ws@8.21.0 >/dev/null
cat > probe.mjs <<'JS'
import WebSocket, { WebSocketServer } from "ws";
import { client } from "@xmpp/client";
globalThis.WebSocket = WebSocket;
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const stream = 'xmlns:stream="http://etherx.jabber.org/streams"';
const sasl = '<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>PLAIN</mechanism></mechanisms>';
const bind = '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>';
for (const fault of ["refuses", "cuts", "says nothing to"]) {
  let ill = 0, asked = 0;
  const service = new WebSocketServer({
    host: "127.0.0.1", port: 0, verifyClient: (_, answer) => { asked++; answer(!(ill && fault === "refuses"), 503); }
  });
  await new Promise((go) => service.on("listening", go));
  service.on("connection", (link) => {
    let known = false;
    link.on("message", (data) => {
      const said = data.toString();
      if (ill) return fault === "cuts" && link.terminate();
      if (said.startsWith("<open")) {
        link.send('<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="localhost" id="1" version="1.0"/>');
        link.send(`<stream:features ${stream}>${known ? bind : sasl}</stream:features>`);
      } else if (said.startsWith("<auth")) {
        known = true;
        link.send('<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>');
      } else if (said.startsWith("<iq")) {
        const id = / id="([^"]+)"/.exec(said)[1], jid = bind.replace("/>", "><jid>me@localhost/1</jid></bind>");
        link.send(`<iq xmlns="jabber:client" type="result" id="${id}">${jid}</iq>`);
      }
    });
  });
  const xmpp = client({
    service: "ws://127.0.0.1:" + service.address().port, domain: "localhost", username: "me", password: "x"
  });
  let errors = 0;
  xmpp.on("error", () => errors++);
  await xmpp.start();
  ill = 1; asked = 0; errors = 0;
  service.clients.forEach((link) => link.terminate());
  await wait(1500); // the first attempt comes after a second
  ill = 0;
  await wait(6500);
  console.log("service " + fault + " the first attempt: attempts in 8 s " + asked + ", errors told " +
    (errors ? "some" : 0) + ", " + xmpp.status + ", sockets at the service " + service.clients.size);
}
process.exit();
JS
seen=$(node probe.mjs)
want='service refuses the first attempt: attempts in 8 s 2, errors told some, online, sockets at the service 1
service cuts the first attempt: attempts in 8 s 2, errors told 0, online, sockets at the service 1
service says nothing to the first attempt: attempts in 8 s 1, errors told 0, opening, sockets at the service 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
