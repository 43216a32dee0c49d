package fakeserver_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	. "github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// patience (real time) ends a test that waits for something that never comes. A test that passes never uses it up.
const patience = time.Minute

// bench is a server with its clock and ledger, and what a test needs to speak to it.
type bench struct {
	*fakeserver.Server
	g      *WithT
	t      *testing.T
	clock  *clock.Clock
	ledger *ledger.Ledger
}

func start(t *testing.T, mode clock.Mode) *bench {
	t.Helper()
	c := clock.New(mode, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	b := &bench{g: NewWithT(t), t: t, clock: c, ledger: ledger.New(c)}
	b.g.SetDefaultEventuallyTimeout(patience)
	b.g.SetDefaultEventuallyPollingInterval(time.Millisecond)
	s, err := fakeserver.Start(fakeserver.Options{Clock: c, Ledger: b.ledger})
	b.g.Expect(err).NotTo(HaveOccurred())
	b.Server = s
	t.Cleanup(func() {
		b.g.Expect(s.Close()).To(Succeed())
		c.Stop()
		_, broken := b.ledger.Timeline().First(ledger.Is(ledger.Broken))
		b.g.Expect(broken).To(BeFalse(), "the server reported a mishap: %v",
			b.ledger.Timeline().Where(ledger.Is(ledger.Broken)))
	})
	return b
}

// await waits for an event on the ledger and returns it.
func (b *bench) await(filters ...ledger.Filter) ledger.Event {
	b.t.Helper()
	found := make(chan ledger.Event, 1)
	cancel := b.ledger.OnNext(0, ledger.All(filters...), func(e ledger.Event) { found <- e })
	defer cancel()
	select {
	case e := <-found:
		return e
	case <-time.After(patience):
		b.t.Fatalf("no such event on the ledger:\n%s", b.lines())
		return ledger.Event{}
	}
}

func (b *bench) lines() string {
	var out strings.Builder
	for _, e := range b.ledger.Timeline() {
		fmt.Fprintf(&out, "%3d %-12s %-20s %-10s %3d %s %s %s\n", e.Seq, e.At, e.Kind, e.Instance, e.Socket,
			e.Code+e.CloseCode, e.Detail, e.URL)
	}
	return out.String()
}

func detail(s string) ledger.Filter {
	return func(e ledger.Event) bool { return strings.Contains(e.Detail, s) }
}

// do makes one HTTP request as the host of a client does: every name leads to the server, and the clock counts it.
func (b *bench) do(method, url, contentType, body string) (int, string, http.Header, error) {
	wire := b.clock.NewWire()
	defer wire.Forget()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return 0, "", nil, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	req.Header.Set("Origin", "https://app.example")
	req.Header.Set(clock.WireHeader, strconv.FormatInt(wire.ID, 10))
	hc := http.Client{Timeout: patience,
		Transport: &http.Transport{DisableKeepAlives: true,
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return (&net.Dialer{}).DialContext(ctx, "tcp", b.Addr())
			}}}
	resp, err := hc.Do(req)
	if err != nil {
		return 0, "", nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(data), resp.Header, err
}

func (b *bench) get(url string) (int, string) {
	b.t.Helper()
	status, body, _, err := b.do(http.MethodGet, url, "", "")
	b.g.Expect(err).NotTo(HaveOccurred())
	return status, body
}

const (
	lbsURL       = "http://lbs.netease.im/lbs/wxwebconf.jsp?id=alice&sv=92112"
	handshakeURL = "http://wlnimsc0.netease.im:443/socket.io/1/?t=1"
)

// session makes a handshake and returns its session id.
func (b *bench) session() string {
	b.t.Helper()
	status, body := b.get(handshakeURL)
	b.g.Expect(status).To(Equal(http.StatusOK))
	sid, rest, _ := strings.Cut(body, ":")
	b.g.Expect(rest).To(Equal("60:60:websocket"))
	return sid
}

// peer is the client's end of a link.
type peer struct {
	*bench
	ws   *websocket.Conn
	conn net.Conn
	wire *clock.Wire
	ser  int
	// binary says that the link is one of the binary transport.
	binary bool
}

// dial opens a counted connection to the server.
func (b *bench) dial(w *clock.Wire) net.Conn {
	b.t.Helper()
	conn, err := net.Dial("tcp", b.Addr())
	b.g.Expect(err).NotTo(HaveOccurred())
	return clock.NewConn(conn, clock.Client, w)
}

// upgrade opens a WebSocket with a session id, on a counted connection.
func (b *bench) upgrade(sid string) (*peer, int, error) {
	return b.open("/socket.io/1/websocket/" + sid)
}

// open opens a WebSocket at a path, on a counted connection.
func (b *bench) open(path string) (*peer, int, error) {
	p := &peer{bench: b, wire: b.clock.NewWire()}
	d := websocket.Dialer{HandshakeTimeout: patience, NetDial: func(string, string) (net.Conn, error) {
		conn, err := net.Dial("tcp", b.Addr())
		if err != nil {
			return nil, err
		}
		p.conn = clock.NewConn(conn, clock.Client, p.wire)
		return p.conn, nil
	}}
	ws, resp, err := d.Dial("ws://wlnimsc0.netease.im:443"+path,
		http.Header{clock.WireHeader: {strconv.FormatInt(p.wire.ID, 10)}})
	status := 0
	if resp != nil {
		status = resp.StatusCode
	}
	if err != nil {
		p.wire.End(clock.Client)
		return nil, status, err
	}
	p.wire.Opened()
	p.ws = ws
	b.t.Cleanup(p.drop)
	return p, status, nil
}

// link opens a link up to the frame "1::".
func (b *bench) link() *peer {
	b.t.Helper()
	p, _, err := b.upgrade(b.session())
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(p.frame()).To(Equal(fakeserver.Frame{Type: fakeserver.FrameConnect}))
	return p
}

// binaryLink opens a link of the binary transport.
func (b *bench) binaryLink() *peer {
	b.t.Helper()
	p, _, err := b.open("/websocket")
	b.g.Expect(err).NotTo(HaveOccurred())
	p.binary = true
	return p
}

// drop ends the TCP connection without a closing handshake.
func (p *peer) drop() { _ = p.conn.Close() }

func (p *peer) read() (string, error) {
	_ = p.ws.SetReadDeadline(time.Now().Add(patience))
	_, data, err := p.ws.ReadMessage()
	return string(data), err
}

func (p *peer) frame() fakeserver.Frame {
	p.t.Helper()
	text, err := p.read()
	p.g.Expect(err).NotTo(HaveOccurred())
	f, err := fakeserver.ParseFrame(text)
	p.g.Expect(err).NotTo(HaveOccurred())
	return f
}

// answer is a packet from the server, as a client reads it.
type answer struct {
	SID, CID, Ser, Code int
	R                   []json.RawMessage
}

func (a answer) name() string { return fmt.Sprintf("%d_%d", a.SID, a.CID) }

// fields returns parameter i as numbered fields.
func (a answer) fields(i int) fakeserver.Fields {
	var f fakeserver.Fields
	if i < len(a.R) {
		_ = json.Unmarshal(a.R[i], &f)
	}
	return f
}

func (p *peer) packet() answer {
	p.t.Helper()
	if p.binary {
		data, err := p.read()
		p.g.Expect(err).NotTo(HaveOccurred())
		var a answer
		a.SID, a.CID, a.Ser, a.Code, a.R, err = fakeserver.ReadBinaryAnswer([]byte(data))
		p.g.Expect(err).NotTo(HaveOccurred())
		return a
	}
	f := p.frame()
	p.g.Expect(f.Type).To(Equal(fakeserver.FrameMessage))
	var a answer
	p.g.Expect(json.Unmarshal([]byte(f.Data), &a)).To(Succeed())
	return a
}

func (p *peer) write(text string) {
	p.t.Helper()
	p.g.Expect(p.ws.WriteMessage(websocket.TextMessage, []byte(text))).To(Succeed())
}

// send sends a request and returns its serial number.
func (p *peer) send(sid, cid int, q ...any) int {
	p.t.Helper()
	p.ser++
	if p.binary {
		data, err := fakeserver.WriteBinaryRequest(sid, cid, p.ser, q...)
		p.g.Expect(err).NotTo(HaveOccurred())
		p.g.Expect(p.ws.WriteMessage(websocket.BinaryMessage, data)).To(Succeed())
		return p.ser
	}
	params := []any{}
	for _, v := range q {
		params = append(params, map[string]any{"t": "Property", "v": v})
	}
	b, err := json.Marshal(map[string]any{"SID": sid, "CID": cid, "SER": p.ser, "Q": params})
	p.g.Expect(err).NotTo(HaveOccurred())
	p.write("3:::" + string(b))
	return p.ser
}

// ask sends a request and reads its answer, which must come next.
func (p *peer) ask(sid, cid int, q ...any) answer {
	p.t.Helper()
	ser := p.send(sid, cid, q...)
	a := p.packet()
	p.g.Expect(a.Ser).To(Equal(ser), "the answer to %d_%d, not %s", sid, cid, a.name())
	p.g.Expect(a.name()).To(Equal(fmt.Sprintf("%d_%d", sid, cid)))
	return a
}

func loginMap(account string, appLogin int) map[string]any {
	return map[string]any{"3": 16, "8": appLogin, "13": "device of " + account, "18": "key", "19": account,
		"1000": "token"}
}

func (p *peer) login(account string) answer {
	p.t.Helper()
	return p.ask(2, 3, loginMap(account, 1))
}

func (p *peer) enter(account, room string) answer {
	p.t.Helper()
	return p.ask(13, 2, 1, map[string]any{"1": "key", "2": account, "5": room, "8": 0, "20": "nick of " + account},
		loginMap(account, 1))
}

// loggedIn opens a link and logs an account in.
func (b *bench) loggedIn(account string) *peer {
	b.t.Helper()
	p := b.link()
	b.g.Expect(p.login(account).Code).To(Equal(200))
	return p
}

// alive proves that the link answers, and that nothing else came before: it sends a packet that the service does not
// know.
func (p *peer) alive() {
	p.t.Helper()
	p.g.Expect(p.ask(99, 1).Code).To(BeElementOf(403, 500))
}

// ended reads the end of the link: the Close frame's code, or 0 and what the connection ended with.
func (p *peer) ended() (int, error) {
	for {
		_, err := p.read()
		var closed *websocket.CloseError
		if errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure {
			return closed.Code, nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// sendClose sends a Close frame.
func (p *peer) sendClose(code int, reason string) {
	p.t.Helper()
	p.g.Expect(p.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason),
		time.Now().Add(patience))).To(Succeed())
}
