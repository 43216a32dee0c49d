#!/usr/bin/env bash
# Ginkgo 2.34.0: in a label filter on a key, the space behind the colon decides whether anything runs, and nothing says
# so.
#
# One would guess: `sdk:containsAny {web}` selects the specs labelled "sdk: web", or is refused as no filter.
# What happens: without the space the filter is taken, selects nothing, and the run of 0 specs is "Test Suite Passed",
# exit 0.
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

var _ = Describe("a suite", Label("sdk: web"), func() {
	It("fails", func() { Fail("always") })
})

func TestProbe(t *testing.T) { RunSpecs(t, "probe") }
GO
go get github.com/onsi/ginkgo/v2@v2.34.0 github.com/onsi/ginkgo/v2/ginkgo@v2.34.0 2>/dev/null
run() {
	code=0; go run github.com/onsi/ginkgo/v2/ginkgo --no-color --label-filter="$1" . >out.txt 2>&1 || code=1
	echo "$1: $(grep -o 'Ran [0-9]* of [0-9]* Specs' out.txt), $([ $code = 0 ] && echo passed || echo failed)"
}
seen=$(run 'sdk:containsAny {web}'; run 'sdk: containsAny {web}')
want='sdk:containsAny {web}: Ran 0 of 1 Specs, passed
sdk: containsAny {web}: Ran 1 of 1 Specs, failed'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
