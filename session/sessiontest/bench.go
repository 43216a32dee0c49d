// Package sessiontest is a session for tests of a client. It is for tests alone.
package sessiontest

import (
	"testing"
	"time"

	"github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/session"
)

// Bench is a session that ends with its test.
type Bench struct {
	*session.Session
	G *gomega.WithT
}

// Start begins a session with a client.
func Start(t testing.TB, client clients.Factory, seed int64) *Bench {
	t.Helper()
	s, err := session.Start(t.Context(), session.Options{Client: client, Mode: clock.Skip, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return &Bench{s, gomega.NewWithT(t)}
}

// Expects waits for an event after another one, for at most a minute of session time.
func (b *Bench) Expects(after ledger.Event, filters ...ledger.Filter) ledger.Event {
	e, ok := b.Await(after, time.Minute, filters...)
	b.G.ExpectWithOffset(1, ok).To(gomega.BeTrue(), "it did not happen: %v", b.Timeline().After(after.Seq))
	return e
}
