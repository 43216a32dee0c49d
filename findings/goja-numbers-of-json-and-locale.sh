#!/usr/bin/env bash
# goja v0.0.0-20260917113740: numbers that JSON.parse refuses, and a locale that is taken for a radix.
#
# One would guess: JSON.parse("1e400") is Infinity, as it is in every engine (JSON bounds no number), and a locale that
# an engine without Intl cannot use is left out, as ECMAScript allows: (5).toLocaleString("en-US") is "5".
# What happens: a SyntaxError for the first, because Go's reader of JSON is behind it; a RangeError for the second,
# because toLocaleString is toString, whose argument is a radix. Node's answer stands beside it.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > probe.js <<'JS'
[() => JSON.parse("1e400"), () => (5).toLocaleString("en-US")].map((f) => {
  try { return String(f()); } catch (e) { return e.name; }
}).join(" ")
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
want='goja: SyntaxError RangeError <nil>
node: Infinity 5'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
