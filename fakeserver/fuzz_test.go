package fakeserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	fastjson "github.com/go-json-experiment/json"

	"nimcert/clock"
	"nimcert/ledger"
)

// oneClock serves every input of a target: a clock has a goroutine, a fuzzer millions of inputs.
func oneClock(f *testing.F) *clock.Clock {
	c := clock.New(clock.Real, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	f.Cleanup(c.Stop)
	return c
}

// unserved is a run of a service that does not listen: its requests and messages come from the fuzzer.
func unserved(c *clock.Clock) *run {
	s := &Server{
		clock: c, ledger: ledger.New(c), addr: "127.0.0.1:1",
		script: script{held: map[Step]bool{}, kept: map[Step][]*kept{}, status: map[Step]int{},
			portal: map[Step]bool{}},
		accounts: memory[string](), away: memory[[]awayMessage](), sunk: memory[int](),
		readers: map[*link]struct{}{},
	}
	s.run = &run{s: s, links: map[*link]struct{}{}, groups: map[group]map[*link]struct{}{},
		sessions: memory[struct{}]()}
	return s.run
}

// deafLink is a link whose messages are made and not written.
func (r *run) deafLink(binary bool) *link {
	r.s.opened++
	l := &link{s: r.s, run: r, binary: binary, v2: binary, socket: r.s.opened, order: r.s.opened, host: "link.example"}
	r.links[l] = struct{}{}
	return l
}

// noMishap fails when the service could not make an answer, or when a message left no trace.
func (r *run) noMishap(t *testing.T, what any) {
	t.Helper()
	events := r.s.ledger.Timeline()
	if e, broken := events.First(ledger.Is(ledger.Broken)); broken {
		t.Fatalf("%q broke the service: %s", what, e.Detail)
	}
	if len(events) == 0 {
		t.Fatalf("%q left no trace on the ledger", what)
	}
}

// audience are links of both transports and kinds that get what others send.
func (r *run) audience() {
	for _, binary := range []bool{false, true} {
		r.deafLink(binary).is(KindIM, "bob", "")
		r.deafLink(binary).is(KindRoom, "bob", "77")
	}
	r.deafLink(false).is(KindQChat, "bob", "")
}

// is makes a link one that is logged in.
func (l *link) is(kind, account, room string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.regroupLocked(func() { l.kind, l.account, l.room = kind, account, room })
	l.loggedIn = kind != ""
}

// FuzzPackets checks that no message of the text transport makes the service panic, or make an answer that it cannot
// write, on a new link or after a login.
func FuzzPackets(f *testing.F) {
	login := `3:::{"SER":1,"SID":26,"CID":3,"Q":[{"t":"Property",` +
		`"v":{"3":16,"4":"devtools","8":1,"13":"device","18":"key","19":"alice","1000":"token"}}]}`
	enter := `3:::{"SER":1,"SID":13,"CID":2,"Q":[{"t":"Byte","v":1},` +
		`{"t":"Property","v":{"2":"alice","5":"77","20":"nick"}},` +
		`{"t":"Property","v":{"8":1}}]}`
	qchat := `3:::{"SER":1,"SID":24,"CID":2,"Q":[{"t":"Property","v":{"2":"alice","4":"token","8":"device"}}]}`
	c := oneClock(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, before := range []string{"", login, enter, qchat} {
			r := unserved(c)
			r.audience()
			l := r.deafLink(false)
			if before != "" {
				l.frame(before)
				l.loggedIn = true // as if the answer had been written
			}
			l.frame(text)
			r.noMishap(t, text)
		}
	})
}

// FuzzDecode checks that packets and their parameters are read as encoding/json reads them, and written as it writes
// them.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{
		`{"SID":1,"CID":2,"SER":17}`,
		`{"SID":7,"CID":1,"SER":9,"Q":[{"t":"Property","v":{"1":"bob","2":17,"3":null}},{"t":"Byte","v":1}]}`,
		`{"sid":1,"Cid":2,"Q":null,"Q":[{"T":"a","v":null}]}`, `{"SID":"1"}`, `{"SID":1.5}`, `{"SID":1} 2`, `null`, ``,
		`{"1":"half a pair: \ud800","1":[1,"\udc00"]}`, `["\ud83d\ude00",null]`, `[1]`, `"text"`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, into := range []func() any{
			func() any { return new(Request) }, func() any { return new(Fields) },
			func() any { return new([]string) }, func() any { return new(string) },
		} {
			want, got := into(), into()
			wrong, err := json.Unmarshal([]byte(text), want), decode([]byte(text), got)
			if (err == nil) != (wrong == nil) || err == nil && !reflect.DeepEqual(got, want) {
				t.Fatalf("%q is %#v (%v), and was read as %#v (%v)", text, want, wrong, got, err)
			}
		}
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			return
		}
		for _, v := range []any{value, json.RawMessage(text), map[string]any{"1": value, "0": []string(nil)}} {
			want, wrong := json.Marshal([]any{v})
			got, err := fastjson.Marshal([]any{v}, alike)
			if err != nil || wrong != nil || !bytes.Equal(got, want) {
				t.Fatalf("%#v is %s (%v), and was written as %s (%v)", v, want, wrong, got, err)
			}
		}
	})
}

