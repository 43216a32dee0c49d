#!/usr/bin/env bash
# Toxiproxy v2.12.0, its client for Go: a proxy that Populate returned can be neither disabled nor enabled.
#
# One would guess: Populate, "for large amounts of proxies", returns what CreateProxy and Proxy return, so Disable()
# takes one of them down.
# What happens: "HTTP 409: proxy already exists". The client does not note that the proxy is there, so Disable() asks to
# create it once more. It stays enabled; its toxics can be added. The same proxy, asked for by name, is disabled.
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
	"net/http/httptest"

	"github.com/Shopify/toxiproxy/v2"
	client "github.com/Shopify/toxiproxy/v2/client"
	"github.com/rs/zerolog"
)

func main() {
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	api := httptest.NewServer(server.Routes())
	defer api.Close()
	c := client.NewClient(api.URL)
	proxies, err := c.Populate([]client.Proxy{
		{Name: "probe", Listen: "127.0.0.1:0", Upstream: "127.0.0.1:9", Enabled: true},
	})
	if err != nil {
		panic(err)
	}
	_, err = proxies[0].AddToxic("slow", "latency", "downstream", 1, client.Attributes{"latency": 1})
	fmt.Println("of Populate: AddToxic:", err)
	fmt.Println("of Populate: Disable:", proxies[0].Disable())
	asked, err := c.Proxy("probe")
	if err != nil {
		panic(err)
	}
	fmt.Println("enabled still:", asked.Enabled)
	fmt.Println("of Proxy: Disable:", asked.Disable())
	fmt.Println("enabled still:", asked.Enabled)
}
GO
go get github.com/Shopify/toxiproxy/v2@v2.12.0 2>/dev/null; go mod tidy 2>/dev/null
seen=$(go run .)
want='of Populate: AddToxic: <nil>
of Populate: Disable: HTTP 409: proxy already exists
enabled still: true
of Proxy: Disable: <nil>
enabled still: false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
