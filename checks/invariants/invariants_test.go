package invariants

import (
	"slices"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/ledger"
)

func TestEachInvariantIsOfARequirementAndSaysWhatItCannotSee(t *testing.T) {
	g := NewWithT(t)
	names := map[string]bool{}
	for _, i := range All() {
		_, known := catalogue.Get(i.Requirement)
		g.Expect(known).To(BeTrue(), i.Requirement)
		g.Expect(i.Blind).NotTo(BeEmpty(), i.Name)
		g.Expect(names).NotTo(HaveKey(i.Name))
		names[i.Name] = true
	}
}

// codeFromTextIn judges a time line in which a program tries eval, and then comes what follows.
func codeFromTextIn(follows ledger.Event) []Finding {
	line := ledger.Timeline{
		{Seq: 1, At: time.Second, Who: ledger.Host, Kind: ledger.Forbidden, Detail: "eval"},
	}
	follows.Seq = 2
	return codeFromText(look(World{Timeline: append(line, follows)}))
}

func TestAnAttemptAtCodeFromTextThatCostsNothingIsNoFault(t *testing.T) {
	g := NewWithT(t)
	g.Expect(codeFromTextIn(ledger.Event{At: time.Second, Who: ledger.Client, Kind: ledger.Connected})).To(BeEmpty())
	stopped := ledger.Event{At: time.Second, Who: ledger.Host, Kind: ledger.Uncaught,
		Detail: "TypeError: eval: " + clients.NoCodeFromText}
	g.Expect(codeFromTextIn(stopped)).To(HaveLen(1))
	stopped.At = time.Minute
	g.Expect(codeFromTextIn(stopped)).To(BeEmpty())
}

// endWithoutLogout is an end, and a minute later the close of a link whose socket was asked for at the given place of
// the time line.
func endWithoutLogout(asked int) []Finding {
	line := ledger.Timeline{
		{Who: ledger.Test, Kind: ledger.Verb, Verb: "login", Instance: "bob"},
		{Who: ledger.Client, Kind: ledger.Connected, Instance: "bob"},
		{At: time.Minute, Who: ledger.Test, Kind: ledger.Verb, Verb: "destroy", Instance: "bob"},
		{At: time.Minute, Who: ledger.Client, Kind: ledger.Done, Verb: "destroy", Instance: "bob"},
		{At: time.Minute, Who: ledger.Test, Kind: ledger.Verb, Verb: "login", Instance: "bob"},
		{At: time.Minute, Who: ledger.Server, Kind: ledger.Login, Socket: 7, Instance: "bob"},
		{At: 2 * time.Minute, Who: ledger.Server, Kind: ledger.LinkClosed, Socket: 7, Instance: "bob"},
		{At: time.Hour, Who: ledger.Test, Kind: ledger.Act},
	}
	line = slices.Insert(line, asked, ledger.Event{At: line[asked-1].At, Who: ledger.Host,
		Kind: ledger.SocketConnecting, Socket: 7, Instance: "bob"})
	for i := range line {
		line[i].Seq = i + 1
	}
	return logoutBeforeClose(look(World{Timeline: line, Asked: []Asked{
		{Instance: "bob", Account: "bob", Destroyed: true}, {Instance: "bob", Account: "bob"}}}))
}

func TestTheLinkOfALaterLoginIsNotTheOneThatAnEndClosed(t *testing.T) {
	g := NewWithT(t)
	g.Expect(endWithoutLogout(1)).To(HaveLen(1))
	g.Expect(endWithoutLogout(5)).To(BeEmpty())
}

func TestACallOnADestroyedInstanceProvesNothing(t *testing.T) {
	g := NewWithT(t)
	keys := func(line ...ledger.Event) (out []string) {
		for i := range line {
			line[i].Seq, line[i].Instance = i+1, "alice"
		}
		for _, f := range Check(World{Timeline: line, Asked: []Asked{{Instance: "alice", Account: "alice"}}}) {
			out = append(out, f.Key())
		}
		return out
	}
	login := ledger.Event{Who: ledger.Test, Kind: ledger.Verb, Verb: "login"}
	destroy := ledger.Event{Who: ledger.Test, Kind: ledger.Verb, Verb: "destroy"}
	connect := ledger.Event{Who: ledger.Test, Kind: ledger.Verb, Verb: "connect"}
	threw := ledger.Event{Who: ledger.Client, Kind: ledger.Threw, Verb: "connect"}
	g.Expect(keys(login, connect, threw)).To(ContainElement("GLB-04/call-of-connect-threw"))
	g.Expect(keys(login, destroy, login, connect, threw)).To(ContainElement("GLB-04/call-of-connect-threw"))
	g.Expect(keys(login, destroy, connect, threw)).To(BeEmpty())
}

