#!/usr/bin/env bash
# goja_nodejs v0.0.0-20260212111938, the event loop for goja: clearTimeout of a number throws.
#
# One would guess: a timer that is not there is nothing to clear, as everywhere: `timer = 0` until one is set, and
# clearTimeout(timer) in the clean-up; a timer's handle is a number, or becomes one, as in browsers and Node.js.
# What happens: the handle is an object that becomes NaN, and clearTimeout takes that object, null or undefined alone.
# A number is a TypeError ("could not convert"), and what stands behind it in the clean-up is not run. Node's answer
# stands beside it.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > probe.js <<'JS'
const timer = setTimeout(() => console.log("a timer fires"), 1000);
console.log("as a number: " + (Number.isNaN(+timer) ? "NaN" : "a number"));
const clear = (name, what) => {
  try {
    clearTimeout(what);
    console.log("clearTimeout(" + name + "): nothing");
  } catch (e) {
    console.log("clearTimeout(" + name + "): " + e.name);
  }
};
clear("undefined", undefined);
clear("0", 0);
clear("-1", -1);
clear("timer", timer);
JS
cat > main.go <<'GO'
package main

import (
	"os"

	"github.com/dop251/goja"
	"github.com/dop251/goja_nodejs/eventloop"
)

func main() {
	source, err := os.ReadFile("probe.js")
	if err != nil {
		panic(err)
	}
	eventloop.NewEventLoop().Run(func(vm *goja.Runtime) {
		if _, err := vm.RunString(string(source)); err != nil {
			panic(err)
		}
	})
}
GO
go get github.com/dop251/goja_nodejs@v0.0.0-20260212111938-1f56ff5bcf14 \
  github.com/dop251/goja@v0.0.0-20260917113740-793a2a65c13b 2>/dev/null; go mod tidy 2>/dev/null
seen="goja_nodejs
$(go run . 2>&1 | sed 's/^[0-9/]* [0-9:]* //')
node
$(node probe.js)"
want='goja_nodejs
as a number: NaN
clearTimeout(undefined): nothing
clearTimeout(0): TypeError
clearTimeout(-1): TypeError
clearTimeout(timer): nothing
node
as a number: a number
clearTimeout(undefined): nothing
clearTimeout(0): nothing
clearTimeout(-1): nothing
clearTimeout(timer): nothing'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
