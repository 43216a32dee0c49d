#!/usr/bin/env bash
# Ginkgo 2.34.0: in the JUnit file a suite that does not compile is one without a name, without a test and without an
# error.
#
# One would guess: with -r and --keep-going, which go on behind such a suite, the file names it and says errors="1", or
# has a <testcase> that failed, as it has for a BeforeSuite that fails.
# What happens: <testsuite name="" tests="0" failures="0" errors="0">, and the totals of <testsuites> have no failure
# and no error. A CI that shows the file is green; the exit code alone tells.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
suite() {
  mkdir "$1"
  cat > "$1/suite_test.go" <<GO
package $1

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
)

var _ = It("is a spec", func() { $2 })

func TestProbe(t *testing.T) { RunSpecs(t, "$1") }
GO
}
suite good ''
suite broken 'thatFunctionIsGone()'
go get github.com/onsi/ginkgo/v2@v2.34.0 github.com/onsi/ginkgo/v2/ginkgo@v2.34.0 2>/dev/null
code=0
go run github.com/onsi/ginkgo/v2/ginkgo -r --keep-going --no-color --junit-report=junit.xml >/dev/null 2>&1 || code=$?
seen=$(
  [ "$code" = 0 ] && echo "exit 0" || echo "exit not 0"
  grep -oE '<testsuites? [^>]*>' junit.xml | grep -oE '<testsuites?|( name| tests| errors| failures)="[^"]*"' |
    tr -d '\n' | sed 's/</\n/g' | sed '/^$/d' | sort
  echo "<error> $(grep -c '<error' junit.xml || true), <failure> $(grep -c '<failure' junit.xml || true)"
)
want='exit not 0
testsuite name="" tests="0" errors="0" failures="0"
testsuite name="good" tests="1" errors="0" failures="0"
testsuites tests="1" errors="0" failures="0"
<error> 0, <failure> 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