// An upload that was under way at the end of its instance, and what the application hears afterwards: of it, and more.
func uploadBehind(verb string, more ...ledger.Event) []Finding {
	line := ledger.Timeline{
		{Who: ledger.Test, Kind: ledger.Verb, Verb: "login"},
		{Who: ledger.Client, Kind: ledger.Connected},
		{At: time.Second, Who: ledger.Test, Kind: ledger.Verb, Verb: "send file"},
		{At: time.Minute, Who: ledger.Test, Kind: ledger.Verb, Verb: verb},
		{At: time.Minute, Who: ledger.Client, Kind: ledger.Done, Verb: verb},
		{At: 2 * time.Minute, Who: ledger.Client, Kind: ledger.Progress, Count: 100},
		{At: 2 * time.Minute, Who: ledger.Client, Kind: ledger.Failed, Verb: "send file"},
		{At: time.Hour, Who: ledger.Test, Kind: ledger.Act},
	}
	for _, e := range more {
		e.At = 2 * time.Minute
		line = slices.Insert(line, len(line)-1, e)
	}
	for i := range line {
		line[i].Seq, line[i].Instance = i+1, "bob"
	}
	return nothingAfter(look(World{Timeline: line, Asked: []Asked{{Instance: "bob", Account: "bob"}}}))
}

func TestAnUploadMayGoOnBehindAnEnd(t *testing.T) {
	g := NewWithT(t)
	g.Expect(uploadBehind("destroy")).To(BeEmpty())
	g.Expect(uploadBehind("disconnect")).To(BeEmpty())
	g.Expect(uploadBehind("destroy", ledger.Event{Who: ledger.Client, Kind: ledger.Disconnected})).To(HaveLen(1))
}

// What the application heard last is said where it heard something.
func TestWhoHeardNothingIsToldSo(t *testing.T) {
	g := NewWithT(t)
	text := func(heard ...ledger.Event) string {
		line := append(ledger.Timeline{{Who: ledger.Test, Kind: ledger.Verb, Verb: "login", Instance: "bob"}}, heard...)
		line = append(line, ledger.Event{At: time.Hour, Who: ledger.Test, Kind: ledger.Act},
			ledger.Event{At: time.Hour, Who: ledger.Test, Kind: ledger.Act})
		for i := range line {
			line[i].Seq = i + 1
		}
		w := World{Timeline: line, Asked: []Asked{{Instance: "bob", Account: "bob"}}, Slots: 2,
			Over: len(line) - 1, Rested: len(line)}
		found := liveness(look(w))
		g.Expect(found).To(HaveLen(1))
		return found[0].Text
	}
	g.Expect(text()).To(Equal("bob is not connected at 3600.000 s, and the application never heard anything of it"))
	g.Expect(text(ledger.Event{At: time.Second, Who: ledger.Client, Kind: ledger.Lost, Instance: "bob"})).
		To(HaveSuffix(`the last that the application heard is "link lost" at 1.000 s`))
}

