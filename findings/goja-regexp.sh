#!/usr/bin/env bash
# goja v0.0.0-20260917113740: three regular expressions parse, run, and answer wrongly, without an error.
#
# One would guess: what a JavaScript engine does not support does not parse.
# What happens: \p{L} with the flag u matches no letter; $ with the flag m does not stop at a carriage return;
# the Kelvin sign with the flag i, and without u, matches k (ECMAScript folds it to k with the flag u only).
# Node's answers stand beside it.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > probe.js <<'JS'
[/\p{L}/u.test("b"), /^a$/m.test("a\rb"), /\u212a/i.test("k")].join(" ")
JS
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/dop251/goja"
)

func main() {
	source, err := os.ReadFile("probe.js")
	if err != nil {
		panic(err)
	}
	v, err := goja.New().RunString(string(source))
	fmt.Println("goja:", v, err)
}
GO
go get github.com/dop251/goja@v0.0.0-20260917113740-793a2a65c13b 2>/dev/null
seen=$(go run .; node -p "'node: ' + eval(require('fs').readFileSync('probe.js', 'utf8'))")
want='goja: false false true <nil>
node: true true false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
