package session

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/internal/limits"
	"nimcert/ledger"
)

// proxyPatience is how long (real time) the proxy may take to notice that both ends of a connection are gone: its
// goroutines are none of the session's clock. On loopback it takes under 1 ms; a proxy that has not noticed after this
// long never will.
const proxyPatience = 5 * time.Second

// Witnesses compares, at rest, the sockets that host, proxy and service each counted for themselves. It is nil when
// they agree. Otherwise one of them miscounts, no verdict of this session stands, and the error names a socket and each
// witness's answer. A connection whose bytes the network keeps or swallows is left out, because its two ends rightly
// know different things.
//
// No session time passes, so no timer of the client comes due. But the client may react to arrivals, so this call comes
// after everything that is judged.
func (s *Session) Witnesses() error { return s.witnesses(limits.Real(proxyPatience)) }

func (s *Session) witnesses(patience time.Duration) error {
	s.Settle()
	if s.Err() != nil {
		return nil // the session is broken already, and not at rest
	}
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		carried, t := s.traffic.sockets(), s.ledger.Timeline()
		disagreement := compare(t, carried, s.clock.Hides)
		if disagreement == "" {
			return nil
		}
		changed := make(chan struct{}, 1) // on a real clock, host and service do not stand still
		stop := s.ledger.OnNext(len(t), func(ledger.Event) bool { return true },
			func(ledger.Event) { changed <- struct{}{} })
		select {
		case <-changed:
		case <-carried.changed:
		case <-deadline.C:
			return clients.Faultf("fault.witnesses", "the witnesses disagree at %s s: %s",
				fmt.Sprintf("%.3f", s.Now().Seconds()), disagreement)
		}
		stop()
	}
}

// compare names the first sockets about which the witnesses disagree. hides reports whether the two ends of a
// connection may disagree.
func compare(t ledger.Timeline, carried carried, hides func(socket int64) bool) string {
	ever := func(kind ledger.Kind) map[int64]bool {
		m := map[int64]bool{}
		for _, e := range t.Where(ledger.Is(kind)) {
			m[e.Socket] = true
		}
		return m
	}
	host, opened, link := ever(ledger.SocketConnecting), ever(ledger.SocketOpen), ever(ledger.LinkOpen)
	var wrong []string
	find := func(socket int64, format string, args ...any) {
		wrong = append(wrong, fmt.Sprintf("socket %d %s", socket, fmt.Sprintf(format, args...)))
	}
	// What each witness has ever seen.
	for socket := range link {
		switch {
		case !host[socket]:
			find(socket, "was at the service and never at the host")
		case !carried.ever[socket]:
			find(socket, "was at the service and never at the proxy")
		}
	}
	for socket := range opened {
		if !link[socket] {
			find(socket, "was open at the host and never at the service")
		}
	}
	for socket := range carried.ever {
		if !host[socket] {
			find(socket, "was at the proxy and never at the host")
		}
	}
	// What each witness counts now.
	atHost, atService := set(t.Live(ledger.Host)), set(t.Live(ledger.Server))
	for socket := range opened {
		if hides(socket) {
			continue
		}
		h, p, l := atHost[socket], carried.live[socket], atService[socket]
		if h != l || h != p {
			find(socket, "is %s at the host, %s at the proxy and %s at the service", there(h), there(p), there(l))
		}
	}
	slices.Sort(wrong)
	const most = 3
	if len(wrong) > most {
		wrong = append(wrong[:most], fmt.Sprintf("and %d more", len(wrong)-most))
	}
	return strings.Join(wrong, "; ")
}

func set(sockets []int64) map[int64]bool {
	m := make(map[int64]bool, len(sockets))
	for _, n := range sockets {
		m[n] = true
	}
	return m
}

func there(yes bool) string {
	if yes {
		return "there"
	}
	return "gone"
}
