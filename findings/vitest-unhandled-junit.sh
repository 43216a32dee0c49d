#!/usr/bin/env bash
# vitest 4.1.12: a run that fails because of an unhandled rejection writes a JUnit file, and a JSON one, of success.
#
# One would guess: what makes the exit code 1 is in the file as well: a <testsuite> or <testsuites> with errors="1",
# or success: false. A socket that is left behind and fails after its test is the usual case of it.
# What happens: exit 1, and the files say failures="0" errors="0" and success: true. The error is told by the reporter
# "default" alone: with these two, as one has them in a CI, it stands nowhere, and the job is red without a reason.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm i --no-save --ignore-scripts --no-audit --no-fund --loglevel=error vitest@4.1.12 >/dev/null
cat > link.test.mjs <<'JS'
import { test } from "vitest";
test("leaves a socket", () => {
  setTimeout(() => Promise.reject(new Error("the link is lost")), 10);
});
test("another", () => new Promise((go) => setTimeout(go, 500)));
JS
npx vitest run --reporter=junit --reporter=json --outputFile.junit=junit.xml --outputFile.json=result.json \
  > log 2>&1 && code=0 || code=$?
seen="exit $code
$(grep -o '<testsuites[^>]*errors="[0-9]*"' junit.xml | sed 's/.*tests=/tests=/')
lines that name the error: $(cat log junit.xml result.json | grep -c 'the link is lost' || true)
JSON: $(node -p 'const r = require("./result.json"); `failed ${r.numFailedTests} of ${r.numTotalTests}, success ${r.success}`')"
want='exit 1
tests="2" failures="0" errors="0"
lines that name the error: 0
JSON: failed 0 of 2, success true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
