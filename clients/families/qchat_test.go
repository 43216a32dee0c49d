package families

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// onQChat runs a test on each build of QChat.
func onQChat(t *testing.T, test func(t *testing.T, f *adapter.Factory)) {
	for _, b := range ofQChat {
		t.Run(b.name, func(t *testing.T) { test(t, load(t, b.file, b.family)) })
	}
}

// What QChat is said to lack, it does not do: its builds ask no LBS, whatever fails, and take no delay.
func TestQChatAsksForNoAddressAndTakesNoDelay(t *testing.T) {
	onQChat(t, func(t *testing.T, f *adapter.Factory) {
		b := start(t, f)
		begin := b.Mark("log in")
		b.Login(clients.IMOptions{Account: alice, Token: "token", ReconnectDelay: 4 * time.Second})
		b.Expects(begin, ledger.Is(ledger.Connected))
		b.Pass(time.Second)
		b.FailHTTP(fakeserver.StepHandshake, 500)
		lost := b.Drop()
		b.Pass(10 * time.Minute)
		after := b.Timeline().After(lost.Seq)
		tries := after.Where(ledger.Is(ledger.Attempt))
		b.g.Expect(len(tries)).To(BeNumerically(">", 50), "one every 8 s")
		wait, _ := after.First(ledger.Is(ledger.WillReconnect))
		b.g.Expect(tries[0].Due() - wait.Due()).To(BeNumerically("<", 2*time.Second))
		b.g.Expect(b.Timeline().Where(ledger.Is(ledger.LBSRequest))).To(BeEmpty())
	})
}

// A token that the application renews is that of the next login: the service refuses any other one from then on.
func TestQChatTakesANewToken(t *testing.T) {
	onQChat(t, func(t *testing.T, f *adapter.Factory) {
		b := start(t, f)
		begin := b.Mark("log in")
		b.Login(clients.IMOptions{Account: alice, Token: "token", Dynamic: true})
		b.Expects(begin, ledger.Is(ledger.Connected))
		b.Pass(time.Second)
		b.Renew(alice, "next")
		lost := b.Drop()
		b.Expects(lost, ledger.Is(ledger.Connected), ledger.Of(alice))
		b.g.Expect(b.Timeline().Where(ledger.Is(ledger.LoginRefused))).To(BeEmpty())
	})
}

// A message of a channel goes out and comes, and one to who is away is kept for nobody.
func TestQChatMessagesAreThoseOfAChannel(t *testing.T) {
	onQChat(t, func(t *testing.T, f *adapter.Factory) {
		b := start(t, f)
		b.Push(alice, "bob", "while away")
		b.logIn()
		begin := b.Mark("a message each way")
		b.SendText(alice, "bob", "hello")
		b.Expects(begin, ledger.Is(ledger.Sent), ledger.Of(alice))
		id := b.Push(alice, "bob", "and back")
		got := b.Expects(begin, ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(alice))
		b.g.Expect([]string{got.ID, got.From, got.Text}).To(Equal([]string{id, "bob", "and back"}))
		b.Pass(time.Minute)
		b.g.Expect(b.Timeline().Where(ledger.By(ledger.Client), ledger.Is(ledger.Message))).To(HaveLen(1))
	})
}
