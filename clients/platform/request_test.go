package platform

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

// call is a request under way, and what the client was told of it.
type call struct {
	w     *world
	abort func()
	got   []Response // by the loop
}

// ask begins a request in a turn of its own.
func (w *world) ask(r Request) *call {
	w.t.Helper()
	c := &call{w: w}
	w.turn(func() { c.abort = w.Do(r, func(resp Response) { c.got = append(c.got, resp) }) })
	return c
}

func get(url string) Request {
	return Request{URL: url, Method: http.MethodGet, Timeout: time.Minute}
}

// answer waits for the end of the request.
func (c *call) answer() (Response, ledger.Event) {
	c.w.t.Helper()
	e := c.w.await(ledger.Event{}, ledger.Is(ledger.RequestEnd))
	return c.told(), e
}

// told is what the client was told: once.
func (c *call) told() Response {
	c.w.t.Helper()
	var got []Response
	c.w.turn(func() { got = append(got, c.got...) })
	c.w.Expect(got).To(HaveLen(1))
	return got[0]
}

func TestARequestsWay(t *testing.T) {
	w := start(t)
	w.pass(time.Hour)
	header := http.Header{"X-Mine": {"1"}}
	c := w.ask(Request{URL: "https://api.example/a/b?c=d", Method: http.MethodPost, Header: header, Body: "the body",
		Timeout: time.Minute})
	resp, e := c.answer()
	w.Expect(resp.Err).To(BeEmpty())
	w.Expect(resp.Status).To(Equal(200))
	w.Expect(resp.Header.Get("X-Answer")).To(Equal("yes"))
	var got received
	w.Expect(json.Unmarshal([]byte(resp.Body), &got)).To(Succeed())
	w.Expect(got.Method).To(Equal("POST"))
	w.Expect(got.Host).To(Equal("api.example"), "the name that the client meant")
	w.Expect(got.URI).To(Equal("/a/b?c=d"))
	w.Expect(got.Body).To(Equal("the body"))
	w.Expect(got.Header).To(HaveKeyWithValue("X-Mine", "1"))
	w.Expect(header).To(Equal(http.Header{"X-Mine": {"1"}}), "what the client gave stays its own")

	w.Expect(e.At).To(Equal(time.Hour), "it took no session time")
	w.Expect(e.Status).To(Equal("200"))
	begin, ok := w.ledger.Timeline().First(ledger.Is(ledger.RequestStart))
	w.Expect(ok).To(BeTrue())
	w.Expect(begin.Method).To(Equal("POST"))
	w.Expect(begin.URL).To(Equal("https://api.example/a/b?c=d"))
	seen, _ := w.ledger.Timeline().First(ledger.Is(ledger.ConnAccepted))
	w.Expect(seen.Socket).To(Equal(begin.Socket), "one number at every witness")
	w.Expect(w.Rest().Requests).To(BeZero())
}

func TestEveryNameLeadsToTheLink(t *testing.T) {
	for _, url := range []string{
		"https://anything.example", "http://anything.example:8080/x", "https://10.255.255.1:444/",
		"http://[2001:db8::1]/", "https://名字.example/",
	} {
		t.Run(url, func(t *testing.T) {
			w := start(t)
			resp, _ := w.ask(get(url)).answer()
			w.Expect(resp.Err).To(BeEmpty())
			w.Expect(resp.Status).To(Equal(200))
		})
	}
	for _, url := range []string{"wss://anything.example/ws", "ws://anything.example/ws", "ws://10.255.255.1:9/ws"} {
		t.Run(url, func(t *testing.T) {
			w := start(t)
			c := w.connect(url)
			w.await(ledger.Event{}, ledger.Is(ledger.SocketOpen))
			w.Expect(c.told()).To(HaveExactElements("open"))
		})
	}
}

func TestAnUnreachableName(t *testing.T) {
	var asked string
	w := start(t, func(w *world) {
		w.env.Reachable = func(host string) bool {
			asked = host
			return host != "lbs.example"
		}
	})
	resp, e := w.ask(get("https://lbs.example/x")).answer()
	w.Expect(asked).To(Equal("lbs.example"), "without the port")
	w.Expect(resp.Err).To(Equal("connection refused"))
	w.Expect(e.Status).To(Equal("fail"))
	w.Expect(e.Reason).To(Equal("connection refused"))
	c := w.connect("wss://lbs.example/ws")
	c.closed()
	w.Expect(c.told()).To(HaveExactElements("error connection refused", "close 1006 abnormal closure"))
	w.Expect(w.srv.Connections()).To(BeZero())
	w.connect(socketURL)
	w.await(e, ledger.Is(ledger.SocketOpen))
}

