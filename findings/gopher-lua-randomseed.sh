#!/usr/bin/env bash
# github.com/yuin/gopher-lua v1.1.2: math.randomseed does nothing in a module whose go.mod says Go 1.24 or later.
#
# One would guess: math.randomseed(1) makes the numbers of math.random follow from 1, as in Lua's own interpreter, and
# a script that seeds itself is repeated exactly.
# What happens: it calls Go's rand.Seed, which is a no-op where the main module says Go 1.24 or later, so that two runs
# of one script, and two seeds of 1 in one run, give other numbers. In a module that says Go 1.23 they are the same.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > main.go <<'GO'
package main

import lua "github.com/yuin/gopher-lua"

func main() {
	l := lua.NewState()
	defer l.Close()
	if err := l.DoString(`
		math.randomseed(1) local first = math.random()
		math.randomseed(1) local second = math.random()
		print("the same seed, the same number:", first == second)`); err != nil {
		panic(err)
	}
}
GO
seen=$(for says in 1.23 1.24; do
	printf 'module probe\ngo %s\n' "$says" > go.mod
	go get github.com/yuin/gopher-lua@v1.1.2 2>/dev/null
	echo "go $says"
	go run .
done)
want='go 1.23
the same seed, the same number:	true
go 1.24
the same seed, the same number:	false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
