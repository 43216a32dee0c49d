package reference

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

func TestMessagesGoWhereTheyShould(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.EnterChatroom(room())
	begin := b.Expects(ledger.Event{}, ledger.Is(ledger.Connected), ledger.Of(lobby))
	b.SendText(alice, "bob", "one")
	b.SendText(alice, clients.Team("7001"), "two")
	b.SendText(lobby, "", "three")
	b.Pass(time.Second)
	b.g.Expect(b.packets(begin)).To(ConsistOf("7_1 send message", "8_2 send team message", "13_6 send room message"))
	sent := b.Timeline().Where(ledger.Is(ledger.Sent))
	b.g.Expect(sent).To(HaveLen(3))
	for _, e := range sent {
		b.g.Expect(e.ID).NotTo(BeEmpty())
		b.g.Expect(e.Verb).To(Equal("send text"))
	}
}

func TestAMessageThatCannotBeSent(t *testing.T) {
	for name, tc := range map[string]struct {
		reach  func(*bench)
		within time.Duration
	}{
		"not yet connected": {func(b *bench) { b.Hold(fakeserver.StepLogin); b.Login(im()) }, 0},
		"in the wait":       {func(b *bench) { b.logIn(); b.Expects(b.Refuse(), ledger.Is(ledger.WillReconnect)) }, 0},
		"kicked":            {func(b *bench) { b.logIn(); b.Kick(alice, 1); b.Pass(time.Second) }, 0},
		"disconnected":      {func(b *bench) { b.logIn(); b.Disconnect(alice, nil); b.Pass(time.Second) }, 0},
		"not confirmed":     {func(b *bench) { b.logIn(); b.Hold(fakeserver.StepMessage) }, stepLimit},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, 1)
			tc.reach(b)
			begin := b.Mark("send")
			b.SendText(alice, "bob", "hello")
			e := b.Expects(begin, ledger.Is(ledger.Failed))
			b.g.Expect(e.At - begin.At).To(Equal(tc.within))
			b.g.Expect(e.Verb).To(Equal("send text"))
			b.Pass(time.Hour)
			b.g.Expect(b.told(begin).Where(ledger.Is(ledger.Failed, ledger.Sent))).To(HaveLen(1))
		})
	}
}

func TestAMessageFailsWithItsLink(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.Hold(fakeserver.StepMessage)
	b.SendText(alice, "bob", "hello")
	b.Expects(ledger.Event{}, ledger.Is(ledger.Held))
	lost := b.Drop()
	b.Expects(lost, ledger.Is(ledger.SyncDone))
	b.g.Expect(kinds(b.told(lost))).To(
		Equal([]ledger.Kind{ledger.Failed, ledger.WillReconnect, ledger.Attempt, ledger.Connected, ledger.SyncDone}))
}

func TestAMessageThatComesAgainIsDeliveredOnce(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.inside(func(c *client) {
		for _, id := range []string{"1", "2", "1"} {
			only(c).link.take(incoming{id: id, from: "bob", text: "hello"})
		}
	})
	b.Expects(b.Drop(), ledger.Is(ledger.SyncDone))
	b.inside(func(c *client) { only(c).link.take(incoming{id: "2"}) })
	got := b.Timeline().Where(ledger.Is(ledger.Message))
	b.g.Expect(got).To(HaveLen(2))
	b.g.Expect(got[0].ID).To(Equal("1"))
	b.g.Expect(got[0].From).To(Equal("bob"))
	b.g.Expect(got[0].Text).To(Equal("hello"))
}

// only is the one instance of a client, whatever the session calls it.
func only(c *client) *instance {
	for _, in := range c.instances {
		return in
	}
	return nil
}
