package reference

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/ledger"
)

// Mutant is the reference client with one change on a seam, so that it breaks one requirement in one direction. A check
// that passes it checks nothing.
type Mutant struct {
	// Name says what is wrong, in a few words. It is unique.
	Name string
	// Breaks is the requirement that must fail.
	Breaks string
	// Condition, if set, is the condition of that requirement under which it must fail: its own part of the slug.
	Condition string
	// What says in one sentence what the mutant does.
	What string

	change func(*seams) // called once per client, so its variables are one client's
}

// Mutants lists the zoo, in the order of the catalogue.
func Mutants() []Mutant {
	return slices.Concat(
		limSocketsMutants(), limRefusedSocketMutants(), limOverALossMutants(), limAskedAgainMutants(),
		limLoginTimesOutMutants(),
		recAttemptsMutants(), recDelaysMutants(), recNotWantedMutants(), recRefusedForGoodMutants(),
		recComesBackMutants(), recSilentLinkMutants(),
		recFirstConnectionMutants(), recInTheWaitMutants(), recAddressesMutants(), recFlappingMutants(),
		recAutomaticLoginMutants(),
		kckReportedMutants(), kckNoReturnMutants(), kckSparesTheOtherMutants(), kckAfterwardsMutants(),
		dstDoneMutants(), dstWhileConnectingMutants(), dstAfterDoneMutants(), dstLogoutMutants(),
		dstDisconnectMutants(), dstVanishedServerMutants(),
		swiMutants(), glbGlobalsMutants(), msgMutants(), appCountsMutants(),
	)
}

// New returns the mutant's factory.
func (m Mutant) New() clients.Factory {
	return factory{"mutant: " + m.Name, func() *seams {
		s := conforming()
		m.change(s)
		return s
	}}
}

// at makes a change that does something more at a moment.
func at(when moment, f func(in *instance)) func(*seams) {
	return func(s *seams) {
		s.also = func(in *instance, now moment) {
			if now == when {
				f(in)
			}
		}
	}
}

// later calls f after d, whatever happens to the instance until then.
func later(in *instance, d time.Duration, f func()) { in.c.p.AfterFunc(d, f) }

// others lists the client's other instances, by name.
func (in *instance) others() []*instance {
	var list []*instance
	for _, other := range in.c.instances {
		if other != in {
			list = append(list, other)
		}
	}
	slices.SortFunc(list, func(a, b *instance) int { return strings.Compare(a.name, b.name) })
	return list
}

// vanish gives up an instance's link without telling the application.
func (in *instance) vanish() {
	if l := in.link; l != nil {
		in.link = nil
		l.drop()
	}
}

// spare opens a second socket for an instance, which nobody accounts for.
func (in *instance) spare(opened func(*platform.Socket)) {
	host := builtInLink
	if in.room != "" {
		host = roomLink
	}
	address := fmt.Sprintf("https://%s/socket.io/1/?t=0", host)
	in.raise(ledger.Event{Kind: ledger.Attempt, URL: address})
	in.c.p.Do(platform.Request{Method: http.MethodGet, URL: address, Timeout: stepLimit}, func(r platform.Response) {
		sid, _, _ := strings.Cut(r.Body, ":")
		var socket *platform.Socket
		// refused: then there is no spare
		socket, _ = in.c.p.Connect("wss://"+host+"/socket.io/1/websocket/"+sid, platform.Handlers{
			Open:    func() { opened(socket) },
			Message: func([]byte, bool) {},
			Error:   func(string) {},
			Close:   func(int, string) {},
		})
	})
}

var (
	connectedEvent    = ledger.Event{Kind: ledger.Connected}
	disconnectedEvent = ledger.Event{Kind: ledger.Disconnected}
)

// kept keeps a spare socket open.
func kept(*platform.Socket) {}

// unaskedConnect is a connect that makes a second link while the first is still coming up.
func unaskedConnect(s *seams) {
	s.overlaps = func(*link) bool { return true }
	s.connect = func(in *instance) {
		if in.phase == connecting {
			in.attempt(false)
			return
		}
		connect(in)
	}
}
