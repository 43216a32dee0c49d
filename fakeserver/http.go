package fakeserver

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"nimcert/clock"
	"nimcert/ledger"
)

const (
	// defaultLink is the link address that the published SDK has built in for IM.
	defaultLink = "wlnimsc0.netease.im:443"
	// heartbeatSeconds is the silence after which the client takes the transport for dead; closeSeconds is how long it
	// waits for a close. Both are the real service's values.
	heartbeatSeconds, closeSeconds = 60, 60
	socketPath                     = "/socket.io/1/websocket/"
	// binaryPath is the path of the binary transport, which has no handshake before and no greeting after.
	binaryPath = "/websocket"
)

type connKey struct{}

// accepted is a TCP connection of which only its existence is known.
type accepted struct {
	net.Conn
	seen bool // its first request came
}

// serve handles every request. It dispatches on the path, whatever host name the client meant.
func (r *run) serve(w http.ResponseWriter, req *http.Request) {
	id, wire := r.wire(req)
	if conn, ok := req.Context().Value(connKey{}).(*accepted); ok && !conn.seen {
		conn.seen = true
		if counted, ok := conn.Conn.(*clock.Conn); ok {
			counted.Bind(wire) // before any answer: from here on the wire ends when this connection ends
		}
		event := ledger.Event{Who: ledger.Server, Kind: ledger.ConnAccepted, Socket: id, URL: where(req)}
		if id == 0 { // a client of the world outside: its address is all that tells it from another one
			event.Detail = conn.RemoteAddr().String()
		}
		r.s.ledger.Add(event)
	}
	// The session's date, because this machine's differs between two runs; and the server software that the vendor's
	// service names.
	w.Header().Set("Date", r.s.clock.Time().UTC().Format(http.TimeFormat))
	w.Header().Set("Server", "nginx")
	allowOrigins(w, req)
	switch path := req.URL.Path; {
	case req.Method == http.MethodOptions:
		w.WriteHeader(http.StatusNoContent)
	case path == "/lbs/wxwebconf.jsp" || path == "/lbs/webconf.jsp":
		r.lbs(w, req, id, wire)
	case path == "/socket.io/1/" || path == "/socket.io/1":
		r.handshake(w, req, id, wire)
	case strings.HasPrefix(path, socketPath) || path == binaryPath:
		r.upgrade(w, req, id, wire)
	case req.Method == http.MethodPost && strings.HasPrefix(req.Header.Get("Content-Type"), "multipart/form-data"):
		r.upload(w, req, id, wire)
	case path == "/v1/api/abt/client/getExperimentInfo":
		r.sink(w, req, noExperiments)
	default:
		r.sink(w, req, struct{}{})
	}
}

// noExperiments answers the A/B test. Of any other answer with status 200 the builds from 9.11.0 on make an uncaught
// TypeError.
var noExperiments = map[string]any{"code": 200,
	"data": map[string]any{"abtInfo": map[string]any{"experiments": []any{}}}}

// wire reads the connection's number from the client's header (0 if there is none) and finds its wire (nil if the clock
// does not know it, or not any more).
func (r *run) wire(req *http.Request) (int64, *clock.Wire) {
	id, err := strconv.ParseInt(req.Header.Get(clock.WireHeader), 10, 64)
	if err != nil || id <= 0 {
		return 0, nil
	}
	return id, r.s.clock.Wire(id)
}

// where is the address that the client meant: host name and path.
func where(req *http.Request) string { return req.Host + req.URL.Path }

// allowOrigins lets a browser build on any other origin use the service.
func allowOrigins(w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	origin := req.Header.Get("Origin")
	if origin == "" {
		origin = "*"
	} else {
		h.Set("Access-Control-Allow-Credentials", "true")
		h.Add("Vary", "Origin")
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Private-Network", "true")
	h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, HEAD, OPTIONS")
	if asked := req.Header.Get("Access-Control-Request-Headers"); asked != "" {
		h.Set("Access-Control-Allow-Headers", asked)
	}
}

// pass keeps the request's answer back while the step is held, and then answers it with the scripted failure if there
// is one. It reports whether the normal answer is still to be sent.
func (r *run) pass(w http.ResponseWriter, req *http.Request, step Step, id int64, wire *clock.Wire) bool {
	r.keep(req, step, id, wire)
	if r.s.portal(step) {
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		_, _ = io.WriteString(w, portalPage) // the client has gone and needs no answer
		return false
	}
	if answer := r.s.lbsAnswer(step); answer != "" {
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		_, _ = io.WriteString(w, answer)
		return false
	}
	if status := r.s.failure(step); status != 0 {
		http.Error(w, http.StatusText(status), status)
		return false
	}
	return true
}

// portalPage is the page with which a captive portal answers every request, with status 200: the network of a hotel or
// an airport does so until the guest agrees to its terms.
const portalPage = "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please log in to the network: <a " +
	"href=\"http://10.0.0.1/\">10.0.0.1</a></body></html>"

// keep blocks while the step is held. If the client goes or the run ends meanwhile, it ends the request without an
// answer.
func (r *run) keep(req *http.Request, step Step, id int64, wire *clock.Wire) {
	s := r.s
	if !s.holds(step) {
		return
	}
	s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.Held, Socket: id, URL: where(req), Detail: string(step)})
	k := &kept{wire: wire, free: make(chan struct{})}
	s.mu.Lock()
	if r.ended {
		s.mu.Unlock()
		panic(http.ErrAbortHandler)
	}
	if !s.script.held[step] { // released meanwhile
		s.mu.Unlock()
		return
	}
	s.script.kept[step] = append(s.script.kept[step], k)
	wire.Park()
	s.mu.Unlock()
	select {
	case <-k.free:
	case <-req.Context().Done(): // the client went away
		s.mu.Lock()
		s.forgetLocked(func(other *kept) bool { return other == k })
		s.mu.Unlock()
		<-k.free // by this function, or by a Release at the same moment
		k.drop = true
	}
	if k.drop {
		panic(http.ErrAbortHandler)
	}
}

