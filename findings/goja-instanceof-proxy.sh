#!/usr/bin/env bash
# goja v0.0.0-20260917113740: instanceof with a Proxy of a class throws.
#
# One would guess: a Proxy of a function can be called, so `x instanceof P` reads P.prototype, as ECMAScript's
# OrdinaryHasInstance does, and is true for what P made.
# What happens: a TypeError, although typeof P is "function" and new P() works. What helps: a get trap that answers
# Symbol.hasInstance. Node's answer stands beside it.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > probe.js <<'JS'
(function () {
  class SDK {}
  var P = new Proxy(SDK, {}), out = [typeof P];
  try {
    out.push(new P() instanceof P);
  } catch (e) {
    out.push(e.name);
  }
  var helped = new Proxy(SDK, { get: (own, key) => key === Symbol.hasInstance ? (v) => v instanceof own : own[key] });
  return out.concat(new helped() instanceof helped).join(" ");
})()
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
want='goja: function TypeError true <nil>
node: function true true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
