package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"

	"nimcert/clients/adapter"
	"nimcert/clock"
	"nimcert/internal/words"
	"nimcert/ledger"
)

// What a page does with its sockets, its requests and its application's callbacks reaches nimcert over one channel of
// DevTools, in the order in which the page's own thread met it (Chromium's InspectorNetworkAgent and V8's inspector run
// there). So whether a socket was closed before done is no question of which of two channels is faster.

// socket is a WebSocket of the page.
type socket struct {
	wire *clock.Wire
	url  string
}

// request is a request of the page that has no answer yet.
type request struct{ method, url, status string }

// message is what page.js tells.
type message struct {
	Call  string  `json:"call"`
	Args  []value `json:"args"`
	Waits int     `json:"waits"`
	At    float64 `json:"at"` // the date, in ms
}

// value is an argument as page.js renders it.
type value struct {
	Is     adapter.Kind `json:"is"`
	Text   string       `json:"text"`
	Number float64      `json:"number"`
	Fields []struct {
		Name  string `json:"name"`
		Value value  `json:"value"`
	} `json:"fields"`
}

func (v value) plain() adapter.Value {
	out := adapter.Value{Is: v.Is, Text: v.Text, Number: v.Number}
	for _, f := range v.Fields {
		out.Fields = append(out.Fields, adapter.Field{Name: f.Name, Value: f.Value.plain()})
	}
	return out
}

// receive has f run on the loop, behind what was received before.
func (p *program) receive(f func()) {
	p.inbox.Lock()
	p.inbox.list = append(p.inbox.list, f)
	p.inbox.Unlock()
	p.Act(p.drain)
}

// drain runs what was received.
func (p *program) drain() {
	for {
		p.inbox.Lock()
		list := p.inbox.list
		p.inbox.list = nil
		p.inbox.Unlock()
		if list == nil {
			return
		}
		for _, f := range list {
			if !p.over.Load() {
				f()
			}
			p.lag = 0
		}
	}
}

// told gets the events of DevTools, one after the other.
func (p *program) told(event any) {
	switch e := event.(type) {
	case *runtime.EventBindingCalled:
		p.receive(func() { p.say(e.Payload) })
	case *network.EventWebSocketCreated:
		p.receive(func() { p.created(e) })
	case *network.EventWebSocketWillSendHandshakeRequest:
		p.receive(func() { p.asks(e) })
	case *network.EventWebSocketHandshakeResponseReceived:
		p.receive(func() { p.opened(e) })
	case *network.EventWebSocketClosed:
		p.receive(func() { p.closed(e) })
	case *network.EventRequestWillBeSent:
		p.receive(func() { p.begun(e) })
	case *network.EventResponseReceived:
		p.receive(func() {
			if r := p.requests[e.RequestID]; r != nil {
				r.status = strconv.FormatInt(e.Response.Status, 10)
			}
		})
	case *network.EventLoadingFinished:
		p.receive(func() { p.answered(e.RequestID, e.Timestamp, "") })
	case *network.EventLoadingFailed:
		p.receive(func() { p.answered(e.RequestID, e.Timestamp, e.ErrorText) })
	case *runtime.EventExceptionThrown:
		p.receive(func() { p.threw(e.ExceptionDetails) })
	case *runtime.EventConsoleAPICalled:
		p.receive(func() { p.logged(e) })
	case *inspector.EventTargetCrashed:
		p.Broke(errors.New("the page crashed"))
	}
}

// since is how long ago a moment of DevTools' monotonic time was.
func (p *program) since(at *cdp.MonotonicTime) time.Duration {
	if p.offset == 0 || at == nil {
		return 0
	}
	return max(0, time.Since(at.Time().Add(p.offset)))
}

// dated learns how far DevTools' monotonic time is from the date.
func (p *program) dated(at *cdp.MonotonicTime, date *cdp.TimeSinceEpoch) {
	if p.offset == 0 && at != nil && date != nil {
		p.offset = date.Time().Sub(at.Time())
	}
}

// say handles a message of the page.
func (p *program) say(payload string) {
	var m message
	if err := json.Unmarshal([]byte(payload), &m); err != nil {
		p.Broke(fmt.Errorf("the page told what is no message: %w", err))
		return
	}
	p.lag = max(0, time.Since(time.UnixMicro(int64(m.At*1000))))
	args := make([]adapter.Value, len(m.Args))
	for i, a := range m.Args {
		args[i] = a.plain()
	}
	var calls []call
	if m.Waits > 0 {
		p.nested = &calls
		defer func() {
			p.nested = nil
			p.awaited.made(m.Waits, calls)
		}()
	}
	if f := p.functions[m.Call]; f != nil {
		f(args)
	}
}

func (p *program) created(e *network.EventWebSocketCreated) {
	for _, f := range p.onSocket {
		f(e.URL)
	}
	s := &socket{wire: p.env.Clock.NewWire(), url: e.URL}
	p.sockets[e.RequestID] = s
	p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketConnecting, Socket: s.wire.ID, URL: s.url})
}

