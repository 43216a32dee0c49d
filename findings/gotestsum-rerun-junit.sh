#!/usr/bin/env bash
# gotestsum v1.13.0: with --rerun-fails a run that passes, exit 0, writes a JUnit file with a failure.
#
# One would guess: a test that passes when it is run again is a passed one in the file too, or one that is marked as
# flaky (as Maven's <flakyFailure>, say), for exit 0 says that the run is good.
# What happens: each run of the test is a <testcase> of its own, with one name; the failed one keeps its <failure>, and
# failures="1" stands in the suite and in the totals. The job is green, and what reads the file reports a failure.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
GOBIN="$dir/bin" go install gotest.tools/gotestsum@v1.13.0 2>/dev/null
mkdir probe; cd probe
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > probe_test.go <<'GO'
package probe

import (
	"os"
	"testing"
)

func TestPassesTheSecondTime(t *testing.T) {
	if _, err := os.Stat("again"); err != nil {
		_ = os.WriteFile("again", nil, 0o600)
		t.Fatal("the first time")
	}
}
GO
../bin/gotestsum --rerun-fails --packages ./... --junitfile report.xml >/dev/null 2>&1 && code=0 || code=$?
seen="exit $code
$(grep -o '<testsuites[^>]*failures="[0-9]*"' report.xml | grep -o 'failures=.*')
testcases of one name: $(grep -c '<testcase.*"TestPassesTheSecondTime"' report.xml)
with a <failure>: $(grep -c '<failure' report.xml)
that say flaky: $(grep -ci flaky report.xml || true)"
want='exit 0
failures="1"
testcases of one name: 2
with a <failure>: 1
that say flaky: 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
