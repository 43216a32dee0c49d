package fakeserver_test

import (
	"encoding/json"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// Frames of nim-web-sdk-ng 10.8.1, dist/v1/QCHAT_UNIAPP_SDK.js, on the wire: its own login, sync, message and logout.
const (
	qchatLogin = `3:::{"SER":1,"SID":24,"CID":2,"Q":[{"t":"Property","v":{"1":"45c6af3c98409b18a84451215d0bdd6e",` +
		`"2":"alice","4":"token","6":16,"7":"9d71fe6c1aef37ad749d4c368c9a53ff",` +
		`"8":"1eafc9697db72120b87c8e035b3238bb","9":100801,"10":3,"11":"Native/10.8.1","14":"10.8.1","30":"ios",` +
		`"36":""}}]}`
	qchatSync    = `3:::{"SER":4,"SID":24,"CID":19,"Q":[{"t":"Property","v":{"1":0}}]}`
	qchatMessage = `3:::{"SER":5,"SID":24,"CID":10,"Q":[{"t":"Property","v":{"1":"1","2":"2","3":"alice","9":0,` +
		`"10":"hi","13":"dc562c55d3a7fcd6144977d29b171d65"}}]}`
	qchatUnread = `3:::{"SER":6,"SID":24,"CID":27,"Q":[{"t":"ArrayMable","v":[{"t":"Property",` +
		`"v":{"1":"1","2":"2"}}]}]}`
	qchatLogout = `3:::{"SER":15,"SID":24,"CID":4,"Q":[]}`
)

// says sends a captured frame and reads the answer to it.
func (p *peer) says(frame string) answer {
	p.t.Helper()
	f, err := fakeserver.ParseFrame(frame)
	p.g.Expect(err).NotTo(HaveOccurred())
	req, err := fakeserver.ParseRequest(f.Data)
	p.g.Expect(err).NotTo(HaveOccurred())
	p.write(frame)
	a := p.packet()
	p.g.Expect([]int{a.SID, a.CID, a.Ser}).To(Equal([]int{req.SID, req.CID, req.SER}))
	return a
}

func TestAWholeLifeOnQChat(t *testing.T) {
	b := start(t, clock.Real)
	p := b.link()
	b.g.Expect(p.says(qchatMessage).Code).To(Equal(403), "nothing goes before the login")
	in := p.says(qchatLogin)
	b.g.Expect([]any{in.Code, in.fields(0).Text(2), in.fields(0).Text(8), string(in.R[1])}).To(
		Equal([]any{200, "alice", "1eafc9697db72120b87c8e035b3238bb", "[]"}))
	b.g.Expect(string(in.fields(0)["105"])).To(HavePrefix(`"1767323045`), "every field is text")
	b.g.Expect(b.await(ledger.Is(ledger.Login)).Detail).To(BeEmpty(), "it has no mark")
	b.g.Expect(b.Links()).To(Equal([]fakeserver.LinkInfo{
		{Socket: p.wire.ID, Kind: fakeserver.KindQChat, Account: "alice", Instance: "alice", LoggedIn: true}}))
	b.g.Expect(string(p.says(qchatSync).R[0])).To(HavePrefix("1767323045"))

	sent := p.says(qchatMessage).fields(0)
	b.g.Expect([]string{sent.Text(3), sent.Text(10), sent.Text(13)}).To(
		Equal([]string{"alice", "hi", "dc562c55d3a7fcd6144977d29b171d65"}))
	b.g.Expect(sent.Text(14)).NotTo(BeEmpty())
	seen := b.await(detail("24_10"), func(e ledger.Event) bool { return e.Text == "hi" })
	b.g.Expect(seen.ID).To(Equal(sent.Text(13)))
	b.g.Expect(string(p.says(qchatUnread).R[0])).To(Equal("[]"))

	id, n := b.Push("alice", "bob", "hello")
	b.g.Expect(n).To(Equal(1))
	got := p.packet()
	b.g.Expect([]string{got.name(), got.fields(0).Text(3), got.fields(0).Text(10), got.fields(0).Text(14)}).To(
		Equal([]string{"24_11", "bob", "hello", id}))
	b.RefuseMessages(7101)
	b.g.Expect(p.says(qchatMessage).Code).To(Equal(7101))
	b.g.Expect(p.says(qchatLogout).Code).To(Equal(200))
	b.g.Expect(b.Links()[0].LoggedIn).To(BeFalse())
	b.await(ledger.Is(ledger.Logout))
}

func TestQChatRefusesAndKicks(t *testing.T) {
	b := start(t, clock.Real)
	p := b.link()
	b.SetToken("alice", "another")
	b.g.Expect(p.says(qchatLogin).Code).To(Equal(302))
	b.SetToken("alice", "token")
	b.RefuseLogin(403)
	b.g.Expect(p.says(qchatLogin).Code).To(Equal(403))
	b.RefuseLogin(0)
	b.g.Expect(p.says(qchatLogin).Code).To(Equal(200))
	b.g.Expect(b.Kick("alice", 3, "why")).To(Equal(1))
	kicked := p.packet()
	b.g.Expect(kicked.name()).To(Equal("24_5"))
	b.g.Expect(string(kicked.R[0])).To(MatchJSON(`{"1": "16", "2": "3", "3": "why", "4": "0"}`))

	other := b.loggedIn("alice") // of IM
	gone := p.ask(24, 9, []string{"device of alice"})
	b.g.Expect(string(gone.R[0])).To(Equal("[]"), "a client of QChat throws out none of IM")
	other.alive()
	second := b.link()
	second.says(qchatLogin)
	var devices []string
	b.g.Expect(json.Unmarshal(p.ask(24, 9, []string{"1eafc9697db72120b87c8e035b3238bb"}).R[0], &devices)).To(Succeed())
	b.g.Expect(devices).To(Equal([]string{"1eafc9697db72120b87c8e035b3238bb"}))
	b.g.Expect(second.packet().name()).To(Equal("24_5"))
	b.g.Expect(b.CloseLinks("alice", 1001, "")).To(Equal(3))
}

// A message for an account that is away is kept for IM alone, and reaches it there.
func TestQChatKeepsNoMessages(t *testing.T) {
	b := start(t, clock.Real)
	b.Push("alice", "bob", "later")
	p := b.link()
	p.says(qchatLogin)
	p.says(qchatSync)
	p.alive()
	old := b.loggedIn("alice")
	old.send(5, 1, map[string]any{"1": 0})
	b.g.Expect(old.packet().name()).To(Equal("5_1"))
	b.g.Expect(old.packet().fields(0).Text(9)).To(Equal("later"))
}