// asks has the key that tells the gateway which of the page's sockets a connection is.
func (p *program) asks(e *network.EventWebSocketWillSendHandshakeRequest) {
	p.dated(e.Timestamp, e.WallTime)
	s := p.sockets[e.RequestID]
	for name, v := range e.Request.Headers {
		if s != nil && strings.EqualFold(name, "Sec-WebSocket-Key") {
			p.awaited.known(fmt.Sprint(v), s.wire)
		}
	}
}

func (p *program) opened(e *network.EventWebSocketHandshakeResponseReceived) {
	if s := p.sockets[e.RequestID]; s != nil && e.Response.Status == 101 {
		p.lag = p.since(e.Timestamp)
		s.wire.Opened()
		p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketOpen, Socket: s.wire.ID, URL: s.url})
	}
}

func (p *program) closed(e *network.EventWebSocketClosed) {
	s := p.sockets[e.RequestID]
	if s == nil {
		return
	}
	p.lag = p.since(e.Timestamp)
	delete(p.sockets, e.RequestID)
	p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosed, Socket: s.wire.ID, URL: s.url})
}

// begun notes a request. That of CORS before another is the browser's own.
func (p *program) begun(e *network.EventRequestWillBeSent) {
	p.dated(e.Timestamp, e.WallTime)
	if e.Initiator != nil && e.Initiator.Type == network.InitiatorTypePreflight ||
		strings.HasPrefix(e.Request.URL, ownOrigin+"/") || !strings.HasPrefix(e.Request.URL, "http") {
		return
	}
	p.lag = p.since(e.Timestamp)
	p.requests[e.RequestID] = &request{method: e.Request.Method, url: e.Request.URL}
	p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.RequestStart, Method: e.Request.Method, URL: e.Request.URL})
	for _, f := range p.onRequest {
		f(e.Request.URL)
	}
}

func (p *program) answered(id network.RequestID, at *cdp.MonotonicTime, why string) {
	r := p.requests[id]
	if r == nil {
		return
	}
	p.lag = p.since(at)
	delete(p.requests, id)
	out := ledger.Event{Who: ledger.Host, Kind: ledger.RequestEnd, Method: r.method, URL: r.url, Status: r.status}
	if why != "" {
		out.Status, out.Reason = "fail", why
	}
	p.Add(out)
}

// threw notes what nobody caught.
func (p *program) threw(d *runtime.ExceptionDetails) {
	kind := ledger.Uncaught
	if strings.Contains(d.Text, "(in promise)") {
		kind = ledger.Unhandled
	}
	p.Add(ledger.Event{Who: ledger.Host, Kind: kind, Detail: worded(d)})
}

func (p *program) logged(e *runtime.EventConsoleAPICalled) {
	var parts []string
	for _, a := range e.Args {
		switch {
		case a.Value != nil:
			parts = append(parts, strings.Trim(string(a.Value), `"`))
		default:
			parts = append(parts, a.Description)
		}
	}
	p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Level: string(e.Type), Detail: strings.Join(parts, " ")})
}

// wordedMost is how many characters of an exception are shown.
const wordedMost = 600

// worded is an exception in one line, with its places.
func worded(d *runtime.ExceptionDetails) string {
	s := d.Text
	if d.Exception != nil {
		switch {
		case d.Exception.Description != "":
			s = d.Exception.Description
		case d.Exception.Value != nil:
			s = string(d.Exception.Value)
		}
	}
	return words.CutText(strings.ReplaceAll(words.Flat(s), ownOrigin+"/", ""), wordedMost)
}

// awaited is what connections of the page wait for: the numbers of sockets, by their keys, and the calls of a turn. The
// zero value is ready.
type awaited struct {
	mu     sync.Mutex
	wires  map[string]*clock.Wire
	turns  map[string]string
	change chan struct{}
}

// changed tells everybody who waits.
func (a *awaited) changedLocked() {
	if a.change != nil {
		close(a.change)
	}
	a.change = make(chan struct{})
}

func (a *awaited) known(key string, w *clock.Wire) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.wires == nil {
		a.wires = map[string]*clock.Wire{}
	}
	a.wires[key] = w
	a.changedLocked()
}

func (a *awaited) made(n int, calls []call) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if calls == nil {
		calls = []call{}
	}
	if a.turns == nil {
		a.turns = map[string]string{}
	}
	a.turns[strconv.Itoa(n)] = asJSON(calls)
	a.changedLocked()
}

// take waits until what is wanted is there.
func (a *awaited) take(ctx context.Context, there func() bool) {
	for {
		a.mu.Lock()
		if a.change == nil {
			a.change = make(chan struct{})
		}
		found, change := there(), a.change
		a.mu.Unlock()
		if found {
			return
		}
		select {
		case <-change:
		case <-ctx.Done():
			return
		}
	}
}

func (a *awaited) wire(ctx context.Context, key string) (w *clock.Wire) {
	a.take(ctx, func() bool {
		w = a.wires[key]
		delete(a.wires, key)
		return w != nil
	})
	return w
}

func (a *awaited) calls(ctx context.Context, n string) (calls string) {
	calls = "[]"
	a.take(ctx, func() bool {
		c, there := a.turns[n]
		if there {
			calls = c
			delete(a.turns, n)
		}
		return there
	})
	return calls
}
