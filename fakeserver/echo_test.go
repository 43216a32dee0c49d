package fakeserver_test

import (
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/internal/limits"
	"nimcert/ledger"
)

// Packets of a text link and their answers, beside those of a bare server that sends back what it gets: what the
// service costs is the difference. Both share the process with their client; cpu-ns/op is what all of it computes. The
// service answers a heartbeat in as few words, reads a message's fields, names it, and writes them again.
func BenchmarkMessages(b *testing.B) {
	for name, packet := range map[string]string{
		"heartbeat": `{"SID":1,"CID":2,"SER":1,"Q":[]}`,
		"message": `{"SID":7,"CID":1,"SER":2,"Q":[{"t":"Property","v":{"0":0,"1":"alice","2":"alice",` +
			`"7":1760000000000,"8":0,"9":"hello there, how are you","11":"0123456789abcdef0123456789abcdef"}}]}`,
	} {
		b.Run(name+"/bare", func(b *testing.B) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			server := &http.Server{Handler: http.HandlerFunc(bareEcho)}
			go func() { _ = server.Serve(ln) }()
			b.Cleanup(func() { _ = server.Close() })
			exchange(b, dialLink(b, "ws://"+ln.Addr().String()+"/"), packet)
		})
		b.Run(name+"/service", func(b *testing.B) { exchange(b, loggedInLink(b), packet) })
	}
}

// loggedInLink is alice's link to a service whose ledger is a ring, as that of nimcert serve.
func loggedInLink(b *testing.B) *websocket.Conn {
	c := clock.New(clock.Real, time.Now())
	b.Cleanup(c.Stop)
	l := ledger.New(c)
	l.KeepLast(1000)
	s, err := fakeserver.Start(fakeserver.Options{Clock: c, Ledger: l})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	resp, err := http.Get("http://" + s.Addr() + "/socket.io/1/?t=1")
	if err != nil {
		b.Fatal(err)
	}
	var sid [200]byte
	n, _ := resp.Body.Read(sid[:])
	_ = resp.Body.Close()
	id, _, _ := strings.Cut(string(sid[:n]), ":")
	ws := dialLink(b, "ws://"+s.Addr()+"/socket.io/1/websocket/"+id)
	if _, greeting, err := ws.ReadMessage(); err != nil {
		b.Fatalf("%s: %v", greeting, err)
	}
	login := fakeserver.Frame{Type: fakeserver.FrameMessage,
		Data: `{"SID":2,"CID":3,"SER":1,"Q":[{"t":"Property","v":{"13":"device","19":"alice","1000":"token"}}]}`}
	if err := ws.WriteMessage(websocket.TextMessage, []byte(login.String())); err != nil {
		b.Fatal(err)
	}
	if _, answer, err := ws.ReadMessage(); err != nil || !strings.Contains(string(answer), `"code":200`) {
		b.Fatalf("%s: %v", answer, err)
	}
	return ws
}

func bareEcho(w http.ResponseWriter, req *http.Request) {
	up := websocket.Upgrader{ReadBufferSize: 4096, WriteBufferSize: 4096}
	ws, err := up.Upgrade(w, req, nil)
	if err != nil {
		return
	}
	defer func() { _ = ws.Close() }()
	for {
		kind, data, err := ws.ReadMessage()
		if err != nil || ws.WriteMessage(kind, data) != nil {
			return
		}
	}
}

func dialLink(b *testing.B, url string) *websocket.Conn {
	ws, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = ws.Close() })
	return ws
}

// exchange sends a packet and reads its answer, again and again.
func exchange(b *testing.B, ws *websocket.Conn, packet string) {
	message := []byte(fakeserver.Frame{Type: fakeserver.FrameMessage, Data: packet}.String())
	began := limits.ProcessorTime()
	for b.Loop() {
		if err := ws.WriteMessage(websocket.TextMessage, message); err != nil {
			b.Fatal(err)
		}
		if _, _, err := ws.ReadMessage(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(limits.ProcessorTime()-began)/float64(b.N), "cpu-ns/op")
}
