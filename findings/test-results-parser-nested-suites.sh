#!/usr/bin/env bash
# test-results-parser 0.4.6, which reads JUnit files for reports to chats: a suite that holds suites alone is dropped
# with its failures, and the run has passed. Node's own test runner writes such suites.
#
# One would guess: a test that fails in a describe() within a describe() makes the result of the run "FAIL", as its file
# has <failure> and failures="1", and as the exit code of `node --test` says.
# What happens: a <testsuite> of the first level without a <testcase> of its own is left out of all counts, without a
# word: the run with the failure is "PASS", 1 of 1.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error test-results-parser@0.4.6 >/dev/null
cat > sdk.test.js <<'JS'
const { describe, it } = require("node:test");
describe("login", () => it("succeeds", () => {}));
describe("reconnection", () => {
  describe("when the link is lost", () => it("reconnects", () => { throw new Error("it does not"); }));
});
JS
code=0
node --test --test-reporter=junit --test-reporter-destination=junit.xml sdk.test.js || code=$?
cat > read.js <<'JS'
const { parse } = require("test-results-parser");
const { status, total, passed, failed } = parse({ type: "junit", files: ["junit.xml"] });
console.log("test-results-parser:", status + ", total", total + ", passed", passed + ", failed", failed);
JS
seen=$(echo "node --test: exit code $code, failures in its file: $(grep -c '<failure' junit.xml)"; node read.js)
want='node --test: exit code 1, failures in its file: 1
test-results-parser: PASS, total 1, passed 1, failed 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
