package weapp

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/websocket"

	"nimcert/ledger"
	"nimcert/ledger/ledgertest"
)

// service is the peer of the tests. A socket at /ws sends every message back, but for "close CODE REASON" and "cut";
// /hold keeps a request forever, /text answers with what is not JSON, and every other path with the request as it came.
type service struct {
	*ledgertest.Server
	ledger *ledger.Ledger
}

func serve(b *ledgertest.Bench) *service {
	b.T.Helper()
	s := &service{ledger: b.Ledger}
	b.Serve(func(server *ledgertest.Server) http.HandlerFunc {
		s.Server = server
		return s.handle
	})
	return s
}

func (s *service) handle(w http.ResponseWriter, req *http.Request) {
	wire, id := s.Wire(req)
	switch req.URL.Path {
	case "/ws":
		s.Bind(req)
		s.Socket(w, req, serveSocket)
	case "/hold":
		s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.Held, Socket: id})
		wire.Park()
		<-req.Context().Done()
		panic(http.ErrAbortHandler)
	case "/nothing":
		panic(http.ErrAbortHandler)
	case "/text":
		_, _ = io.WriteString(w, "{broken")
	default:
		body, _ := io.ReadAll(req.Body) // a body that is cut off shows in the answer
		header := map[string]string{}
		for k := range req.Header {
			header[k] = req.Header.Get(k)
		}
		w.Header().Set("X-Answer", "yes")
		if status, err := strconv.Atoi(strings.TrimPrefix(req.URL.Path, "/status/")); err == nil {
			w.WriteHeader(status)
		}
		_ = json.NewEncoder(w).Encode(
			map[string]any{"method": req.Method, "uri": req.URL.RequestURI(), "body": string(body), "header": header})
	}
}

func serveSocket(ws *websocket.Conn, _ net.Conn) {
	for {
		kind, data, err := ws.ReadMessage()
		if err != nil {
			return // the library has answered a Close frame
		}
		switch text := string(data); {
		case text == "cut":
			return
		case strings.HasPrefix(text, "close "):
			code, reason, _ := strings.Cut(strings.TrimPrefix(text, "close "), " ")
			n, _ := strconv.Atoi(code)
			_ = ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(n, reason))
		default:
			_ = ws.WriteMessage(kind, data) // a client that is gone shows elsewhere
		}
	}
}
