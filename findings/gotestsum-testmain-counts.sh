#!/usr/bin/env bash
# gotestsum v1.13.0 with goleak v1.3.0: a leak that VerifyTestMain finds is a failure of the JUnit file's totals, and of
# no suite in it.
#
# One would guess: the package's <testsuite> counts what stands in it, so that a reader which goes by the suites'
# attributes, as many sum them, sees failures="1".
# What happens: in the suite there are two <testcase>, one of them "TestMain" with a <failure>; the suite says tests="1"
# failures="0". <testsuites> says failures="1" and tests="1". The same goes for all else that ends a package behind its
# tests.
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
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestLeavesAGoroutine(t *testing.T) {
	go func() { select {} }()
}
GO
go get go.uber.org/goleak@v1.3.0 2>/dev/null
../bin/gotestsum --junitfile report.xml >/dev/null 2>&1 && code=0 || code=$?
seen="exit $code
$(grep -oE '<(testsuites|testsuite) tests="[0-9]+" failures="[0-9]+"' report.xml)
in the suite: testcases $(grep -c '<testcase' report.xml), with a <failure> $(grep -c '<failure' report.xml)"
want='exit 1
<testsuites tests="1" failures="1"
<testsuite tests="1" failures="0"
in the suite: testcases 2, with a <failure> 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
