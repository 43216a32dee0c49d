#!/usr/bin/env bash
# Toxiproxy v2.12.0: reset_peer resets new connections only. A live one that is idle stays; one with traffic ends with
# FIN.
#
# One would guess: adding reset_peer to a proxy ends its connections with RST, as its name and documentation say.
# What happens: the linger option that makes an RST of a close is set when a link starts. On a link that was there
# before, the idle client notices nothing, and the first byte it sends ends the link with an orderly FIN (EOF), not
# ECONNRESET.
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
	"syscall"
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
	proxy := toxiproxy.NewProxy(server, "probe", "127.0.0.1:0", upstream.Addr().String())
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
	ends := func(what string, c net.Conn) {
		_ = c.SetReadDeadline(time.Now().Add(2 * time.Second))
		_, err := c.Read(make([]byte, 4))
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			fmt.Println(what+":", "stays")
		case errors.Is(err, io.EOF):
			fmt.Println(what+":", "FIN")
		case errors.Is(err, syscall.ECONNRESET):
			fmt.Println(what+":", "RST")
		default:
			fmt.Println(what+":", err)
		}
	}
	live := dial()
	_, _ = live.Write([]byte("ping"))
	_, _ = io.ReadFull(live, make([]byte, 4)) // the link is up
	if _, err := proxy.Toxics.AddToxicJson(strings.NewReader(`{"type": "reset_peer", "attributes": {"timeout": 0}}`)); err != nil {
		panic(err)
	}
	ends("live and idle", live)
	_, _ = live.Write([]byte("ping"))
	ends("live, with traffic", live)
	fresh := dial()
	_, _ = fresh.Write([]byte("ping"))
	ends("new", fresh)
}
GO
go get github.com/Shopify/toxiproxy/v2@v2.12.0 2>/dev/null; go mod tidy 2>/dev/null
seen=$(go run .)
want='live and idle: stays
live, with traffic: FIN
new: RST'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
