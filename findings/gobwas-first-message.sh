#!/usr/bin/env bash
# github.com/gobwas/ws v1.4.0: the connection that Dial returns has lost the messages that came along with the answer to
# the upgrade.
#
# One would guess: what the service sends is read from the net.Conn that Dial returns; its second and third result, a
# bufio.Reader and the handshake, are extras that a probe leaves out with `conn, _, _, err`.
# What happens: a message that comes in one segment with the 101, as the greeting of a service often does, is in the
# reader alone, and in nobody's hands where that is left out. ReadServerText gives the second message as the first,
# without an error. Where the greeting comes a moment later nothing is missing, so that a test is red once in a while.
set -euo pipefail
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > main.go <<'GO'
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// serve accepts the upgrade of one client, and sends two messages: the first with its answer, or behind it.
func serve(listener net.Listener, together bool) {
	conn, err := listener.Accept()
	if err != nil {
		panic(err)
	}
	var answer bytes.Buffer
	_, err = ws.Upgrade(struct {
		io.Reader
		io.Writer
	}{conn, &answer})
	if err != nil {
		panic(err)
	}
	if !together {
		conn.Write(answer.Bytes())
		answer.Reset()
		time.Sleep(time.Second)
	}
	wsutil.WriteServerText(&answer, []byte("welcome"))
	conn.Write(answer.Bytes())
	time.Sleep(time.Second)
	wsutil.WriteServerText(conn, []byte("second"))
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	for _, together := range []bool{false, true} {
		go serve(listener, together)
		conn, reader, _, err := ws.Dial(context.Background(), "ws://"+listener.Addr().String())
		if err != nil {
			panic(err)
		}
		text, err := wsutil.ReadServerText(conn)
		fmt.Printf("greeting with the answer %v: the first message is %q, error %v\n", together, text, err)
		if reader != nil {
			text, err = wsutil.ReadServerText(struct {
				io.Reader
				io.Writer
			}{reader, conn})
			fmt.Printf("in the reader: %q, error %v\n", text, err)
		}
	}
}
GO
go get github.com/gobwas/ws@v1.4.0 2>/dev/null
seen=$(go run .)
want='greeting with the answer false: the first message is "welcome", error <nil>
greeting with the answer true: the first message is "second", error <nil>
in the reader: "welcome", error <nil>'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
