#!/usr/bin/env bash
# pako 3.0.3: its deflate and gzip take no text in a mini program.
#
# One would guess: they take a string and make UTF-8 of it by themselves, as the README says and as 2.1.0 does, which
# brings a UTF-8 coder of its own. An SDK that compresses JSON would take the newest.
# What happens: a string goes through TextEncoder. ECMAScript has none, and WeChat's typings (miniprogram-api-typings
# 5.2.3) declare none. Bytes work, so that it shows only where a text is compressed.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
echo '{"private":true}' > package.json
npm i --ignore-scripts --no-audit --no-fund --silent pako@3.0.3 two@npm:pako@2.1.0 \
  miniprogram-api-typings@5.2.3 > /dev/null
cat > probe.js <<'JS'
// A realm with ECMAScript's names alone, as scripts of a mini program have it.
const fs = require("fs"), vm = require("vm");
function load(file) {
  const realm = vm.createContext({}), module = { exports: {} };
  vm.runInContext("(function (exports, module) {" + fs.readFileSync(file) + "\n})", realm)(module.exports, module);
  return { pako: module.exports, bytes: vm.runInContext("new Uint8Array([123, 125])", realm) };
}
for (const [name, file] of [["3.0.3", process.argv[2]], ["2.1.0", process.argv[3]]]) {
  const { pako, bytes } = load(file);
  for (const [what, data] of [["bytes", bytes], ["a text", "{}"]]) {
    try {
      console.log(name + ", " + what + ": " + String.fromCharCode(...pako.inflate(pako.deflate(data))));
    } catch (e) {
      console.log(name + ", " + what + ": " + e.name + ": " + e.message);
    }
  }
}
JS
got=$(node probe.js node_modules/pako/dist/pako.cjs.js node_modules/two/dist/pako.js
  grep -rlE 'TextDecoder|TextEncoder' node_modules/miniprogram-api-typings/types || echo "typings: none")
want='3.0.3, bytes: {}
3.0.3, a text: ReferenceError: TextEncoder is not defined
2.1.0, bytes: {}
2.1.0, a text: {}
typings: none'
echo "$got"
[ "$got" = "$want" ] || { echo "this changed: it was"; echo "$want"; exit 1; }
