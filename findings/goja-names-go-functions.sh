#!/usr/bin/env bash
# goja v0.0.0-20260917113740: a Go function that a script can call tells the script its Go name.
#
# One would guess: a function that is set as api.request is called "request", as a method of an object is, or has no
# name at all, as it was made without one.
# What happens: its name is that of the Go symbol, with the path of its package, and its text shows the same. A script
# can read from it who embeds the engine. What helps: DefineDataProperty of "name" before the function is handed out.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module example.com/embedder
go 1.26
MOD
mkdir host
cat > host/host.go <<'GO'
// Package host offers a function to scripts.
package host

import "github.com/dop251/goja"

// Request is what scripts call.
func Request(goja.FunctionCall) goja.Value { return goja.Undefined() }
GO
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/dop251/goja"

	"example.com/embedder/host"
)

const look = `api.request.name + " | " + String(api.request)`

func main() {
	vm := goja.New()
	api := vm.NewObject()
	_ = api.Set("request", host.Request)
	_ = vm.Set("api", api)
	fmt.Println(vm.RunString(look))
	f := vm.ToValue(host.Request).(*goja.Object)
	_ = f.DefineDataProperty("name", vm.ToValue("request"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = api.Set("request", f)
	fmt.Println(vm.RunString(look))
}
GO
go get github.com/dop251/goja@v0.0.0-20260917113740-793a2a65c13b 2>/dev/null
seen=$(go run .)
want='example.com/embedder/host.Request | function example.com/embedder/host.Request() { [native code] } <nil>
request | function request() { [native code] } <nil>'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