func TestAWaitMayBeOffByTheJitter(t *testing.T) {
	g := NewWithT(t)
	keys := func(ms ...int) (out []string) {
		line := ledger.Timeline{{Who: ledger.Test, Kind: ledger.Verb, Verb: "login"}}
		for _, d := range ms {
			line = append(line, ledger.Event{Who: ledger.Client, Kind: ledger.WillReconnect,
				Duration: time.Duration(d) * time.Millisecond})
		}
		for i := range line {
			line[i].Seq, line[i].Instance = i+1, "alice"
		}
		for _, f := range waits(look(World{Timeline: line, Asked: []Asked{{Instance: "alice", Account: "alice"}},
			Capabilities: map[clients.Capability]bool{clients.AnnouncedDelay: true},
			Policy:       clients.Policy{MinDelay: 1600 * time.Millisecond, MaxDelay: 8 * time.Second, Jitter: 0.1}})) {
			out = append(out, f.Key())
		}
		return out
	}
	g.Expect(keys(1612, 1590, 3200, 3150, 7300, 6700, 8000)).To(BeEmpty())
	g.Expect(keys(1600, 3200, 1600)).To(ConsistOf("/does-not-grow"))
	g.Expect(keys(slices.Repeat([]int{1612, 1590}, 4)...)).To(BeEmpty())
	g.Expect(keys(slices.Repeat([]int{1612, 1590}, 5)...)).To(ConsistOf("/does-not-grow", "/does-not-grow"))
	g.Expect(keys(1600, 8000, 1600)).To(ConsistOf("/leaves-the-maximum"))
	g.Expect(keys(1600, 8000, 9000)).To(ConsistOf("/above-the-maximum"))
}

func TestDoneMayGiveUpACloseThatNobodyAnswersInTime(t *testing.T) {
	g := NewWithT(t)
	// done so long after destroy, and the end of the socket, whose close began or did not
	doneAt := func(done, closed time.Duration, closing bool) []Finding {
		line := ledger.Timeline{
			{Who: ledger.Test, Kind: ledger.Verb, Verb: "login"},
			{Who: ledger.Host, Kind: ledger.SocketConnecting, Socket: 7},
			{Who: ledger.Server, Kind: ledger.Login, Socket: 7},
			{At: time.Minute, Who: ledger.Test, Kind: ledger.Verb, Verb: "destroy"},
		}
		if closing {
			line = append(line, ledger.Event{At: time.Minute, Who: ledger.Host, Kind: ledger.SocketClosing, Socket: 7})
		}
		line = append(line,
			ledger.Event{At: time.Minute + done, Who: ledger.Client, Kind: ledger.Done, Verb: "destroy"},
			ledger.Event{At: time.Minute + closed, Who: ledger.Host, Kind: ledger.SocketClosed, Socket: 7})
		for i := range line {
			line[i].Seq, line[i].Instance = i+1, "alice"
		}
		return doneAfterClose(look(World{Timeline: line, Policy: clients.Policy{DoneWithin: 10 * time.Second},
			Asked: []Asked{{Instance: "alice", Account: "alice", Destroyed: true}}}))
	}
	g.Expect(doneAt(9*time.Second, time.Minute, true)).To(BeEmpty())
	g.Expect(doneAt(9*time.Second, time.Minute, false)).To(HaveLen(1))
	g.Expect(doneAt(8*time.Second, 9*time.Second, true)).To(HaveLen(1))
	g.Expect(doneAt(time.Second, time.Minute, true)).To(HaveLen(1))
}

// beyondTheCap judges an attempt more than reconnectionAttempts allows, a minute after a trouble of the device began.
func beyondTheCap(verb string, to time.Duration) []Finding {
	none := 0
	line := ledger.Timeline{
		{Who: ledger.Test, Kind: ledger.Verb, Verb: "login", Instance: "alice"},
		{Who: ledger.Client, Kind: ledger.Connected, Instance: "alice"},
		{At: 2 * time.Minute, Who: ledger.Host, Kind: ledger.Attempt},
	}
	for i := range line {
		line[i].Seq = i + 1
	}
	return attempts(look(World{Timeline: line, Asked: []Asked{{Instance: "alice", Account: "alice", Attempts: &none}},
		Capabilities: map[clients.Capability]bool{clients.ReconnectCap: true},
		Troubles:     []Trouble{{Verb: verb, From: time.Minute, To: to}}}))
}

func TestOnlyTheFrontAndANetworkGiveAttemptsBack(t *testing.T) {
	g := NewWithT(t)
	for _, verb := range []string{"network-off", "background"} {
		g.Expect(beyondTheCap(verb, time.Hour)).To(HaveLen(1), verb)
		g.Expect(beyondTheCap(verb, 90*time.Second)).To(BeEmpty(), verb)
	}
	g.Expect(beyondTheCap("network-change", time.Minute)).To(BeEmpty())
}
