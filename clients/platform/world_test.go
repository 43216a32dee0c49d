package platform

import (
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/ledger/ledgertest"
)

// Every test closes its platform and its service; a goroutine that they leave running fails the whole package.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = ledgertest.Patience

const (
	socketURL  = "wss://link.example/ws"
	heldURL    = "wss://link.example/ws/hold"
	refusedURL = "wss://link.example/ws/refuse"
)

// world is a platform with its service.
type world struct {
	*ledgertest.Bench
	*Platform
	t      testing.TB
	clock  *clock.Clock
	ledger *ledger.Ledger
	srv    *service
	env    clients.Env
	rules  clients.Profile
}

// start brings up a world with a cap of two sockets.
func start(t *testing.T, changes ...func(*world)) *world {
	t.Helper()
	return startOn(t, clock.Skip, changes...)
}

func startOn(t *testing.T, mode clock.Mode, changes ...func(*world)) *world {
	t.Helper()
	b := ledgertest.New(t, mode)
	w := &world{Bench: b, t: t, clock: b.Clock, ledger: b.Ledger, srv: serve(b), rules: clients.DefaultProfile()}
	w.env = clients.Env{Clock: b.Clock, Ledger: w.ledger, Addr: w.srv.Addr, Profile: w.profile, Broken: func(error) {}}
	for _, change := range changes {
		change(w)
	}
	w.Platform = New(w.env, nil)
	t.Cleanup(func() {
		w.Close()
		w.srv.Close()
	})
	return w
}

func (w *world) profile() clients.Profile { return w.rules }

// turn runs f in a turn of the loop and waits for its end.
func (w *world) turn(f func()) {
	w.t.Helper()
	done := make(chan struct{})
	w.Post(func() {
		defer close(done)
		f()
	})
	select {
	case <-done:
	case <-time.After(patience):
		w.t.Fatal("the loop does not run")
	}
}

// pass lets d of session time go by and is back in that instant.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	w.wait(d)
	w.turn(func() {}) // timers that became due in the same instant have run
}

// wait is pass for a client that may be suspended.
func (w *world) wait(d time.Duration) { w.Wait(d) }

// await waits for an event after another one and is back in its instant.
func (w *world) await(after ledger.Event, filters ...ledger.Filter) ledger.Event {
	w.t.Helper()
	return w.Await(after.Seq, filters...)
}

// mark is where the time line stands.
func (w *world) mark() ledger.Event {
	return w.ledger.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Mark})
}

// client is a socket and what its handlers were told.
type client struct {
	*Socket
	w   *world
	err error
	got []string // by the loop
	on  map[string]func()
}

// connect opens a socket in a turn of its own. It need not be up when connect returns.
func (w *world) connect(url string) *client {
	w.t.Helper()
	var c *client
	w.turn(func() { c = w.connectNow(url) })
	return c
}

// connectNow opens a socket in the running turn.
func (w *world) connectNow(url string) *client {
	c := &client{w: w, on: map[string]func(){}}
	told := func(event, detail string) {
		c.got = append(c.got, strings.TrimSpace(event+" "+detail))
		if f := c.on[event]; f != nil {
			f()
		}
	}
	c.Socket, c.err = w.Connect(url, Handlers{
		Open:    func() { told("open", "") },
		Message: func(data []byte, binary bool) { told("message", fmt.Sprintf("%s %t", data, binary)) },
		Error:   func(message string) { told("error", message) },
		Close:   func(code int, reason string) { told("close", fmt.Sprintf("%d %s", code, reason)) },
	})
	return c
}

// open opens a socket and waits until it is up.
func (w *world) open() (*client, *peer) {
	w.t.Helper()
	m := w.mark()
	c := w.connect(socketURL)
	w.Expect(c.err).NotTo(HaveOccurred())
	w.await(m, ledger.Is(ledger.SocketOpen), socket(c))
	return c, w.peer()
}

func (w *world) peer() *peer {
	w.t.Helper()
	select {
	case p := <-w.srv.peers:
		return p
	case <-time.After(patience):
		w.t.Fatal("no socket reached the service")
		return nil
	}
}

// told is what the handlers were told so far.
func (c *client) told() []string {
	c.w.t.Helper()
	var out []string
	c.w.turn(func() { out = append([]string{}, c.got...) })
	return out
}

// end begins to close the socket in a turn of its own.
func (c *client) end(code int, reason string) error {
	c.w.t.Helper()
	var err error
	c.w.turn(func() { err = c.Socket.Close(code, reason) })
	return err
}

func (c *client) write(text string, binary bool) error {
	c.w.t.Helper()
	var err error
	c.w.turn(func() { err = c.Send([]byte(text), binary) })
	return err
}

// closed waits for the end of the socket.
func (c *client) closed() ledger.Event {
	c.w.t.Helper()
	return c.w.await(ledger.Event{}, ledger.Is(ledger.SocketClosed), socket(c))
}

func socket(c *client) ledger.Filter {
	return func(e ledger.Event) bool { return e.Socket == c.ID() }
}
