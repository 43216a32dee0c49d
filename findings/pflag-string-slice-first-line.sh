#!/usr/bin/env bash
# spf13/pflag v1.0.10 (cobra's flags): a StringSlice reads the first line of its value and drops the others.
#
# One would guess: `tool --run "$(cat cases.txt)"` runs every case of a file that has one a line, or says what is wrong.
# What happens: the value is read as one record of CSV. What stands behind the first line break is neither a value nor an
# error, so a gate of CI that asks for a list runs its first line alone and passes. A StringArray keeps the value whole,
# with its line breaks. encoding/csv, of which pflag asks one record, would give the others, too.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/spf13/pflag"
)

func main() {
	flags := pflag.NewFlagSet("probe", pflag.ContinueOnError)
	slice := flags.StringSlice("slice", nil, "")
	array := flags.StringArray("array", nil, "")
	cases := "first\nsecond,third\nfourth\n"
	fmt.Println("error:", flags.Parse([]string{"--slice", cases, "--array", cases}))
	fmt.Printf("slice: %q\narray: %q\n", *slice, *array)
}
GO
go get github.com/spf13/pflag@v1.0.10 2>/dev/null
seen=$(go run .)
want='error: <nil>
slice: ["first"]
array: ["first\nsecond,third\nfourth\n"]'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