// lbs tells the client where to connect: "link" is for the older family and the V1 API, "mix.link" for the V2 API.
func (r *run) lbs(w http.ResponseWriter, req *http.Request, id int64, wire *clock.Wire) {
	query, err := url.ParseQuery(req.URL.RawQuery)
	asked := ledger.Event{Who: ledger.Server, Kind: ledger.LBSRequest, Instance: query.Get("id"), Socket: id,
		URL: where(req)}
	if err != nil {
		asked.Detail = "malformed query refused: " + err.Error()
	}
	r.s.ledger.Add(asked)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !r.pass(w, req, StepLBS, id, wire) {
		return
	}
	links, defaults := r.s.addresses(req)
	nos := "https://nos.netease.com"
	if byAddress(req.Host) {
		nos = "http://" + req.Host
	}
	writeJSON(w, map[string]any{
		"common":    map[string]any{"link": links, "mix.link": links, "link.default": defaults},
		"nosup":     []string{nos},
		"nos-chunk": nos,
	})
}

// addresses is the answer of LBS.
func (s *Server) addresses(req *http.Request) (links, defaults []string) {
	s.mu.Lock()
	links, defaults = s.script.links, s.script.defaults
	s.mu.Unlock()
	if links == nil && defaults == nil {
		usual := defaultLink
		if byAddress(req.Host) {
			usual = req.Host
		}
		links, defaults = []string{usual}, []string{usual}
	}
	return orEmpty(links), orEmpty(defaults)
}

// roomAddresses answers 36_1, which asks for the addresses of a chatroom. A client that reached the service by an
// address gets the same address again.
func (s *Server) roomAddresses(host string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if links := append(slices.Clone(s.script.links), s.script.defaults...); len(links) > 0 {
		return links
	}
	return []string{host}
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// byAddress reports whether a client used an address and not a mapped name. It must then be sent to the same address
// again.
func byAddress(host string) bool {
	name, _, err := net.SplitHostPort(host)
	return err == nil && (name == "localhost" || net.ParseIP(name) != nil)
}

// handshake opens a socket.io session: SID:HEARTBEAT:CLOSE:TRANSPORTS, both times in seconds.
func (r *run) handshake(w http.ResponseWriter, req *http.Request, id int64, wire *clock.Wire) {
	r.s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.Handshake, Socket: id, URL: where(req)})
	if !r.pass(w, req, StepHandshake, id, wire) {
		return
	}
	sid := r.s.connection("session", id) // numbered by connection, because handshakes of one instant come in any order
	if id == 0 {
		sid = r.s.connection("session of nobody", r.s.next())
	}
	r.s.mu.Lock()
	r.sessions.Add(sid, struct{}{})
	r.s.mu.Unlock()
	w.Header().Set("Content-Type", "text/plain; charset=UTF-8")
	// if the client has gone, the link will show it
	_, _ = fmt.Fprintf(w, "%s:%d:%d:websocket", sid, heartbeatSeconds, closeSeconds)
}

// handshaken reports whether a session id is from a handshake of this run.
func (r *run) handshaken(sid string) bool {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.sessions.Contains(sid)
}

// bodyLimit bounds what the service reads of any request that is not an upload.
const bodyLimit = 1 << 20

// sink takes everything else: A/B tests, statistics, logs. An empty object with status 200 switches the SDK's
// statistics off for good; after a failure it asks again up to 12 times, 8 s apart (read in 9.21.12).
func (r *run) sink(w http.ResponseWriter, req *http.Request, answer any) {
	_, _ = io.Copy(io.Discard, io.LimitReader(req.Body, bodyLimit)) // the client has gone and needs no answer
	r.s.mu.Lock()
	times, _ := r.s.sunk.Get(where(req))
	r.s.sunk.Add(where(req), times+1)
	r.s.mu.Unlock()
	writeJSON(w, answer)
}

// Sunk returns how often each address (host and path, as the client meant them) that the service only swallows was
// asked for: A/B tests, statistics.
func (s *Server) Sunk() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[string]int, s.sunk.Len())
	for _, k := range s.sunk.Keys() {
		out[k], _ = s.sunk.Peek(k)
	}
	return out
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_ = json.NewEncoder(w).Encode(v) // the client has gone and needs no answer
}
