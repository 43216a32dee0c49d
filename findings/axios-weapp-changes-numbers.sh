#!/usr/bin/env bash
# axios-miniprogram-adapter 0.3.5, axios in WeChat mini programs: a body that is a string of JSON is sent as another
# text, and its large numbers are others.
#
# One would guess: axios sends a string as it is; that is how one sends the ids of messages, which have 64 bits, after
# one has written the JSON oneself (with a library for large numbers, say), or a text that is signed.
# What happens: the adapter parses it and hands the platform an object, whatever the Content-Type; what the platform
# then writes has 9007199254740992 for 9007199254740993, and none of the spaces. axios in Node sends it byte for byte.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  axios@0.27.2 axios-miniprogram-adapter@0.3.5 >/dev/null
cat > probe.js <<'JS'
const axios = require("axios"), http = require("http");
const body = '{"msgId": 9007199254740993}';
let given;
global.wx = {
  request(o) {
    given = o.data;
    setTimeout(() => o.success({ statusCode: 200, data: {}, header: {} }));
    return { abort: () => {} };
  }
};
const service = http.createServer(async (request, answer) => {
  let text = "";
  for await (const part of request) text += part;
  answer.end(text);
}).listen(0, "127.0.0.1", async () => {
  for (const type of ["application/json", "text/plain"]) {
    const headers = { "Content-Type": type }, url = "http://127.0.0.1:" + service.address().port;
    const { data } = await axios.post(url, body, { headers, transformResponse: (text) => text });
    await axios.post(url, body, { headers, adapter: require("axios-miniprogram-adapter") });
    console.log(type + ": Node", data + ", mini program", typeof given, JSON.stringify(given));
  }
  service.close();
});
JS
seen=$(node probe.js)
want='application/json: Node {"msgId": 9007199254740993}, mini program object {"msgId":9007199254740992}
text/plain: Node {"msgId": 9007199254740993}, mini program object {"msgId":9007199254740992}'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
