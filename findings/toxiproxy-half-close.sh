#!/usr/bin/env bash
# Toxiproxy v2.12.0: through a proxy without any toxic, who has closed one direction gets no answer any more.
#
# One would guess: a proxy without toxics changes nothing: a client that says with CloseWrite that its question is
# complete reads the answer, as it does without the proxy.
# What happens: the client's end of sending closes the whole connection to the service, both ways, and with it the one
# to the client: the client reads an orderly end and no byte, and the service's write reports no error.
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
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

func main() {
	service, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	wrote := make(chan error)
	go func() {
		for {
			c, err := service.Accept()
			if err != nil {
				return
			}
			_, _ = io.ReadAll(c) // the whole question
			time.Sleep(200 * time.Millisecond)
			_, err = c.Write([]byte("answer"))
			_ = c.Close()
			wrote <- err
		}
	}()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "probe", "127.0.0.1:0", service.Addr().String())
	if err := proxy.Start(); err != nil {
		panic(err)
	}
	ask := func(what, address string) {
		c, err := net.Dial("tcp", address)
		if err != nil {
			panic(err)
		}
		_, _ = c.Write([]byte("question"))
		_ = c.(*net.TCPConn).CloseWrite()
		_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
		answer, err := io.ReadAll(c)
		fmt.Printf("%s: the client reads %q, error %v; the service's write: %v\n", what, answer, err, <-wrote)
	}
	ask("without a proxy", service.Addr().String())
	ask("through a proxy", proxy.Listen)
}
GO
go get github.com/Shopify/toxiproxy/v2@v2.12.0 2>/dev/null; go mod tidy 2>/dev/null
seen=$(go run .)
want='without a proxy: the client reads "answer", error <nil>; the service'"'"'s write: <nil>
through a proxy: the client reads "", error <nil>; the service'"'"'s write: <nil>'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
