#!/usr/bin/env bash
# Ginkgo 2.34.0: a dry run writes a JUnit file in which a spec that always fails has passed.
#
# One would guess: `--dry-run` runs nothing, so its report says "skipped", or there is none.
# What happens: the file has one <testcase status="passed"> for each spec and failures="0"; a CI that reads it shows
# green. Only the property DryRun="true" of the suite tells the two apart.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > probe_test.go <<'GO'
package probe

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
)

var _ = Describe("a suite", func() {
	It("fails", func() { Fail("always") })
})

func TestProbe(t *testing.T) { RunSpecs(t, "probe") }
GO
go get github.com/onsi/ginkgo/v2@v2.34.0 github.com/onsi/ginkgo/v2/ginkgo@v2.34.0 2>/dev/null
run() { go run github.com/onsi/ginkgo/v2/ginkgo --no-color "$@" . >/dev/null 2>&1 && echo "exit 0" || echo "exit not 0"; }
case_of() { grep -o '<testcase.*status="[a-z]*"' "$1" | grep -o 'status="[a-z]*"'; grep -o '<testsuites.*failures="[0-9]*"' "$1" | grep -o 'failures="[0-9]*"'; }
seen=$(run --dry-run --junit-report=dry.xml; case_of dry.xml; run --junit-report=real.xml; case_of real.xml)
want='exit 0
status="passed"
failures="0"
exit not 0
status="failed"
failures="1"'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
