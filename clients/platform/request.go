package platform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"time"

	"nimcert/clock"
	"nimcert/ledger"
)

// Request is one HTTP request.
type Request struct {
	URL, Method string
	Header      http.Header
	Body        string
	Timeout     time.Duration // session time
	Upload      bool          // it is a file upload, which the platform lists apart,
	Download    bool          // or a file download
}

// Response is the answer. Err is the platform's error if none came.
type Response struct {
	Status int
	Header http.Header
	Body   string
	Err    string
}

var (
	errTimeout = errors.New("timeout")
	errAbort   = errors.New("abort")
)

// Do makes a request; then gets the answer in a turn of its own. abort ends it early. A client that floods the platform
// gets no answer any more.
func (p *Platform) Do(r Request, then func(Response)) (abort func()) {
	if !p.mayDial() || !p.carries("the URL and the headers of a request", headSize(r), headLimit) ||
		!p.carries("the data of a request", len(r.Body), bodyLimit) {
		return func() {}
	}
	w := p.env.Clock.NewWire()
	ctx, cancel := context.WithCancelCause(p.ctx)
	kind := ledger.RequestStart
	switch {
	case r.Upload:
		kind = ledger.UploadStart
	case r.Download:
		kind = ledger.DownloadStart
	}
	p.Add(ledger.Event{Who: ledger.Host, Kind: kind, Socket: w.ID, Method: r.Method, URL: r.URL})
	for _, f := range p.onRequest {
		f(r.URL)
	}
	var held struct {
		sync.Mutex
		work func()
		over bool
	}
	// abort ends the request early. With a held answer nothing is under way for it, so the clock is told to wait for
	// the end.
	give := func(cause error) {
		held.Lock()
		defer held.Unlock()
		if !held.over && held.work == nil {
			held.work = p.env.Clock.Work()
			cancel(cause)
		}
	}
	p.requests[w.ID] = give
	barred := p.unreachable()
	timer := p.env.Clock.AfterFunc(r.Timeout, func(time.Duration) { give(errTimeout) })
	aborted := false // of the loop's goroutine
	p.start(func() {
		defer cancel(nil)
		var resp Response
		err := barred
		if err == nil {
			resp, err = p.exchange(ctx, r, w)
		}
		if err != nil || ctx.Err() != nil {
			resp = Response{Err: requestError(ctx, err)} // an answer that crosses the abort comes too late
		}
		timer.Stop()
		// Order matters: the turn takes over the clock's attention before the wire lets go of it.
		p.arrive(w, func() {
			if aborted && resp.Err == "" {
				resp = Response{Err: errAbort.Error()} // after the answer, before the client's code gets it
			}
			delete(p.requests, w.ID)
			e := ledger.Event{Who: ledger.Host, Kind: ledger.RequestEnd, Socket: w.ID, Method: r.Method, URL: r.URL,
				Status: fmt.Sprint(resp.Status)}
			if resp.Err != "" {
				e.Status, e.Reason = "fail", resp.Err
			}
			p.Add(e)
			p.deliver(func() { then(resp) })
		})
		w.Forget()
		held.Lock()
		defer held.Unlock()
		held.over = true
		if held.work != nil {
			held.work()
		}
	})
	return func() {
		aborted = true
		give(errAbort)
	}
}

func (p *Platform) exchange(ctx context.Context, r Request, w *clock.Wire) (Response, error) {
	u, err := plain(r.URL)
	if err != nil {
		return Response{}, err
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, u.String(), strings.NewReader(r.Body))
	if err != nil {
		return Response{}, err
	}
	if r.Header != nil {
		req.Header = r.Header.Clone()
	}
	for _, name := range connectionHeaders {
		req.Header.Del(name)
	}
	for k, v := range wireHeader(w) {
		req.Header[k] = v
	}
	// Each request has one connection, so census and faults see each request on its own.
	req = req.WithContext(
		httptrace.WithClientTrace(ctx,
			&httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { w.Asked() }}))
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, addr string) (net.Conn, error) {
			return p.dial(ctx, addr, w)
		}}}
	resp, err := client.Do(req)
	if err != nil {
		return Response{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return Response{Status: resp.StatusCode, Header: resp.Header, Body: string(body)}, err
}

func requestError(ctx context.Context, err error) string {
	if cause := context.Cause(ctx); errors.Is(cause, errTimeout) || errors.Is(cause, errAbort) ||
		errors.Is(cause, errInterrupted) {
		return cause.Error()
	}
	if err == nil {
		err = ctx.Err() // the platform ends
	}
	return netError(err)
}
