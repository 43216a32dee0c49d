#!/usr/bin/env bash
# axios-miniprogram-adapter 0.3.5, axios in WeChat mini programs: why the platform refused a request is in no field of
# the error.
#
# One would guess: the platform's words ("url not in domain list", "ssl hand shake error") and its errno are in the
# error's message, in its cause, or in its request, as the adapter keeps them for Alipay.
# What happens: whatever WeChat says, the error is "Network Error" and no more. A domain that is missing in the console,
# which never works, looks to the application and its log like a phone without a network, which works in a minute.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
  axios@0.27.2 axios-miniprogram-adapter@0.3.5 >/dev/null
cat > probe.js <<'JS'
const { inspect } = require("util");
const { axios, adapter } = { axios: require("axios"), adapter: require("axios-miniprogram-adapter") };
async function ask(platform, said) {
  const request = (o) => { setTimeout(() => o.fail(said)); return { abort: () => {} }; };
  global[platform] = { request };
  const e = await axios.get("https://api.example/", { adapter }).catch((e) => e);
  delete global[platform];
  const all = inspect(e, { depth: 9, showHidden: true });
  console.log(platform + ":", e.message + "; the platform's words are in it:", all.includes("domain"));
}
(async () => {
  await ask("wx", { errno: 600002, errMsg: "request:fail url not in domain list" });
  await ask("wx", { errno: 600001, errMsg: "request:fail -101:net::ERR_CONNECTION_RESET domain" });
  await ask("my", { error: 12, errorMessage: "not in domain list" });
})();
JS
seen=$(node probe.js)
want='wx: Network Error; the platform'"'"'s words are in it: false
wx: Network Error; the platform'"'"'s words are in it: false
my: Network Error; the platform'"'"'s words are in it: true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
