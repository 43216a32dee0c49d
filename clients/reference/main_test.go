package reference

import (
	"testing"

	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"nimcert/clients"
	"nimcert/ledger"
	"nimcert/session/sessiontest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	alice = "alice"
	lobby = "lobby"
)

// bench is a session with the reference client, and what a test needs to look at it.
type bench struct {
	*sessiontest.Bench
	g *WithT
}

func start(t *testing.T, seed int64) *bench {
	t.Helper()
	return startAs(t, New(), seed)
}

func startAs(t *testing.T, f clients.Factory, seed int64) *bench {
	t.Helper()
	b := sessiontest.Start(t, f, seed)
	return &bench{b, b.G}
}

// inside runs f on the client's loop, and waits for it.
func (b *bench) inside(f func(c *client)) {
	done := make(chan struct{})
	c := b.Client().(*client)
	c.p.Post(func() {
		defer close(done)
		f(c)
	})
	<-done
}

// logIn logs alice in and waits until the sync is done.
func (b *bench) logIn() {
	b.Login(im())
	b.Expects(ledger.Event{}, ledger.Is(ledger.SyncDone))
}

func im() clients.IMOptions { return clients.IMOptions{Account: alice, Token: "token"} }

func room() clients.RoomOptions {
	return clients.RoomOptions{Instance: lobby, Account: alice, Token: "token", RoomID: "1001"}
}

// packets lists the packets that the service got after an event, by name.
func (b *bench) packets(after ledger.Event) []string {
	var names []string
	for _, e := range b.Timeline().After(after.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Packet)) {
		names = append(names, e.Detail)
	}
	return names
}

func kinds(t ledger.Timeline) []ledger.Kind {
	var list []ledger.Kind
	for _, e := range t {
		list = append(list, e.Kind)
	}
	return list
}

// told lists the client's own events after one, without the verbs.
func (b *bench) told(after ledger.Event) ledger.Timeline {
	return b.Timeline().After(after.Seq).Where(ledger.By(ledger.Client))
}