func TestRequestsThatFail(t *testing.T) {
	for _, tc := range []struct{ name, url, want string }{
		{"no answer", "https://api.example/nothing", "EOF"},
		{"half an answer", "https://api.example/cut", "EOF"},
		{"no address", "https://%zz", "network error"},
		{"no scheme", "api.example/x", "network error"},
		{"nothing", "", "network error"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := start(t)
			resp, _ := w.ask(get(tc.url)).answer()
			w.Expect(resp).To(Equal(Response{Err: tc.want}))
			w.pass(time.Hour)
		})
	}
	t.Run("nobody listens", func(t *testing.T) {
		w := start(t, func(w *world) { w.env.Addr = "127.0.0.1:1" })
		resp, _ := w.ask(get("https://api.example/")).answer()
		w.Expect(resp.Err).To(Equal("connection refused"))
	})
	t.Run("a method that is none", func(t *testing.T) {
		w := start(t)
		resp, _ := w.ask(Request{URL: "https://api.example/", Method: "NOT ONE", Timeout: time.Minute}).answer()
		w.Expect(resp.Err).To(Equal("network error"))
	})
}

func TestAStatusIsAnAnswer(t *testing.T) {
	w := start(t)
	resp, e := w.ask(get("https://api.example/status/503")).answer()
	w.Expect(resp.Err).To(BeEmpty())
	w.Expect(resp.Status).To(Equal(503))
	w.Expect(e.Status).To(Equal("503"))
}

func TestARequestTimesOut(t *testing.T) {
	w := start(t)
	defer w.srv.hold()()
	c := w.ask(Request{URL: "https://api.example/hold", Method: http.MethodGet, Timeout: 8 * time.Second})
	w.await(ledger.Event{}, ledger.Is(ledger.Held))
	w.pass(8*time.Second - 1)
	w.Expect(w.Rest().Requests).To(Equal(1))
	w.clock.AfterFunc(2, func(time.Duration) {}) // it must not come before the end
	resp, e := c.answer()
	w.Expect(resp).To(Equal(Response{Err: "timeout"}))
	w.Expect(e.At).To(Equal(8 * time.Second))
	w.pass(time.Hour)
}

func TestARequestIsAborted(t *testing.T) {
	w := start(t)
	defer w.srv.hold()()
	c := w.ask(get("https://api.example/hold"))
	w.await(ledger.Event{}, ledger.Is(ledger.Held))
	w.pass(time.Second)
	w.turn(func() {
		c.abort()
		c.abort()
	})
	resp, e := c.answer()
	w.Expect(resp).To(Equal(Response{Err: "abort"}))
	w.Expect(e.At).To(Equal(time.Second))
	w.turn(c.abort) // too late: nothing happens
	w.pass(time.Hour)
	c.told()
	w.Expect(w.clock.Pending()).To(BeZero(), "its time-out is gone with it")
}

func TestAnAbortInTheTurnOfTheRequestReachesNobody(t *testing.T) {
	w := start(t)
	var got Response
	w.turn(func() { w.Do(get("https://api.example/"), func(resp Response) { got = resp })() })
	w.await(ledger.Event{}, ledger.Is(ledger.RequestEnd))
	w.turn(func() {})
	w.Expect(got).To(Equal(Response{Err: "abort"}))
	w.Expect(w.srv.Connections()).To(BeZero())
}

// The answer may be there by the time of the abort, or not: the client is told the same.
func TestAnAbortThatMeetsTheAnswer(t *testing.T) {
	for range 30 {
		w := start(t)
		release := w.srv.hold()
		c := w.ask(get("https://api.example/hold"))
		w.await(ledger.Event{}, ledger.Is(ledger.Held))
		w.turn(func() {
			go release()
			c.abort()
		})
		resp, _ := c.answer()
		w.Expect(resp).To(Equal(Response{Err: "abort"}))
		w.pass(time.Hour)
		w.Close()
		w.srv.Close()
	}
}

func TestAnAbortAfterTheAnswerWasPosted(t *testing.T) {
	w := start(t)
	c := &call{w: w}
	w.turn(func() {
		// both answers are there, and this one has the first turn
		w.Do(get("https://api.example/"), func(Response) { c.abort() })
		c.abort = w.Do(get("https://api.example/"), func(resp Response) { c.got = append(c.got, resp) })
	})
	w.pass(time.Second)
	w.Expect(c.told()).To(Equal(Response{Err: "abort"}))
}

func TestOnRequest(t *testing.T) {
	w := start(t)
	var got []string
	w.turn(func() {
		w.OnRequest(func(url string) { got = append(got, "first "+url) })
		w.OnRequest(func(url string) { got = append(got, "second "+url) })
		w.Do(get("https://api.example/"), func(Response) {})
		w.Expect(got).To(HaveExactElements("first https://api.example/", "second https://api.example/"))
	})
}

func TestAnUploadIsListedApart(t *testing.T) {
	w := start(t)
	r := get("https://api.example/")
	r.Upload = true
	w.ask(r).answer()
	w.Expect(w.ledger.Timeline().Where(ledger.Is(ledger.UploadStart))).To(HaveLen(1))
	w.Expect(w.ledger.Timeline().Where(ledger.Is(ledger.RequestStart))).To(BeEmpty())
}
