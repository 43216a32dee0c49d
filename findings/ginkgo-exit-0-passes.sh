#!/usr/bin/env bash
# Ginkgo 2.34.0: code under test that calls os.Exit(0) makes the whole run pass, also when a spec had failed before.
#
# One would guess: the suite is reported as one that ended too early, as `go test` does ("unexpected call to os.Exit(0)
# during test"); its command runs the same test binary.
# What happens: the command takes the exit code alone. "fails" is printed as failed, the specs behind the call never
# run, the JUnit file has no suite, and it ends with "Test Suite Passed" and exit 0. A main function that is tried in
# a spec, and ends by os.Exit(0) behind its work, does this.
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

var _ = Describe("a suite", func() {
	It("fails", func() { Fail("always") })
	It("exits", func() { os.Exit(0) })
	It("comes later", func() {})
})

func TestProbe(t *testing.T) { RunSpecs(t, "probe") }
GO
go get github.com/onsi/ginkgo/v2@v2.34.0 github.com/onsi/ginkgo/v2/ginkgo@v2.34.0 2>/dev/null
try() {
  local code=0
  "${@:2}" > out.txt 2>&1 || code=$?
  echo "$1: exit $code"
  grep -oE '\[FAILED\] always|Test Suite (Passed|Failed)|unexpected call to os.Exit\(0\) during test' out.txt || true
}
seen=$(
  try ginkgo go run github.com/onsi/ginkgo/v2/ginkgo --no-color --junit-report=junit.xml .
  echo "suites in junit.xml: $(grep -c '<testsuite ' junit.xml || true)"
  try "go test" go test -count=1 .
)
want='ginkgo: exit 0
[FAILED] always
Test Suite Passed
suites in junit.xml: 0
go test: exit 1
[FAILED] always
unexpected call to os.Exit(0) during test'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
