#!/usr/bin/env bash
# Toxiproxy v2.12.0: a `timeout` toxic with timeout 0, which drops data and keeps connections, closes them when it is
# removed.
#
# One would guess: with timeout 0 no connection is closed, so it is how one tries a network that is gone for a while:
# when the toxic is removed, the connections go on, and only what was sent meanwhile is missing.
# What happens: to remove it ends each connection that it was on. A client that would have lived through the gap is
# seen to reconnect. A new connection works.
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

func main() {
	service, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			c, err := service.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(c, c) }()
		}
	}()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "probe", "127.0.0.1:0", service.Addr().String())
	if err := proxy.Start(); err != nil {
		panic(err)
	}
	dial := func() net.Conn {
		c, err := net.Dial("tcp", proxy.Listen)
		if err != nil {
			panic(err)
		}
		return c
	}
	echo := func(what string, c net.Conn) {
		_, _ = c.Write([]byte("ping"))
		_ = c.SetReadDeadline(time.Now().Add(time.Second))
		_, err := io.ReadFull(c, make([]byte, 4))
		switch {
		case err == nil:
			fmt.Println(what+":", "an echo")
		case errors.Is(err, os.ErrDeadlineExceeded):
			fmt.Println(what+":", "open, no echo")
		default:
			fmt.Println(what+": closed")
		}
	}
	c := dial()
	echo("before", c)
	toxic := `{"name": "gone", "type": "timeout", "attributes": {"timeout": 0}}`
	if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		panic(err)
	}
	echo("with the toxic", c)
	if err := proxy.Toxics.RemoveToxic(context.Background(), "gone"); err != nil {
		panic(err)
	}
	echo("the toxic removed", c)
	echo("a new connection", dial())
}
GO
go get github.com/Shopify/toxiproxy/v2@v2.12.0 2>/dev/null; go mod tidy 2>/dev/null
seen=$(go run .)
want='before: an echo
with the toxic: open, no echo
the toxic removed: closed
a new connection: an echo'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
