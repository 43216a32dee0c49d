#!/usr/bin/env bash
# mqtt 5.16.0, its transport for WeChat mini programs (wxs://): two clients share the socket of the one made last.
#
# One would guess: each mqtt.connect has its own SocketTask, as with ws:// (an application that talks to two brokers).
# What happens: the transport keeps its task and its stream in variables of the module. What the first client publishes
# goes to the second's broker, what the first broker sends arrives at the second client, and the first client's end()
# closes the second's socket; the first one's own stays open.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error mqtt@5.16.0 >/dev/null
cat > probe.js <<'JS'
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const tasks = [];
global.wx = {
  connectSocket(o) {
    const heard = {};
    const task = {
      name: new URL(o.url).hostname, got: "", closed: false,
      onOpen: (f) => heard.open = f, onMessage: (f) => heard.message = f,
      onClose: (f) => heard.close = f, onError: () => {},
      say: (...bytes) => heard.message({ data: new Uint8Array(bytes).buffer }),
      send(o) {
        task.got += Buffer.from(o.data).toString("latin1");
        setTimeout(o.success);
      },
      close(o) {
        task.closed = true;
        setTimeout(() => { (o.success || (() => {}))(); heard.close({ code: 1000 }); });
      }
    };
    tasks.push(task);
    setTimeout(() => { heard.open({}); setTimeout(task.say, 50, 0x20, 2, 0, 0); }, 10); // open, then CONNACK
    return task;
  }
};
const mqtt = require("mqtt");
async function client(name) {
  // forceNativeWebSocket: Node takes the transports that a bundle for other hosts takes
  const c = mqtt.connect("wxs://" + name + "/mqtt", { reconnectPeriod: 0, forceNativeWebSocket: true });
  c.on("message", (topic, text) => console.log(name + "'s client gets", topic + ":", String(text)));
  await new Promise((go) => c.on("connect", go));
  return c;
}
(async () => {
  const one = await client("one"), two = await client("two");
  tasks.forEach((t) => t.got = "");
  one.publish("topic-of-one", "hello");
  await wait(100);
  tasks.forEach((t) => console.log("broker", t.name, "gets one's message:", t.got.includes("topic-of-one")));
  console.log("broker one sends to its client");
  tasks[0].say(0x30, 5, 0, 1, 0x74, 0x68, 0x69); // PUBLISH, topic "t", text "hi"
  await wait(100);
  one.end(true);
  await wait(300);
  tasks.forEach((t) => console.log("one ends; socket of", t.name, t.closed ? "closed" : "open"));
  process.exit(0);
})();
JS
seen=$(node probe.js)
want='broker one gets one'"'"'s message: false
broker two gets one'"'"'s message: true
broker one sends to its client
two'"'"'s client gets t: hi
one ends; socket of one open
one ends; socket of two closed'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
