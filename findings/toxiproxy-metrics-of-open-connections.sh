#!/usr/bin/env bash
# Toxiproxy v2.12.0: its metrics count the bytes of a connection when that has ended, and never those of an open one.
#
# One would guess: toxiproxy_proxy_received_bytes_total and toxiproxy_proxy_sent_bytes_total grow as data passes ("the
# total number of bytes received/sent on a given proxy link"), so that their rate shows the traffic of a long session,
# or that a fault stopped it.
# What happens: 1000 bytes that went through and came back are on no counter while the connection is open, a WebSocket
# of hours included. All of them come in the moment in which it closes.
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
	"github.com/Shopify/toxiproxy/v2/collectors"
	"github.com/prometheus/client_golang/prometheus"
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
	go func() {
		c, err := upstream.Accept()
		must(err)
		_, _ = io.Copy(c, c)
		_ = c.Close()
	}()
	registry := prometheus.NewRegistry()
	metrics := toxiproxy.NewMetricsContainer(registry)
	metrics.ProxyMetrics = collectors.NewProxyMetricCollectors() // as the flag -proxy-metrics does
	registry.MustRegister(metrics.ProxyMetrics.Collectors()...)
	server := toxiproxy.NewServer(metrics, zerolog.Nop())
	proxy := toxiproxy.NewProxy(server, "probe", "127.0.0.1:0", upstream.Addr().String())
	must(proxy.Start())
	total := func() (sum float64) {
		families, err := registry.Gather()
		must(err)
		for _, family := range families {
			for _, metric := range family.Metric {
				sum += metric.GetCounter().GetValue()
			}
		}
		return sum
	}
	client, err := net.Dial("tcp", proxy.Listen)
	must(err)
	_, err = client.Write(make([]byte, 1000))
	must(err)
	_, err = io.ReadFull(client, make([]byte, 1000))
	must(err)
	time.Sleep(time.Second)
	fmt.Println("open, 1000 bytes went there and back; all counters together:", total())
	must(client.Close())
	for end := time.Now().Add(10 * time.Second); total() < 4000 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Println("closed:", total())
}
GO
go get github.com/Shopify/toxiproxy/v2@v2.12.0 2>/dev/null; go mod tidy 2>/dev/null
seen=$(go run .)
want='open, 1000 bytes went there and back; all counters together: 0
closed: 4000'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
