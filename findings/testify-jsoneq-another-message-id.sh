#!/usr/bin/env bash
# testify v1.12.1: JSONEq passes where the ids of two messages are not the same; so did Gomega's MatchJSON up to
# v1.43.1, and since v1.44.0 it fails.
#
# One would guess: two JSON texts with other ids are not equal. Go has whole numbers of 64 bits, as the ids of chats'
# messages are, so that what loses their last digits is the page's JavaScript, and a test in Go is what finds that.
# What happens: both sides are read into float64. An id that went through a JavaScript program and came back as another
# one, 1832041973550104577 as 1832041973550104600, passes the comparison that was to find it, and so does the id of the
# next message. Gomega compares whole numbers exactly since v1.44.0, so that a test which was green may be red behind
# the update, rightly. Ids in strings are compared as they are by both.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/onsi/gomega"
	"github.com/stretchr/testify/assert"
)

type result struct{ failed bool }

func (r *result) Errorf(string, ...any) { r.failed = true }

func main() {
	for _, pair := range [][2]string{
		{`{"id":1832041973550104577}`, `{"id":1832041973550104600}`},
		{`{"id":9007199254740992}`, `{"id":9007199254740993}`},
		{`{"id":"1832041973550104577"}`, `{"id":"1832041973550104600"}`},
	} {
		r := &result{}
		assert.JSONEq(r, pair[0], pair[1])
		equal, err := gomega.MatchJSON(pair[0]).Match(pair[1])
		fmt.Println(pair[0], pair[1], "JSONEq passes", !r.failed, "MatchJSON passes", equal, err)
	}
}
GO
seen=$(for gomega in v1.43.1 v1.44.0; do
  printf 'module probe\n\ngo 1.26\n' > go.mod; rm -f go.sum
  go get github.com/stretchr/testify@v1.12.1 github.com/onsi/gomega@$gomega 2>/dev/null; go mod tidy 2>/dev/null
  echo "gomega $gomega"; go run .
done)
want='gomega v1.43.1
{"id":1832041973550104577} {"id":1832041973550104600} JSONEq passes true MatchJSON passes true <nil>
{"id":9007199254740992} {"id":9007199254740993} JSONEq passes true MatchJSON passes true <nil>
{"id":"1832041973550104577"} {"id":"1832041973550104600"} JSONEq passes false MatchJSON passes false <nil>
gomega v1.44.0
{"id":1832041973550104577} {"id":1832041973550104600} JSONEq passes true MatchJSON passes false <nil>
{"id":9007199254740992} {"id":9007199254740993} JSONEq passes true MatchJSON passes false <nil>
{"id":"1832041973550104577"} {"id":"1832041973550104600"} JSONEq passes false MatchJSON passes false <nil>'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
