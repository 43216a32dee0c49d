package fakeserver_test

import (
	"crypto/md5"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

func TestKick(t *testing.T) {
	b := start(t, clock.Real)
	alice, bob := b.loggedIn("alice"), b.loggedIn("bob")
	b.g.Expect(b.Kick("alice", 2, "policy")).To(Equal(1))
	kicked := alice.packet()
	b.g.Expect(kicked.name()).To(Equal("2_5"))
	b.g.Expect(kicked.Ser).To(BeZero())
	b.g.Expect(kicked.R).To(HaveLen(4))
	b.g.Expect(string(kicked.R[1])).To(Equal("2"))
	b.g.Expect(string(kicked.R[2])).To(Equal(`"policy"`))
	alice.alive() // the client closes, not the service
	bob.alive()
	e := b.await(ledger.Is(ledger.PacketSent))
	b.g.Expect([]string{e.Detail, e.Instance}).To(Equal([]string{"2_5 kicked reason 2", "alice"}))
	b.g.Expect(b.Kick("", 2, "")).To(Equal(2))
	b.g.Expect(b.Kick("nobody", 2, "")).To(BeZero())
}

func TestTwoAccountsExchangeMessages(t *testing.T) {
	b := start(t, clock.Real)
	alice, bob := b.loggedIn("alice"), b.loggedIn("bob")
	b.Hold(fakeserver.StepMessage) // the answer, not the delivery
	alice.send(7, 1, map[string]any{"0": 0, "1": "bob", "8": 0, "9": "hi bob", "11": "client id", "13": 0, "28": 1})
	got := bob.packet()
	b.g.Expect(got.name()).To(Equal("7_2"))
	b.Release(fakeserver.StepMessage)
	answer := alice.packet()
	for _, f := range []fakeserver.Fields{got.fields(0), answer.fields(0)} {
		b.g.Expect([]string{f.Text(1), f.Text(2), f.Text(9), f.Text(11)}).To(
			Equal([]string{"bob", "alice", "hi bob", "client id"}))
		b.g.Expect(f.Text(7)).To(HaveLen(len("1767323045000")))
		b.g.Expect(f.Text(12)).NotTo(BeEmpty())
	}
	b.g.Expect(got.fields(0).Text(12)).To(Equal(answer.fields(0).Text(12)))
	b.g.Expect(b.await(ledger.Is(ledger.PacketSent)).Detail).To(Equal("7_2 message from alice"))

	b.g.Expect(alice.ask(7, 1, map[string]any{"1": "away", "9": "x"}).Code).To(Equal(200))
	b.g.Expect(alice.ask(8, 2, map[string]any{"0": 1, "1": "bob", "9": "to a team"}).fields(0).Text(12)).NotTo(
		BeEmpty())
	bob.alive()
}

func TestPush(t *testing.T) {
	b := start(t, clock.Real)
	alice := b.loggedIn("alice")
	id, n := b.Push("alice", "carol", "hello")
	b.g.Expect(n).To(Equal(1))
	f := alice.packet().fields(0)
	b.g.Expect([]string{f.Text(1), f.Text(2), f.Text(9), f.Text(12)}).To(Equal([]string{"alice", "carol", "hello", id}))
	_, n = b.Push("bob", "carol", "hello")
	b.g.Expect(n).To(BeZero())
	alice.ask(2, 6)
	_, n = b.Push("alice", "carol", "hello")
	b.g.Expect(n).To(BeZero(), "a link that logged out gets nothing")
}

// A sync on a link that the service is closing takes no message away from the next link.
func TestWhatCameWhileAwayWaitsForALinkThatTakesIt(t *testing.T) {
	b := start(t, clock.Real)
	closing := b.loggedIn("alice")
	b.CloseLinks("alice", 1000, "")
	_, n := b.Push("alice", "bob", "later")
	b.g.Expect(n).To(BeZero())
	closing.send(5, 1, map[string]any{})
	b.await(ledger.Is(ledger.Packet), func(e ledger.Event) bool { return strings.HasPrefix(e.Detail, "5_1") })

	next := b.loggedIn("alice")
	next.send(5, 1, map[string]any{})
	for p := next.packet(); p.name() != "7_2"; p = next.packet() {
		b.g.Expect(p.name()).NotTo(BeEmpty())
	}
}

// In doubt a message is pushed, and once more at the next login.
func TestPushInDoubt(t *testing.T) {
	b := start(t, clock.Real)
	b.Doubt(true)
	alice := b.loggedIn("alice")
	id, n := b.Push("alice", "carol", "hello")
	b.g.Expect(n).To(Equal(1))
	b.g.Expect(alice.packet().fields(0).Text(12)).To(Equal(id))
	again := b.loggedIn("alice")
	b.g.Expect(again.ask(5, 1, map[string]any{"1": 0}).Code).To(Equal(200))
	b.g.Expect(again.packet().fields(0).Text(12)).To(Equal(id))
}

func TestRefuseSync(t *testing.T) {
	b := start(t, clock.Real)
	id, _ := b.Push("alice", "bob", "while away")
	alice := b.loggedIn("alice")
	b.RefuseSync(503)
	b.g.Expect(alice.ask(5, 1, map[string]any{"1": 0}).Code).To(Equal(503))
	alice.alive() // what came while the account was away is kept
	b.RefuseSync(0)
	b.g.Expect(alice.ask(5, 1, map[string]any{"1": 0}).Code).To(Equal(200))
	b.g.Expect(alice.packet().fields(0).Text(12)).To(Equal(id))
}

func TestRefusePlaces(t *testing.T) {
	b := start(t, clock.Real)
	alice := b.loggedIn("alice")
	b.RefusePlaces(416)
	b.g.Expect(alice.ask(6, 2, "{}", map[string]any{"8": "im"}).Code).To(Equal(416))
	b.RefusePlaces(0)
	b.g.Expect(alice.ask(6, 2, "{}", map[string]any{"8": "im"}).Code).To(Equal(200))
}

func TestRefuseMessages(t *testing.T) {
	b := start(t, clock.Real)
	alice := b.loggedIn("alice")
	b.RefuseMessages(7101)
	stored := alice.ask(7, 1, map[string]any{"1": "bob", "9": "x", "11": "its id"})
	b.g.Expect(stored.Code).To(Equal(7101))
	b.g.Expect(stored.fields(0).Text(11)).To(Equal("its id"))
	b.g.Expect(stored.fields(0).Text(12)).NotTo(BeEmpty(), "every nim-web-sdk reads idServer and time of a 7101")
	b.RefuseMessages(403)
	refused := alice.ask(7, 1, map[string]any{"1": "bob", "9": "x"})
	b.g.Expect(refused.Code).To(Equal(403))
	b.g.Expect(refused.R).To(BeEmpty())
	b.RefuseMessages(0)
	b.g.Expect(alice.ask(7, 1, map[string]any{"1": "bob", "9": "x"}).Code).To(Equal(200))
}

func TestChatroom(t *testing.T) {
	b := start(t, clock.Real)
	alice, bob, other := b.link(), b.link(), b.link()
	in := alice.enter("alice", "77")
	b.g.Expect([]string{in.fields(0).Text(1), in.fields(0).Text(101), in.fields(1).Text(2), in.fields(1).Text(5)}).
		To(Equal([]string{"77", "1", "alice", "nick of alice"}))
	b.g.Expect(bob.enter("bob", "77").fields(0).Text(101)).To(Equal("2"))
	other.enter("carol", "78")
	b.g.Expect(b.Links()[0]).To(Equal(fakeserver.LinkInfo{
		Socket: alice.wire.ID, Kind: fakeserver.KindRoom, Account: "alice", Room: "77",
		Instance: fakeserver.RoomInstance("alice", "77"), LoggedIn: true,
	}))
	b.g.Expect(b.await(ledger.Is(ledger.Login)).Instance).To(Equal("alice@77"))

	answer := alice.ask(13, 6, map[string]any{"1": "client id", "2": 0, "3": "hi room"}).fields(0)
	got := bob.packet()
	b.g.Expect(got.name()).To(Equal("13_7"))
	for _, f := range []fakeserver.Fields{answer, got.fields(0)} {
		b.g.Expect([]string{f.Text(1), f.Text(3), f.Text(7), f.Text(21), f.Text(22)}).
			To(Equal([]string{"client id", "hi room", "nick of alice", "alice", "77"}))
		b.g.Expect(f.Text(20)).NotTo(BeEmpty())
	}
	alice.alive() // the sender gets no copy
	other.alive() // nor does another room

	_, n := b.PushRoom("77", "dave", "hello")
	b.g.Expect(n).To(Equal(2))
	b.g.Expect(alice.packet().fields(0).Text(21)).To(Equal("dave"))
	b.g.Expect(bob.packet().fields(0).Text(3)).To(Equal("hello"))

	b.g.Expect(b.KickRoom("bob", "77")).To(Equal(1))
	kicked := bob.packet()
	b.g.Expect(kicked.name()).To(Equal("13_3"))
	b.g.Expect(string(kicked.R[0])).To(Equal("2"))
	b.g.Expect(b.KickRoom("", "", 1)).To(Equal(3))
	b.g.Expect(string(other.packet().R[0])).To(Equal("1"))

	bob.packet()
	b.g.Expect(bob.ask(13, 4).Code).To(Equal(200))
	b.g.Expect(b.await(ledger.Is(ledger.Logout)).Instance).To(Equal("bob@77"))
	_, n = b.PushRoom("77", "dave", "hello")
	b.g.Expect(n).To(Equal(1))
}

func TestUpload(t *testing.T) {
	b := start(t, clock.Real)
	p := b.loggedIn("alice")
	token := p.ask(6, 2, "{}", map[string]any{"8": "im"}).fields(0)
	b.g.Expect(token.Text(1)).NotTo(BeEmpty())
	b.g.Expect(token.Text(3)).To(Equal("nim"))
	status, body, _, err := b.do(http.MethodPost, "http://nos.netease.com/nim", "multipart/form-data; boundary=B",
		fileForm)
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(status).To(Equal(http.StatusOK))
	sum := md5.Sum([]byte("0123456789"))
	b.g.Expect(body).To(MatchJSON(`{"size":10,"w":1,"h":1,"md5":"` + hex.EncodeToString(sum[:]) + `"}`))
	e := b.await(ledger.Is(ledger.Upload))
	b.g.Expect(e.URL).To(Equal("nos.netease.com/nim"))
	b.g.Expect(e.Detail).To(Equal("a.png"))
	b.g.Expect(e.Count).To(Equal(10))

	for _, other := range []string{strings.Replace(fileForm, "token-object1", "token-object2", 1),
		strings.Replace(fileForm, "x-nos-token", "token", 1)} {
		status, _, _, err = b.do(http.MethodPost, "http://nos.netease.com/nim", "multipart/form-data; boundary=B",
			other)
		b.g.Expect(err).NotTo(HaveOccurred())
		b.g.Expect(status).To(Equal(http.StatusForbidden))
	}
	for _, broken := range []string{"", "--B\r\n", strings.Replace(fileForm, `; filename="a.png"`, "", 1),
		fileForm[:120]} {
		status, _, _, err = b.do(http.MethodPost, "http://nos.netease.com/nim", "multipart/form-data; boundary=B",
			broken)
		b.g.Expect(err).NotTo(HaveOccurred())
		b.g.Expect(status).To(Equal(http.StatusBadRequest))
	}
}
