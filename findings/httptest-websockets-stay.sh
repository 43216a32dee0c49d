#!/usr/bin/env bash
# net/http/httptest of Go 1.26 with gorilla/websocket v1.5.3 and coder/websocket v1.8.14: neither CloseClientConnections
# nor Close of the server ends a WebSocket.
#
# One would guess: CloseClientConnections "closes any open HTTP connections to the test Server", so it is how a test
# takes the link away from a client that must reconnect; and Close "blocks until all outstanding requests on this server
# have completed", so the handler of each link has returned.
# What happens: behind the upgrade the server has forgotten the connection. Messages come back behind either call, Close
# returns at once, and the handlers go on into the next test. A client that is tried so never loses its link, and a test
# that it "survives" the loss passes. The handler's own connection must be closed.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe

go 1.26

require (
	github.com/coder/websocket v1.8.14
	github.com/gorilla/websocket v1.5.3
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"

	coder "github.com/coder/websocket"
	"github.com/gorilla/websocket"
)

func withGorilla(w http.ResponseWriter, r *http.Request) {
	c, _ := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	for {
		kind, data, err := c.ReadMessage()
		if err != nil {
			return
		}
		_ = c.WriteMessage(kind, data)
	}
}

func withCoder(w http.ResponseWriter, r *http.Request) {
	c, _ := coder.Accept(w, r, nil)
	for {
		kind, data, err := c.Read(r.Context())
		if err != nil {
			return
		}
		_ = c.Write(r.Context(), kind, data)
	}
}

func show(name string, handler http.HandlerFunc) {
	var running atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		running.Add(1)
		defer running.Add(-1)
		handler(w, r)
	}))
	c, _, err := websocket.DefaultDialer.Dial("ws"+s.URL[len("http"):], nil)
	if err != nil {
		panic(err)
	}
	defer c.Close()
	echo := func(behind string) {
		time.Sleep(500 * time.Millisecond) // as long as a close would need to arrive
		_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
		_ = c.WriteMessage(websocket.TextMessage, []byte("alive"))
		_, data, err := c.ReadMessage()
		fmt.Printf("%s, %s: %q, error %v, handlers %d\n", name, behind, data, err, running.Load())
	}
	s.CloseClientConnections()
	echo("CloseClientConnections")
	s.Close()
	echo("Close")
}

func main() {
	show("gorilla", withGorilla)
	show("coder", withCoder)
}
GO
go mod tidy >/dev/null 2>&1
seen=$(go run .)
want='gorilla, CloseClientConnections: "alive", error <nil>, handlers 1
gorilla, Close: "alive", error <nil>, handlers 1
coder, CloseClientConnections: "alive", error <nil>, handlers 1
coder, Close: "alive", error <nil>, handlers 1'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
