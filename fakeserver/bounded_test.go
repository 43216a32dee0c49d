package fakeserver_test

import (
	"fmt"
	"runtime"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// heap is what is in use, in bytes.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A service that runs for ever holds what a service holds that has just begun: with a ledger that is a ring.
func TestConnectionsThatEndedTakeNothing(t *testing.T) {
	const kept, many = 50, 500
	defer fakeserver.Remember(kept)()
	b := start(t, clock.Real)
	b.ledger.KeepLast(kept)
	lives := func(from int) {
		for i := range many {
			p, _, err := b.upgrade(b.session())
			b.g.Expect(err).NotTo(HaveOccurred())
			p.frame()
			account := fmt.Sprintf("account%d", from+i)
			b.Push(account, "bob", "you are away")
			b.get(fmt.Sprintf("http://statistic.live.126.net/%s", account))
			seen := b.ledger.Timeline()
			ended := make(chan struct{})
			b.ledger.OnNext(seen[len(seen)-1].Seq, ledger.Is(ledger.LinkClosed), func(ledger.Event) { close(ended) })
			p.drop()
			p.ws = nil // the test's clean-up holds the peer
			<-ended
		}
	}
	lives(0)
	before := heap()
	lives(many)
	lives(2 * many)
	// What a connection left behind was 9 kB. The test's clean-ups of its own ends stay.
	b.g.Expect(heap()-before).To(BeNumerically("<", 2*many*3000), "in bytes, of %d connections", 2*many)
	b.g.Expect(len(b.ledger.Timeline())).To(BeNumerically("<=", 2*kept))
	b.g.Expect(b.Sunk()).To(HaveLen(kept))
}
