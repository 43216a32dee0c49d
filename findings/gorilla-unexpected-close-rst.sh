#!/usr/bin/env bash
# gorilla/websocket v1.5.3: IsUnexpectedCloseError says false of a link that was cut with RST, and true of one that was
# cut with FIN.
#
# One would guess: a link that breaks without a close frame is an unexpected close, however TCP ends it; the examples
# log a lost client with `if websocket.IsUnexpectedCloseError(err, websocket.CloseGoingAway) { log … }`.
# What happens: only errors of the type CloseError count. A bare FIN is made one (1006), an RST is a *net.OpError: the
# function says false, as for the codes that one does expect, and the loss is not logged.
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
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

func main() {
	read := make(chan error)
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{}
		c, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			panic(err)
		}
		_, _, err = c.ReadMessage()
		read <- err
	}))
	cut := func(what string, end func(*websocket.Conn)) {
		c, _, err := websocket.DefaultDialer.Dial(strings.Replace(service.URL, "http", "ws", 1), nil)
		if err != nil {
			panic(err)
		}
		end(c)
		err = <-read
		fmt.Printf("%s: %T, unexpected: %v\n", what, err, websocket.IsUnexpectedCloseError(err, websocket.CloseGoingAway))
	}
	cut("close frame 1001", func(c *websocket.Conn) {
		frame := websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
		_ = c.WriteControl(websocket.CloseMessage, frame, time.Now().Add(time.Second))
	})
	cut("FIN", func(c *websocket.Conn) { _ = c.NetConn().Close() })
	cut("RST", func(c *websocket.Conn) {
		_ = c.NetConn().(*net.TCPConn).SetLinger(0)
		_ = c.NetConn().Close()
	})
}
GO
go get github.com/gorilla/websocket@v1.5.3 2>/dev/null
seen=$(go run .)
want='close frame 1001: *websocket.CloseError, unexpected: false
FIN: *websocket.CloseError, unexpected: true
RST: *net.OpError, unexpected: false'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
