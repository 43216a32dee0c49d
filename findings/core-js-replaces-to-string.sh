#!/usr/bin/env bash
# core-js 3.45.1: a module for what the engine has already replaces Function.prototype.toString all the same.
#
# One would guess: a polyfill that finds its method in the engine leaves the realm as it is. Then an SDK could bring
# core-js without touching what the application sees, wherever the engine is new enough.
# What happens: each module of the global kind brings make-built-in, which puts a Function.prototype.toString of its
# own in place as it loads, in every engine. Those of core-js-pure leave all as it was.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
echo '{"private":true}' > package.json
npm i --ignore-scripts --no-audit --no-fund --silent core-js@3.45.1 core-js-pure@3.45.1 > /dev/null
cat > probe.js <<'JS'
const text = Function.prototype.toString, at = Array.prototype.at;
require(process.argv[2] + "/modules/es.array.at");
console.log(process.argv[2] + ": Array.prototype.at is " + (Array.prototype.at === at ? "the engine's" : "replaced") +
  ", Function.prototype.toString is " + (Function.prototype.toString === text ? "the engine's" : "replaced"));
JS
got=$(node probe.js core-js; node probe.js core-js-pure)
want="core-js: Array.prototype.at is the engine's, Function.prototype.toString is replaced
core-js-pure: Array.prototype.at is the engine's, Function.prototype.toString is the engine's"
echo "$got"
[ "$got" = "$want" ] || { echo "this changed: it was"; echo "$want"; exit 1; }
