package reference

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

func TestAGoodbye(t *testing.T) {
	b := start(t, 1)
	b.EnterChatroom(room())
	b.Expects(ledger.Event{}, ledger.Is(ledger.Connected), ledger.Of(lobby))
	b.logIn()
	begin := b.Mark("end both")
	b.Destroy(lobby, nil)
	b.Destroy(alice, nil)
	b.Pass(time.Second)
	b.g.Expect(b.packets(begin)).To(ConsistOf("13_4 room logout", "0:: disconnect", "2_6 logout", "0:: disconnect"))
	for _, e := range b.Timeline().Where(ledger.Is(ledger.CloseReceived)) {
		b.g.Expect(e.CloseCode).To(Equal("1000"))
	}
	b.g.Expect(kinds(b.told(begin))).To(Equal([]ledger.Kind{ledger.Done, ledger.Done}))
	b.g.Expect(b.Rest()).To(BeZero())
}

// stages are the points at which an instance can be ended.
var stages = map[string]func(*bench){
	"in LBS":                 held(fakeserver.StepLBS),
	"in the handshake":       held(fakeserver.StepHandshake),
	"while the socket opens": held(fakeserver.StepUpgrade),
	"before the greeting":    held(fakeserver.StepConnect),
	"in the login":           held(fakeserver.StepLogin),
	"in the sync":            held(fakeserver.StepSync),
	"logged in":              (*bench).logIn,
	"in the wait": func(b *bench) {
		b.logIn()
		b.Expects(b.Refuse(), ledger.Is(ledger.WillReconnect))
	},
	"after a kick": func(b *bench) {
		b.logIn()
		b.Expects(b.Kick(alice, 1), ledger.Is(ledger.Disconnected))
	},
	"while a message is under way": func(b *bench) {
		b.logIn()
		b.Hold(fakeserver.StepMessage)
		b.SendText(alice, "bob", "hello")
		b.Expects(ledger.Event{}, ledger.Is(ledger.Held))
	},
}

func held(step fakeserver.Step) func(*bench) {
	return func(b *bench) {
		b.Hold(step)
		b.Login(im())
		b.Expects(ledger.Event{}, ledger.Is(ledger.Held))
	}
}

func TestDoneComesOnceAndLeavesNothing(t *testing.T) {
	for name, reach := range stages {
		for _, verb := range []string{"disconnect", "destroy"} {
			t.Run(verb+" "+name, func(t *testing.T) {
				b := start(t, 1)
				reach(b)
				b.Pass(time.Second)
				begin := b.Mark("end")
				var rest clients.Rest
				c := b.Client().(*client)
				then := func(clients.Verbs) {
					rest = clients.Rest{Sockets: c.instances[alice].sockets, Requests: c.instances[alice].requests}
				}
				if verb == "destroy" {
					b.Destroy(alice, then)
				} else {
					b.Disconnect(alice, then)
				}
				e := b.Expects(begin, ledger.Is(ledger.Done))
				b.g.Expect(e.Verb).To(Equal(verb))
				b.g.Expect(e.At-begin.At).To(BeNumerically("<", 10*time.Millisecond), "nothing keeps it")
				b.Pass(time.Hour)
				b.g.Expect(rest).To(BeZero(), "in done")
				b.g.Expect(b.Rest()).To(BeZero())
				b.g.Expect(b.told(e)).To(BeEmpty(), "after done")
				b.g.Expect(b.Timeline().Census(ledger.Server)).To(BeZero())
			})
		}
	}
}

func TestDoneDoesNotWaitForAPeerThatIsSilent(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.AnswerCloseAfter(fakeserver.Never)
	begin := b.Mark("end")
	b.Destroy(alice, nil)
	e := b.Expects(begin, ledger.Is(ledger.Done))
	b.g.Expect(e.At - begin.At).To(Equal(10 * time.Second))
	b.Pass(time.Hour)
	b.g.Expect(b.told(e)).To(BeEmpty(), "not again when the platform gives the socket up")
	b.g.Expect(b.Rest()).To(BeZero())
}

func TestEndingTwice(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.AnswerCloseAfter(time.Second)
	begin := b.Mark("end")
	b.Disconnect(alice, nil)
	b.Destroy(alice, nil)
	b.Connect(alice) // throws: the instance is destroyed
	b.Pass(time.Minute)
	b.Destroy(alice, nil)
	b.Pass(time.Minute)
	var got []string
	for _, e := range b.told(begin) {
		got = append(got, string(e.Kind)+" "+e.Verb)
	}
	b.g.Expect(got).To(Equal([]string{"call threw connect", "done disconnect", "done destroy", "done destroy"}))
}

func TestConnectWhileDisconnecting(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.AnswerCloseAfter(3 * time.Second)
	begin := b.Mark("end")
	b.Disconnect(alice, nil)
	b.Connect(alice)
	b.Expects(begin, ledger.Is(ledger.SyncDone))
	b.g.Expect(kinds(b.told(begin))).To(
		Equal([]ledger.Kind{ledger.Done, ledger.Attempt, ledger.Connected, ledger.SyncDone}))
	peak, _ := b.Timeline().Peak(ledger.Host)
	b.g.Expect(peak).To(Equal(1))
}

func TestTheContinuationRunsInsideDone(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.Destroy(alice, func(v clients.Verbs) {
		v.Login(im()) // the same account: a new instance
		v.SendText(alice, "bob", "too early")
	})
	e := b.Expects(ledger.Event{}, ledger.Is(ledger.Done))
	b.Expects(e, ledger.Is(ledger.Connected))
	next := b.Timeline().After(e.Seq)
	b.g.Expect(next[0].Kind).To(Equal(ledger.Verb))
	b.g.Expect(next[0].Verb).To(Equal("login"))
	failed, _ := b.told(e).First(ledger.Is(ledger.Failed))
	b.g.Expect(failed.At).To(Equal(e.At))
}

func TestCloseInTheMiddle(t *testing.T) {
	for name, reach := range stages {
		t.Run(name, func(t *testing.T) {
			b := start(t, 1)
			reach(b)
			b.Client().Close()
			b.Client().Close()
			b.g.Expect(b.Client().Rest()).To(BeZero())
		})
	}
}

// What waits on a lost link fails in its callbacks, and an application may end the instance there: nothing comes back
// then.
func TestDestroyInsideAFailedSendEndsTheInstance(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.Hold(fakeserver.StepMessage)
	b.SendText("alice", "bob", "hello")
	b.Inside(ledger.Failed, "alice", 1, func(v clients.Verbs) { v.Destroy("alice", nil) })
	lost := b.Drop()
	b.Pass(time.Minute)
	after := b.Timeline().After(lost.Seq)
	b.g.Expect(after.Where(ledger.Is(ledger.Done))).To(HaveLen(1))
	b.g.Expect(after.Where(ledger.Is(ledger.WillReconnect, ledger.Attempt, ledger.SocketConnecting))).To(BeEmpty())
}
