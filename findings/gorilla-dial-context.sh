#!/usr/bin/env bash
# gorilla/websocket v1.5.3: cancelling the context does not end a dial that waits for the answer to its upgrade.
#
# One would guess: DialContext returns soon after its context is cancelled, whatever it waits for.
# What happens: the context is watched while the TCP connection opens, and no longer; behind it only the dialer's
# HandshakeTimeout ends the wait. Here the context ends after 0.2 s, and the call after the 2 s of HandshakeTimeout.
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
	"net"
	"time"

	"github.com/gorilla/websocket"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0") // it accepts, and answers nothing
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	time.AfterFunc(200*time.Millisecond, cancel)
	began := time.Now()
	dialer := websocket.Dialer{HandshakeTimeout: 2 * time.Second}
	_, _, err = dialer.DialContext(ctx, "ws://"+listener.Addr().String()+"/", nil)
	var timeout net.Error
	fmt.Println("ended within a second:", time.Since(began) < time.Second)
	fmt.Println("ended by the cancelled context:", errors.Is(err, context.Canceled))
	fmt.Println("ended by a timeout:", errors.As(err, &timeout) && timeout.Timeout())
}
GO
go get github.com/gorilla/websocket@v1.5.3 2>/dev/null
seen=$(go run .)
want='ended within a second: false
ended by the cancelled context: false
ended by a timeout: true'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
