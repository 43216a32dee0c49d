#!/usr/bin/env bash
# Toxiproxy v2.12.0: a toxic with a misspelt attribute and an impossible toxicity is added without a word, and does
# nothing.
#
# One would guess: {"latncy": 5000} or a toxicity of 7 (it is a probability) is refused.
# What happens: both are taken. The latency toxic without its attribute adds no latency, so a test through it is green
# on a network that has no fault at all.
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
	"io"
	"net"
	"strings"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

func main() {
	upstream, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			c, err := upstream.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(c, c) }()
		}
	}()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	echo := func(toxic string) {
		proxy := toxiproxy.NewProxy(server, toxic, "127.0.0.1:0", upstream.Addr().String())
		if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
			fmt.Println("refused:", err)
			return
		}
		if err := proxy.Start(); err != nil {
			panic(err)
		}
		defer proxy.Stop()
		conn, err := net.Dial("tcp", proxy.Listen)
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		began := time.Now()
		_, _ = conn.Write([]byte("ping"))
		_, _ = io.ReadFull(conn, make([]byte, 4))
		fmt.Println("taken; the echo is a second late:", time.Since(began) > time.Second)
	}
	echo(`{"type": "latency", "toxicity": 1, "attributes": {"latency": 1500}}`)
	echo(`{"type": "latency", "toxicity": 7, "attributes": {"latncy": 1500}}`)
}
GO
go get github.com/Shopify/toxiproxy/v2@v2.12.0 2>/dev/null; go mod tidy 2>/dev/null
seen=$(go run .)
want='taken; the echo is a second late: true
taken; the echo is a second late: false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
