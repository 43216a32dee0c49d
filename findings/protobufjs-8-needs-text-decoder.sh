#!/usr/bin/env bash
# protobufjs 8.8.1: its builds "light" and "minimal" do not load in a mini program.
#
# One would guess: they are as portable as those of 7.5.4, which bring a UTF-8 reader of their own and load wherever
# ECMAScript is. An SDK that speaks protocol buffers would take the newest.
# What happens: a TextDecoder is made as the module loads. ECMAScript has none, and WeChat's typings
# (miniprogram-api-typings 5.2.3) declare none. The loading ends in a ReferenceError, so no try around a call helps.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
echo '{"private":true}' > package.json
npm i --ignore-scripts --no-audit --no-fund --silent protobufjs@8.8.1 seven@npm:protobufjs@7.5.4 \
  miniprogram-api-typings@5.2.3 > /dev/null
cat > probe.js <<'JS'
// A realm with ECMAScript's names alone, as scripts of a mini program have it; CommonJS as its developer tools make it.
const fs = require("fs"), vm = require("vm"), Module = require("module");
function load(name) {
  const realm = vm.createContext({}), loaded = {};
  function from(file) {
    if (loaded[file]) return loaded[file].exports;
    const module = loaded[file] = { exports: {} }, own = Module.createRequire(file), source = fs.readFileSync(file);
    if (file.endsWith(".json")) return module.exports = JSON.parse(source);
    vm.runInContext("(function (exports, require, module) {" + source + "\n})", realm)
      .call(module.exports, module.exports, (other) => from(own.resolve(other)), module);
    return module.exports;
  }
  try {
    const { Writer, Reader } = from(require.resolve(name));
    return "reads " + Reader.create(Writer.create().string("好").finish()).string();
  } catch (e) {
    return e.name + ": " + e.message;
  }
}
console.log("8.8.1 light: " + load("protobufjs/light"));
console.log("8.8.1 minimal: " + load("protobufjs/minimal"));
console.log("7.5.4 light: " + load("seven/light"));
console.log("7.5.4 minimal: " + load("seven/minimal"));
JS
got=$(node probe.js; grep -rlE 'TextDecoder|TextEncoder' node_modules/miniprogram-api-typings/types || echo "typings: none")
want='8.8.1 light: ReferenceError: TextDecoder is not defined
8.8.1 minimal: ReferenceError: TextDecoder is not defined
7.5.4 light: reads 好
7.5.4 minimal: reads 好
typings: none'
echo "$got"
[ "$got" = "$want" ] || { echo "this changed: it was"; echo "$want"; exit 1; }
