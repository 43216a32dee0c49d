#!/usr/bin/env bash
# Toxiproxy v2.12.0: which connections a toxic with a toxicity of 0.5 is on is drawn again when another toxic is added.
#
# One would guess: toxicity "specifies the percentage of connections a toxic will affect", so a connection is drawn once
# and keeps what it drew while the toxic is there.
# What happens: it keeps it from message to message. To add another toxic (here one that does nothing), or to remove
# that again, starts the toxic before it anew on each connection, and draws anew: about half of the slow connections are
# fast from then on, and of the fast ones slow.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	upstream, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "probe", "127.0.0.1:0", upstream.Addr().String())
	must(proxy.Start())
	add := func(toxic string) {
		_, err := proxy.Toxics.AddToxicJson(strings.NewReader(toxic))
		must(err)
	}
	add(`{"type": "latency", "name": "half", "toxicity": 0.5, "attributes": {"latency": 2000}}`)
	var clients, services [64]net.Conn // that 64 draws come out alike twice happens once in 2^64
	for i := range clients {
		clients[i], err = net.Dial("tcp", proxy.Listen)
		must(err)
		services[i], err = upstream.Accept()
		must(err)
	}
	slow := func() (is [len(clients)]bool) { // which connections bring a byte late
		var all sync.WaitGroup
		for i := range clients {
			all.Go(func() {
				begin := time.Now()
				_, err := services[i].Write([]byte("x"))
				must(err)
				_, err = io.ReadFull(clients[i], make([]byte, 1))
				must(err)
				is[i] = time.Since(begin) > time.Second
			})
		}
		all.Wait()
		return is
	}
	first := slow()
	fmt.Println("the same are slow in the next message:", slow() == first)
	add(`{"type": "latency", "name": "none", "attributes": {"latency": 0}}`)
	second := slow()
	fmt.Println("with another toxic:", second == first)
	must(proxy.Toxics.RemoveToxic(context.Background(), "none"))
	third := slow()
	fmt.Println("without it again:", third == first || third == second)
}
GO
go get github.com/Shopify/toxiproxy/v2@v2.12.0 2>/dev/null; go mod tidy 2>/dev/null
seen=$(go run .)
want='the same are slow in the next message: true
with another toxic: false
without it again: false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
