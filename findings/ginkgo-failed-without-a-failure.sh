#!/usr/bin/env bash
# Ginkgo 2.34.0: a run that --fail-on-pending, --fail-on-empty or a focused spec makes fail writes a JUnit file without
# a failure and without an error.
#
# One would guess: what was asked to fail the run stands in its report as a failed <testcase>, or as errors="1" of the
# suite, as Ginkgo writes a failing AfterSuite; readers go by these.
# What happens: exit 1 (197 for the focused one), and failures="0" errors="0". One property of three says it:
# SuiteSucceeded="false", SpecialSuiteFailureReason, or, for the focused spec, SuiteHasProgrammaticFocus alone, while
# SuiteSucceeded says "true". A page that shows reports is green, and the job is red.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > probe_test.go <<'GO'
package probe

import (
	"os"
	"testing"

	. "github.com/onsi/ginkgo/v2"
)

var _ = It("passes", func() {})

func TestProbe(t *testing.T) {
	switch os.Getenv("WITH") {
	case "pending":
		PIt("is pending", func() {})
	case "focus":
		FIt("is focused", func() {})
	}
	RunSpecs(t, "probe")
}
GO
go get github.com/onsi/ginkgo/v2@v2.34.0 2>/dev/null
go test -c -o probe.test .
run() { # what, the environment, then flags
	what=$1; export WITH=$2; shift 2; code=0
	./probe.test --ginkgo.junit-report=out.xml "$@" >/dev/null 2>&1 || code=$?
	echo "$what: exit $code, $(grep -o '<testsuites .*failures="[0-9]*"' out.xml | grep -o 'errors.*')," \
		"$(grep -o 'SuiteSucceeded" value="[a-z]*"' out.xml)"
}
seen=$(run "a pending spec" pending --ginkgo.fail-on-pending
	run "no spec" none --ginkgo.fail-on-empty --ginkgo.focus=nothing
	run "a focused spec" focus)
want='a pending spec: exit 1, errors="0" failures="0", SuiteSucceeded" value="false"
no spec: exit 1, errors="0" failures="0", SuiteSucceeded" value="false"
a focused spec: exit 197, errors="0" failures="0", SuiteSucceeded" value="true"'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
