#!/usr/bin/env bash
# junit-report-merger 9.0.4: the totals that it writes leave out each test that stands in no suite, failures included;
# Node's own test runner writes such tests.
#
# One would guess: failures="0" on <testsuites> says that nothing in the merged file failed.
# What happens: the totals are the sums of the <testsuite> elements' attributes. A <testcase> directly below
# <testsuites>, as test() at the top of a file gives, is copied with its <failure>, and not counted. Node's file has no
# totals, so that a reader must count; the merged one has, and they say that all is well.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error junit-report-merger@9.0.4 >/dev/null
cat > a.test.js <<'JS'
require("node:test").test("logs in", () => { throw new Error("refused"); });
JS
cat > b.test.js <<'JS'
const { test, describe } = require("node:test");
describe("the link", () => test("stays open", () => {}));
JS
code=0
node --test --test-reporter=junit a.test.js > a.xml || code=$?
node --test --test-reporter=junit b.test.js > b.xml
npx jrm all.xml a.xml b.xml >/dev/null
seen=$(
  echo "node --test a.test.js: exit $code, $(grep -o '<testsuites[^>]*>' a.xml)"
  echo "merged: $(grep -o '<testsuites[^>]*>' all.xml | sed 's/ time="[^"]*"//')"
  echo "merged: <testcase> $(grep -c '<testcase' all.xml), <failure> $(grep -c '<failure' all.xml)"
)
want='node --test a.test.js: exit 1, <testsuites>
merged: <testsuites tests="1" failures="0" errors="0" skipped="0">
merged: <testcase> 2, <failure> 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
