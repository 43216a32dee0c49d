package browser

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"nimcert/clients"
	"nimcert/clock"
)

// gateway is the HTTP proxy of one session's page. Whatever name the page asks for, it ends TLS, puts the number of the
// connection into the request's head, and carries the bytes over the session's link: one connection there for each of
// the page's, and one request on each. The page's own origin it answers itself.
type gateway struct {
	env    clients.Env
	config *tls.Config
	// socket waits until DevTools has told of the page's socket with this Sec-WebSocket-Key, and returns its wire; nil
	// where none comes.
	socket func(ctx context.Context, key string) *clock.Wire
	// own answers a request to the page's own origin.
	own func(ctx context.Context, path string) (body, kind string)

	listener net.Listener
	ctx      context.Context
	stop     context.CancelFunc
	tasks    sync.WaitGroup
}

// begin listens, and returns the address.
func (g *gateway) begin() (string, error) {
	var err error
	if g.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return "", err
	}
	g.ctx, g.stop = context.WithCancel(context.Background())
	g.tasks.Go(func() {
		for {
			conn, err := g.listener.Accept()
			if err != nil {
				return
			}
			g.tasks.Go(func() { g.serve(conn.(*net.TCPConn)) })
		}
	})
	return g.listener.Addr().String(), nil
}

// close ends all connections.
func (g *gateway) close() {
	g.stop()
	_ = g.listener.Close()
	g.tasks.Wait()
}

// rewound is a connection whose first bytes were read ahead.
type rewound struct {
	net.Conn
	from *bufio.Reader
}

func (r rewound) Read(b []byte) (int, error) { return r.from.Read(b) }

// serve serves one connection of the browser: a tunnel, with TLS in it or without, or a plain request.
func (g *gateway) serve(raw *net.TCPConn) {
	ctx, cancel := context.WithCancel(g.ctx)
	defer cancel()
	defer func() { _ = raw.Close() }()
	defer context.AfterFunc(g.ctx, func() { _ = raw.Close() })()
	var conn net.Conn = raw
	from := bufio.NewReader(raw)
	req, err := http.ReadRequest(from)
	if err != nil {
		return // one that the browser opened ahead and did not need
	}
	if req.Method == http.MethodConnect {
		if _, err := io.WriteString(raw, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
			return
		}
		const handshake = 0x16 // the first byte of TLS
		if first, err := from.Peek(1); err == nil && first[0] == handshake {
			conn = tls.Server(rewound{raw, from}, g.config)
			from = bufio.NewReader(conn)
		}
		if req, err = http.ReadRequest(from); err != nil {
			return
		}
	}
	if host, _, _ := strings.Cut(req.Host, ":"); host == ownHost {
		body, kind := g.own(ctx, req.URL.Path)
		_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: %s; charset=utf-8\r\nConnection: close\r\n"+
			"Content-Length: %d\r\n\r\n%s", kind, len(body), body)
		_ = conn.Close()
		return
	}
	if err := g.forward(ctx, conn, from, req); errors.Is(err, syscall.ECONNRESET) {
		_ = raw.SetLinger(0) // the page's network sees a reset, too
	} else {
		_ = conn.Close()
	}
}

// forward carries a request, and what follows it, to the link and back, until one side ends.
func (g *gateway) forward(ctx context.Context, conn net.Conn, from *bufio.Reader, req *http.Request) error {
	host, _, _ := strings.Cut(req.Host, ":")
	if g.env.Reachable != nil && !g.env.Reachable(host) {
		return errNowhere
	}
	upgrade := strings.EqualFold(req.Header.Get("Upgrade"), "websocket")
	var wire *clock.Wire
	if upgrade {
		if wire = g.socket(ctx, req.Header.Get("Sec-WebSocket-Key")); wire == nil {
			return errNowhere
		}
	} else {
		wire = g.env.Clock.NewWire()
		req.Header.Del("Connection")
		req.Close = true
	}
	if g.env.Addr == "" {
		wire.Forget()
		return errNowhere // a page that is only loaded
	}
	link, err := (&net.Dialer{}).DialContext(ctx, "tcp", g.env.Addr)
	if err != nil {
		wire.Forget()
		return err
	}
	link = clock.NewConn(link, clock.Client, wire)
	defer wire.End(clock.Client)
	defer func() { _ = link.Close() }()
	defer context.AfterFunc(ctx, func() { _ = link.Close() })()
	req.Header.Set(clock.WireHeader, strconv.FormatInt(wire.ID, 10))
	if err := req.Write(link); err != nil {
		return err
	}
	wire.Asked()
	g.tasks.Go(func() { // what the page sends, until it ends the connection
		_, _ = io.Copy(link, from)
		_ = link.Close()
	})
	_, err = io.Copy(conn, link)
	return err
}

var errNowhere = errors.New("it leads nowhere")
