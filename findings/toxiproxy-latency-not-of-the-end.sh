#!/usr/bin/env bash
# Toxiproxy v2.12.0: the `latency` toxic delays data, and neither the end of a connection nor its beginning.
#
# One would guess: with a latency of a second downstream the client learns everything a second late, as behind a slow
# network: the data, that the connection is there, and that the service has gone.
# What happens: data is a second late. The connection is there at once, and where the service closes, or is killed, the
# client reads the end at once. A client that is tried with high latency is never tried with a loss that it hears of
# late.
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
	for _, direction := range []string{"upstream", "downstream"} {
		toxic := `{"type": "latency", "stream": "` + direction + `", "attributes": {"latency": 3000}}`
		_, err = proxy.Toxics.AddToxicJson(strings.NewReader(toxic))
		must(err)
	}
	begin := time.Now()
	late := func(what string) {
		fmt.Println(what+": late", time.Since(begin) > 1500*time.Millisecond)
		begin = time.Now()
	}
	client, err := net.Dial("tcp", proxy.Listen)
	must(err)
	service, err := upstream.Accept()
	must(err)
	late("connected at both ends")
	_, err = service.Write([]byte("data"))
	must(err)
	_, err = io.ReadFull(client, make([]byte, 4))
	must(err)
	late("data")
	must(service.Close())
	_, err = client.Read(make([]byte, 4))
	late(fmt.Sprint("end (", err, ")"))
}
GO
go get github.com/Shopify/toxiproxy/v2@v2.12.0 2>/dev/null; go mod tidy 2>/dev/null
seen=$(go run .)
want='connected at both ends: late false
data: late true
end (EOF): late false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