// FuzzBinary checks that no packet of the binary transport makes the service panic, or make an answer that it cannot
// write; and that what was read is written back the same.
func FuzzBinary(f *testing.F) {
	c := oneClock(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		r := unserved(c)
		r.audience()
		for _, kind := range []string{"", KindIM, KindRoom} {
			l := r.deafLink(true)
			l.is(kind, "alice", "77")
			l.packet(ParseBinary(data))
		}
		r.noMishap(t, data)

		req, err := ParseBinary(data)
		if err != nil {
			return
		}
		written := rewrite(t, req)
		again, err := ParseBinary(written)
		if err != nil || !reflect.DeepEqual(again, req) {
			t.Fatalf("%x was read as %+v, written as %x and read again as %+v (%v)", data, req, written, again, err)
		}
	})
}

// rewrite writes a request that was read.
func rewrite(t *testing.T, req Request) []byte {
	t.Helper()
	var q []any
	for i, p := range req.Q {
		d := json.NewDecoder(bytes.NewReader(p.V))
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err != nil {
			t.Fatalf("%s: parameter %d is no JSON: %s", req.Name(), i, p.V)
		}
		q = append(q, numbers(t, v, p.T == string(typeProperty)))
	}
	data, err := WriteBinaryRequest(req.SID, req.CID, req.SER, q...)
	if err != nil {
		t.Fatalf("%s cannot be written again: %v", req.Name(), err)
	}
	return data
}

func numbers(t *testing.T, v any, fields bool) any {
	switch v := v.(type) {
	case json.Number:
		n, err := strconv.ParseUint(v.String(), 10, 64)
		if err != nil {
			t.Fatalf("%s is no number of the binary transport", v)
		}
		return n
	case []any:
		if fields {
			t.Fatalf("%v is no map", v)
		}
		for i := range v {
			v[i] = numbers(t, v[i], false)
		}
	}
	return v
}

// FuzzRequests checks the HTTP side: no request makes the service panic, everything is answered, and whatever was not
// understood is refused, or stands on the ledger or among what the service swallowed.
func FuzzRequests(f *testing.F) {
	c := oneClock(f)
	f.Fuzz(func(t *testing.T, method, target, host, contentType, wire string, body []byte) {
		u, err := url.ParseRequestURI(target)
		if err != nil || strings.ContainsAny(method, " \r\n") || method == "" {
			return // net/http refuses it before the service sees it
		}
		r := unserved(c)
		req := (&http.Request{
			Method: method, URL: u, Host: host, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Body:   io.NopCloser(bytes.NewReader(body)),
			Header: http.Header{"Content-Type": {contentType}, clock.WireHeader: {wire}},
		}).WithContext(t.Context())
		w := httptest.NewRecorder()
		served(t, r, w, req)
		if w.Code < 200 || w.Code > 599 {
			t.Fatalf("%s %s was answered with status %d", method, target, w.Code)
		}
		if _, broken := r.s.ledger.Timeline().First(ledger.Is(ledger.Broken)); broken {
			t.Fatalf("%s %s broke the service", method, target)
		}
		if w.Code != http.StatusOK || method == http.MethodOptions {
			return
		}
		var answer map[string]any
		lookup, stored := r.s.ledger.Timeline().First(ledger.Is(ledger.LBSRequest, ledger.Handshake))
		upload, uploaded := r.s.ledger.Timeline().First(ledger.Is(ledger.Upload))
		switch {
		case stored && lookup.Kind == ledger.Handshake:
			if sid, _, _ := strings.Cut(w.Body.String(), ":"); !r.handshaken(sid) {
				t.Fatalf("the handshake %s was answered with %q, which is no session", target, w.Body)
			}
		case json.Unmarshal(w.Body.Bytes(), &answer) != nil:
			t.Fatalf("%s %s was answered with status 200 and %q", method, target, w.Body)
		case stored:
			if _, err := url.ParseQuery(u.RawQuery); err != nil {
				t.Fatalf("the lookup %s was answered, although its query cannot be read: %v", target, err)
			}
		case uploaded:
			said := bytes.ToLower(body) // headers and their parameters have no case
			if upload.Sum == "" || answer["md5"] != upload.Sum || !bytes.Contains(said, []byte("form-data")) ||
				!bytes.Contains(said, []byte("filename")) {
				t.Fatalf("an upload was accepted that is none: %q", body)
			}
		case len(r.s.Sunk()) != 1:
			t.Fatalf("%s %s was answered with status 200, and nothing tells of it", method, target)
		}
	})
}

// served lets the service answer a request, as net/http does: a handler may end it without an answer.
func served(t *testing.T, r *run, w http.ResponseWriter, req *http.Request) {
	defer func() {
		if err, _ := recover().(error); err != nil && !errors.Is(err, http.ErrAbortHandler) {
			t.Fatalf("%s %s: panic: %v", req.Method, req.URL, err)
		}
	}()
	r.serve(w, req)
}
