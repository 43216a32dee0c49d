#!/usr/bin/env bash
# junit-to-ctrf 0.0.14, which turns JUnit files into CTRF reports: a test that stands in no suite is left out, and
# Node's own test runner writes such tests.
#
# One would guess: each <testcase> of the file is in the report, so test() at the top of a file, which is the usual
# form for node:test, is counted as one in a describe() is.
# What happens: a <testcase> directly below <testsuites> is dropped without a word when there is a suite beside it: the
# run with the failure becomes "failed": 0. Where all tests are of that kind there is no report at all, and exit 0.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error junit-to-ctrf@0.0.14 >/dev/null
cat > mixed.test.js <<'JS'
const { test, describe } = require("node:test");
test("logs in", () => { throw new Error("refused"); });
describe("the link", () => test("stays open", () => {}));
JS
cat > flat.test.js <<'JS'
require("node:test").test("logs in", () => { throw new Error("refused"); });
JS
try() {
  local code=0
  node --test --test-reporter=junit "$1.test.js" > "$1.xml" || code=$?
  echo "$1: node --test exit $code, <failure> $(grep -c '<failure' "$1.xml")"
  code=0
  npx junit-to-ctrf "$1.xml" -o "$1.json" >/dev/null 2>&1 || code=$?
  echo "$1: junit-to-ctrf exit $code, report: $([ -f "$1.json" ] && echo yes || echo none)"
  [ -f "$1.json" ] || return 0
  node -p "const s = require('./$1.json').results.summary; '$1: tests ' + s.tests + ', failed ' + s.failed"
}
seen=$(try mixed; try flat)
want='mixed: node --test exit 1, <failure> 1
mixed: junit-to-ctrf exit 0, report: yes
mixed: tests 1, failed 0
flat: node --test exit 1, <failure> 1
flat: junit-to-ctrf exit 0, report: none'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
