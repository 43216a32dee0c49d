#!/usr/bin/env bash
# Chromium 156: DevTools' Network domain has no event for a WebSocket's Close frames, in neither direction.
#
# One would guess: webSocketFrameSent and webSocketFrameReceived tell of every frame, as their opcode field ("WebSocket
# message opcode") and the Messages tab suggest; so who closes a socket, and with which code, can be read from them.
# What happens: they tell of text and binary messages alone. Whether page or server closes, and with which code, the one
# event is webSocketClosed, which has a time and no code.
set -euo pipefail
command -v chromium >/dev/null || { echo "it needs Debian's chromium"; exit 2; }
dir=$(mktemp -d); trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT; cd "$dir"
cat > go.mod <<'MOD'
module probe
go 1.26
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/gorilla/websocket"
)

func main() {
	var mu sync.Mutex
	var seen []string
	note := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, fmt.Sprintf(format, args...))
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") == "" {
			fmt.Fprint(w, "<!doctype html><title>probe</title>")
			return
		}
		ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		_, m, _ := ws.ReadMessage()
		_ = ws.WriteMessage(websocket.TextMessage, m)
		if strings.HasSuffix(r.URL.Path, "server") {
			_ = ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(4001, "bye"))
		}
		_, _, _ = ws.ReadMessage() // the page's Close frame
	}))
	defer server.Close()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, end := chromedp.NewContext(allocator)
	defer end()
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventWebSocketFrameSent:
			note("sent opcode %.0f", e.Response.Opcode)
		case *network.EventWebSocketFrameReceived:
			note("received opcode %.0f", e.Response.Opcode)
		case *network.EventWebSocketFrameError:
			note("error %s", e.ErrorMessage)
		case *network.EventWebSocketClosed:
			note("closed")
		}
	})
	if err := chromedp.Run(ctx, network.Enable(), chromedp.Navigate(server.URL)); err != nil {
		panic(err)
	}
	for _, who := range []string{"page", "server"} {
		note("%s closes:", who)
		var code int
		err := chromedp.Run(ctx, chromedp.Evaluate(fmt.Sprintf(`new Promise(function (closed) {
			var s = new WebSocket(location.href.replace("http", "ws") + %q);
			s.onopen = function () { s.send("hello"); };
			s.onmessage = function () { if (%q === "page") s.close(4000, "bye"); };
			s.onclose = function (e) { setTimeout(closed, 100, e.code); };
		})`, who, who), &code, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
		if err != nil {
			panic(err)
		}
		note("onclose code %d", code)
	}
	mu.Lock()
	fmt.Println(strings.Join(seen, "\n"))
}
GO
go get github.com/chromedp/chromedp@v0.14.2 github.com/gorilla/websocket@v1.5.3 2>/dev/null
seen=$(go run . 2>/dev/null)
want='page closes:
sent opcode 1
received opcode 1
closed
onclose code 4000
server closes:
sent opcode 1
received opcode 1
closed
onclose code 4001'
echo "$seen"
[ "$seen" = "$want" ] || { echo "this changed: seen above, expected: $want"; exit 1; }
