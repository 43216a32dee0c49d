#!/usr/bin/env bash
# @yxim/nim-web-sdk 9.21.12: the browser build opens another transport than the mini-program build of the same release.
#
# One would guess: the builds of a release differ in how they reach the network, and speak one protocol to the service.
# What happens: in a page with TextDecoder and Uint8Array the browser build opens wss://HOST/websocket at once, for
# binary frames, with no handshake by HTTP. The mini-program build asks for socket.io's handshake and opens a socket.io
# link. A service or a proxy that was tried with the one alone has not met the other.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error sdk@npm:@yxim/nim-web-sdk@9.21.12 >/dev/null
cat > probe.js <<'JS'
// What a build asks of the service is told. The service answers the lookup of addresses and the handshake.
const nothing = () => {};
const say = console.log;
console.log = nothing; // the SDK's own lines
const told = [];
function tell(verb, url) {
  const { protocol, pathname } = new URL(url);
  told.push(verb + " " + protocol + "//HOST" + pathname.replace(/session$/, "SESSION"));
}
function answer(url) {
  if (!url.includes("//link.example")) return url.includes("/lbs/") ? { common: { link: ["link.example:443"] } } : undefined;
  tell("asks", url);
  return "session:60:60:websocket";
}
const browser = process.argv[2] === "browser";
if (browser) {
  class XMLHttpRequest {
    open(method, url) { this.url = url; }
    setRequestHeader() {}
    getResponseHeader() { return null; }
    getAllResponseHeaders() { return ""; }
    abort() {}
    send() {
      const data = answer(this.url);
      setTimeout(() => {
        this.readyState = 4; this.status = data ? 200 : 404;
        this.responseText = this.response = typeof data === "string" ? data : JSON.stringify(data || {});
        for (const event of ["onreadystatechange", "onload", "onloadend"]) if (this[event]) this[event]({ target: this });
      });
    }
  }
  class WebSocket {
    constructor(url) { tell("opens", url); this.readyState = 0; }
    send() {} close() {} addEventListener() {}
  }
  const element = new Proxy(nothing, { get: (own, key) => key === Symbol.toPrimitive ? () => "" : element, apply: () => element });
  const storage = { getItem: () => null, setItem: nothing, removeItem: nothing };
  const page = {
    XMLHttpRequest, WebSocket, localStorage: storage, sessionStorage: storage, addEventListener: nothing,
    navigator: { userAgent: "Chrome/120", onLine: true, language: "en", platform: "" },
    location: { protocol: "https:", host: "app.example", hostname: "app.example", href: "https://app.example/", search: "" },
    document: { addEventListener: nothing, createElement: () => element, getElementsByTagName: () => [element], cookie: "",
      documentElement: element, body: element, head: element }
  };
  for (const key in page) Object.defineProperty(globalThis, key, { value: page[key], configurable: true, writable: true });
  globalThis.window = globalThis.self = globalThis;
} else {
  globalThis.wx = new Proxy({
    env: {}, getSystemInfoSync: () => ({}), getStorageSync: nothing,
    getNetworkType: (o) => o.success({ networkType: "wifi" }),
    connectSocket(o) {
      tell("opens", o.url);
      return { onOpen: nothing, onMessage: nothing, onClose: nothing, onError: nothing, send: nothing, close: nothing };
    },
    request(o) {
      const data = answer(o.url);
      setTimeout(() => data ? o.success({ statusCode: 200, data, header: {} }) : o.fail({ errMsg: "request:fail" }));
      return { abort: nothing };
    }
  }, { get: (own, key) => key in own ? own[key] : nothing });
}
const { NIM } = require("sdk/dist/SDK/" + (browser ? "NIM_Web_SDK.js" : "NIM_Web_SDK_miniapp.js"));
NIM.getInstance({ appKey: "45c6af3c98409b18a84451215d0bdd6e", account: "alice", token: "token", db: false });
setTimeout(() => { say(process.argv[2] + ": " + told.join(", then ")); process.exit(0); }, 2000);
JS
seen=$(node probe.js browser; node probe.js "mini program")
want='browser: opens wss://HOST/websocket
mini program: asks https://HOST/socket.io/1/, then opens wss://HOST/socket.io/1/websocket/SESSION'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
