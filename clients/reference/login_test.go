package reference

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

func TestALogin(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.Pass(61 * time.Second)
	b.g.Expect(kinds(b.told(ledger.Event{}))).To(
		Equal([]ledger.Kind{ledger.Attempt, ledger.Connected, ledger.SyncDone}))
	b.g.Expect(b.packets(ledger.Event{})).To(Equal([]string{"2_3 login", "5_1 sync", "1_2 heartbeat", "1_2 heartbeat"}))
	in, _ := b.Timeline().First(ledger.Is(ledger.Login))
	b.g.Expect(in.Detail).To(Equal("manual"))
	first, _ := b.Timeline().First(ledger.Is(ledger.Attempt))
	b.g.Expect(first.URL).To(ContainSubstring("/lbs/wxwebconf.jsp?"))
	b.g.Expect(b.Rest()).To(Equal(clients.Rest{Timers: 1, Sockets: 1}), "the next heartbeat, and the link")
}

func TestARoomAsksForNoAddress(t *testing.T) {
	b := start(t, 1)
	b.EnterChatroom(room())
	b.Expects(ledger.Event{}, ledger.Is(ledger.Connected), ledger.Of(lobby))
	first, _ := b.Timeline().First(ledger.Is(ledger.Attempt))
	b.g.Expect(first.URL).To(HavePrefix("https://wlnimsc1.netease.im:443/socket.io/1/"))
	b.g.Expect(b.Timeline().Where(ledger.Is(ledger.LBSRequest))).To(BeEmpty())
	b.g.Expect(b.packets(ledger.Event{})).To(Equal([]string{"13_2 room login"}))
}

func TestAskingAgainMakesNoSecondLink(t *testing.T) {
	b := start(t, 1)
	b.Hold(fakeserver.StepUpgrade)
	b.Login(im())
	b.Login(im())
	b.Expects(ledger.Event{}, ledger.Is(ledger.Held))
	b.Login(im())
	b.Connect(alice)
	b.Pass(time.Second)
	b.Release(fakeserver.StepUpgrade)
	b.Pass(time.Second)
	b.Login(im())
	b.Connect(alice)
	b.Pass(time.Minute)
	b.g.Expect(b.Timeline().Where(ledger.Is(ledger.Attempt))).To(HaveLen(1))
	b.g.Expect(b.Timeline().Where(ledger.Is(ledger.Connected))).To(HaveLen(1))
}

func TestAnInstanceThatIsNotThere(t *testing.T) {
	b := start(t, 1)
	b.Connect(alice)
	b.Disconnect(alice, nil)
	b.Destroy(alice, nil)
	b.SendText(alice, "bob", "hello")
	b.Pass(time.Second)
	b.g.Expect(kinds(b.told(ledger.Event{}))).To(
		Equal([]ledger.Kind{ledger.Threw, ledger.Threw, ledger.Threw, ledger.Threw}))
}

func TestAddresses(t *testing.T) {
	const first, second = "first.link.example", "second.link.example"
	b := start(t, 1)
	b.SetLinks([]string{first + ":443"}, []string{second + ":443"})
	b.Unreachable(first)
	b.logIn()
	b.g.Expect(b.Timeline().Where(ledger.Is(ledger.Attempt))).To(HaveLen(2))
	open, _ := b.Timeline().First(ledger.Is(ledger.LinkOpen))
	b.g.Expect(open.URL).To(HavePrefix(second))

	lost := b.Drop()
	b.Expects(lost, ledger.Is(ledger.Connected))
	again := b.Timeline().After(lost.Seq)
	b.g.Expect(again.Where(ledger.Is(ledger.LBSRequest))).To(BeEmpty(), "an address that was good is used again")

	b.FailHTTP(fakeserver.StepLBS, 503)
	b.FailHTTP(fakeserver.StepHandshake, 503)
	lost = b.Drop()
	b.Expects(lost, ledger.By(ledger.Server), ledger.Is(ledger.Handshake),
		func(e ledger.Event) bool { return e.URL == "wlnimsc0.netease.im:443/socket.io/1/" })
	b.g.Expect(b.Timeline().After(lost.Seq).Where(ledger.Is(ledger.LBSRequest))).To(HaveLen(1),
		"without a lookup it takes the address that it has built in")
}

func TestEachStepHasATimeLimit(t *testing.T) {
	for _, step := range []fakeserver.Step{fakeserver.StepHandshake, fakeserver.StepUpgrade, fakeserver.StepConnect,
		fakeserver.StepLogin} {
		t.Run(string(step), func(t *testing.T) {
			b := start(t, 1)
			b.Hold(step)
			b.Login(im())
			e := b.Expects(ledger.Event{}, ledger.Is(ledger.WillReconnect))
			b.g.Expect(e.At).To(Equal(stepLimit))
			b.Pass(time.Second)
			b.g.Expect(b.Rest()).To(Equal(clients.Rest{Timers: 1}), "the wait for the next attempt")
			b.g.Expect(b.Timeline().Census(ledger.Server)).To(BeZero())
		})
	}
}

func TestALookupThatIsNotAnswered(t *testing.T) {
	b := start(t, 1)
	b.Hold(fakeserver.StepLBS)
	b.Login(im())
	e := b.Expects(ledger.Event{}, ledger.Is(ledger.Connected))
	b.g.Expect(e.At).To(Equal(stepLimit), "the built-in address is used")
	b.g.Expect(b.Timeline().Where(ledger.Is(ledger.Attempt))).To(HaveLen(1), "it is one attempt")
}

func TestAnExceptionIsNoted(t *testing.T) {
	b := start(t, 1)
	b.inside(func(c *client) { c.p.Post(func() { panic("undefined is not a function") }) })
	b.Pass(time.Second)
	e, ok := b.Timeline().First(ledger.Is(ledger.Uncaught))
	b.g.Expect(ok).To(BeTrue())
	b.g.Expect(e.Detail).To(Equal("undefined is not a function"))
	b.logIn() // and the client goes on
}
