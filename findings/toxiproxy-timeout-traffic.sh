#!/usr/bin/env bash
# Toxiproxy v2.12.0: a `timeout` toxic never ends a connection on which something is sent more often than its timeout.
#
# One would guess: it "closes the connection after `timeout`", as its documentation says, whatever is sent meanwhile.
# What happens: each piece of data starts the time again. With 300 ms an idle connection ends after 300 ms, and one
# whose server sends each 100 ms goes on, with every byte dropped; so a link with heartbeats below the timeout is a
# silent one, and a client that waits to be told of the loss waits for ever.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > main.go <<'GO'
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
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
	_, err = proxy.Toxics.AddToxicJson(strings.NewReader(`{"type": "timeout", "attributes": {"timeout": 300}}`))
	must(err)
	try := func(what string, heartbeats bool) {
		client, err := net.Dial("tcp", proxy.Listen)
		must(err)
		service, err := upstream.Accept()
		must(err)
		done := make(chan struct{})
		defer close(done)
		if heartbeats {
			go func() {
				for tick := time.Tick(100 * time.Millisecond); ; {
					select {
					case <-tick:
						_, _ = service.Write([]byte("beat"))
					case <-done:
						return
					}
				}
			}()
		}
		_ = client.SetReadDeadline(time.Now().Add(3 * time.Second))
		n, err := client.Read(make([]byte, 4))
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			fmt.Println(what+": open after 3 s, bytes that came:", n)
		case errors.Is(err, io.EOF):
			fmt.Println(what + ": ended")
		default:
			fmt.Println(what+":", n, err)
		}
	}
	try("idle", false)
	try("a heartbeat each 100 ms", true)
}
GO
go get github.com/Shopify/toxiproxy/v2@v2.12.0 2>/dev/null; go mod tidy 2>/dev/null
seen=$(go run .)
want='idle: ended
a heartbeat each 100 ms: open after 3 s, bytes that came: 0'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
