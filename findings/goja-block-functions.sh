#!/usr/bin/env bash
# goja v0.0.0-20260917113740: a function declared in a block of a sloppy script does not exist outside the block.
#
# One would guess: scripts that run in every browser do the same here (ECMAScript, Annex B.3.3: the name is a var of the
# function around, and is set when the block is entered).
# What happens: outside the block the name is undefined, without an error until it is called. Node's answer stands
# beside it.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > probe.js <<'JS'
(function () { if (true) { function f() { return 1; } } return typeof f; })()
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
want='goja: undefined <nil>
node: function'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
