#!/usr/bin/env bash
# Toxiproxy v2.12.0, its client for Go: a proxy that Populate makes as the client's README shows is disabled.
#
# One would guess: Populate makes proxies that work, as CreateProxy does, and as /populate does for a JSON without
# "enabled"; the README's full example gives Name, Listen and Upstream, and tests "redis is slow" through it.
# What happens: Go's zero value of Enabled is sent, "enabled": false. Populate reports no error, and each connection is
# refused until somebody enables the proxy. In the README's example another test does so behind itself.
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
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"

	"github.com/Shopify/toxiproxy/v2"
	client "github.com/Shopify/toxiproxy/v2/client"
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
	free := func() string { // a port as one writes it into such a list
		l, err := net.Listen("tcp", "127.0.0.1:0")
		must(err)
		must(l.Close())
		return l.Addr().String()
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	api := httptest.NewServer(server.Routes())
	defer api.Close()
	dial := func(what, address string) {
		_, err := net.Dial("tcp", address)
		fmt.Println(what+": refused", errors.Is(err, syscall.ECONNREFUSED))
	}
	a, b, c := free(), free(), free()
	_, err = client.NewClient(api.URL).Populate([]client.Proxy{{Name: "a", Listen: a, Upstream: upstream.Addr().String()}})
	fmt.Println("Populate:", err)
	dial("Populate", a)
	_, err = client.NewClient(api.URL).CreateProxy("b", b, upstream.Addr().String())
	must(err)
	dial("CreateProxy", b)
	list := `[{"name": "c", "listen": "` + c + `", "upstream": "` + upstream.Addr().String() + `"}]`
	answer, err := http.Post(api.URL+"/populate", "application/json", strings.NewReader(list))
	must(err)
	must(answer.Body.Close())
	dial("the same as JSON", c)
}
GO
go get github.com/Shopify/toxiproxy/v2@v2.12.0 2>/dev/null; go mod tidy 2>/dev/null
seen=$(go run .)
want='Populate: <nil>
Populate: refused true
CreateProxy: refused false
the same as JSON: refused false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
