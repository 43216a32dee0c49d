package fakeserver_test

import (
	"encoding/json"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// onBothTransports runs a test of the V2 API over text and over binary links.
func onBothTransports(t *testing.T, test func(b *bench, link func() *peer)) {
	for name, open := range binaryAndText {
		t.Run(name, func(t *testing.T) {
			b := start(t, clock.Real)
			test(b, func() *peer { return open(b) })
		})
	}
}

// v2LoggedIn logs an account in with the V2 API, on a new link.
func v2LoggedIn(p *peer, account string) *peer {
	p.t.Helper()
	p.g.Expect(p.ask(26, 3, loginMap(account, 1)).Code).To(Equal(200))
	return p
}

func TestAWholeV2Login(t *testing.T) {
	onBothTransports(t, func(b *bench, link func() *peer) {
		p := link()
		in := p.ask(26, 3, loginMap("alice", 0))
		b.g.Expect(in.R).To(HaveLen(2))
		me := in.fields(0)
		b.g.Expect([]string{me.Text(1), me.Text(5), me.Text(7), me.Text(12)}).To(
			Equal([]string{"device of alice", "16", "1767323045000"[:10] + me.Text(7)[10:], "1"}))
		b.g.Expect(string(me["12"])).To(Equal(`"1"`), "every field is text in the V2 API")
		b.g.Expect(string(in.R[1])).To(Equal("[]"))
		b.g.Expect(b.await(ledger.Is(ledger.Login)).Detail).To(Equal("automatic"))
		b.g.Expect(b.await(ledger.Is(ledger.Packet)).Detail).To(Equal("26_3 login"))
		for range 2 { // basic and teams
			b.g.Expect(p.ask(27, 1, map[string]any{"1": 0}).R).To(HaveLen(1))
		}
		b.g.Expect(string(p.ask(6, 23).R[0])).To(HavePrefix("1767323045"))
		b.g.Expect(p.ask(28, 19, map[string]any{"1": 0}).fields(0).Text(2)).To(Equal("0"))
		b.g.Expect(p.ask(6, 27, map[string]any{}).fields(0).Text(0)).To(MatchJSON(`{"mixStoreEnable":false}`))
		b.g.Expect(p.ask(6, 26).fields(0).Text(3)).To(Equal("0"))
		b.g.Expect(p.ask(6, 2, "{}", map[string]any{"8": "im"}).fields(0).Text(3)).To(Equal("nim"))
		var rooms []string
		b.g.Expect(json.Unmarshal(p.ask(36, 1, 77, true).R[0], &rooms)).To(Succeed())
		b.g.Expect(rooms).To(Equal([]string{"wlnimsc0.netease.im:443"}))
		b.SetLinks([]string{"one:443"}, []string{"two:443"})
		b.g.Expect(string(p.ask(36, 1, 77, true).R[0])).To(Equal(`["one:443","two:443"]`))
		b.g.Expect(p.ask(26, 5).Code).To(Equal(200))
		b.g.Expect(b.Links()[0].LoggedIn).To(BeFalse())
	})
}

func TestRefusedV2LoginsHaveTheCodeOfTheWire(t *testing.T) {
	onBothTransports(t, func(b *bench, link func() *peer) {
		p := link()
		for code, wire := range map[int]int{302: 302, 399: 399, 500: 500, 102302: 1838, 102404: 1940, 102422: 1958,
			101301: 1325} {
			b.RefuseLogin(code)
			b.g.Expect(p.ask(26, 3, loginMap("alice", 1)).Code).To(Equal(wire))
		}
		b.g.Expect(b.Links()[0].LoggedIn).To(BeFalse())
	})
}

func TestKicksOfBothGenerations(t *testing.T) {
	onBothTransports(t, func(b *bench, link func() *peer) {
		old, v2 := b.loggedIn("alice"), v2LoggedIn(link(), "alice")
		b.g.Expect(b.Kick("alice", 3, "why")).To(Equal(2))
		for p, name := range map[*peer]string{old: "2_5", v2: "26_9"} {
			kicked := p.packet()
			b.g.Expect(kicked.name()).To(Equal(name))
			b.g.Expect([]string{string(kicked.R[0]), string(kicked.R[1]), string(kicked.R[2]), string(kicked.R[3])}).To(
				Equal([]string{"16", "3", `"why"`, "0"}))
			p.alive()
		}
	})
}

func TestMessagesBetweenTheGenerations(t *testing.T) {
	onBothTransports(t, func(b *bench, link func() *peer) {
		old, v2 := b.loggedIn("old"), v2LoggedIn(link(), "v2")
		a := v2.ask(30, 1, map[string]any{"0": "1", "1": "old", "2": "v2", "8": 0, "9": "hi", "11": "client id"})
		got := old.packet()
		for _, f := range []fakeserver.Fields{a.fields(0), got.fields(0)} {
			b.g.Expect([]string{f.Text(1), f.Text(2), f.Text(9), f.Text(11)}).To(
				Equal([]string{"old", "v2", "hi", "client id"}))
		}
		b.g.Expect(old.ask(7, 1, map[string]any{"0": 0, "1": "v2", "8": 0, "9": "ho", "11": "other id"}).Code).To(
			Equal(200))
		got = v2.packet()
		b.g.Expect(got.name()).To(Equal("7_2"))
		b.g.Expect(string(got.fields(0)["8"])).To(Equal(`"0"`), "every field is text in the V2 API")
		_, n := b.Push("v2", "carol", "hello")
		b.g.Expect(n).To(Equal(1))
		b.g.Expect(v2.packet().fields(0).Text(9)).To(Equal("hello"))
		_, n = b.Push("away", "carol", "later")
		b.g.Expect(n).To(BeZero())
		away := v2LoggedIn(link(), "away")
		away.send(27, 1, map[string]any{"1": 0})
		b.g.Expect(away.packet().name()).To(Equal("27_1"))
		b.g.Expect(away.packet().fields(0).Text(9)).To(Equal("later"))
	})
}

func TestOtherClientsOfAnAccount(t *testing.T) {
	onBothTransports(t, func(b *bench, link func() *peer) {
		first := v2LoggedIn(link(), "alice")
		second := link()
		in := second.ask(26, 3, map[string]any{"13": "second device", "19": "alice"})
		var others []fakeserver.Fields
		b.g.Expect(json.Unmarshal(in.R[1], &others)).To(Succeed())
		b.g.Expect(others).To(HaveLen(1))
		b.g.Expect(others[0].Text(1)).To(Equal("device of alice"))

		b.g.Expect(b.ClientsChanged("alice", "phone", true)).To(Equal(2))
		changed := first.packet()
		b.g.Expect(changed.name()).To(Equal("26_10"))
		b.g.Expect(string(changed.R[0])).To(Equal("2"))
		second.packet()

		second.send(26, 8, []string{"device of alice", "nobody's"})
		b.g.Expect(first.packet().name()).To(Equal("26_9"))
		b.g.Expect(string(second.packet().R[0])).To(Equal(`["device of alice"]`))
	})
}

// v2Enter enters a chatroom with the V2 API.
func (p *peer) v2Enter(account, room string, again int) answer {
	p.t.Helper()
	return p.ask(36, 2, 1,
		map[string]any{"1": "key", "2": account, "5": room, "8": 1 - again, "20": "nick of " + account},
		loginMap(account, again))
}

func TestV2Chatroom(t *testing.T) {
	onBothTransports(t, func(b *bench, link func() *peer) {
		alice, old := link(), b.link()
		in := alice.v2Enter("alice", "77", 1)
		b.g.Expect(in.R).To(HaveLen(3))
		b.g.Expect([]string{string(in.fields(0)["1"]), in.fields(0).Text(101), in.fields(1).Text(5),
			in.fields(2).Text(1)}).To(Equal([]string{`"77"`, "1", "nick of alice", "0"}))
		old.enter("bob", "77")
		b.g.Expect(b.await(ledger.Is(ledger.Packet)).Detail).To(Equal("36_2 room login"))
		b.g.Expect(b.await(ledger.Is(ledger.Login)).Instance).To(Equal("alice@77"))

		b.g.Expect(alice.ask(36, 6, map[string]any{"1": "id 1", "2": 0, "3": "hi room", "13": "hi room"}).fields(
			0).Text(21)).To(Equal("alice"))
		b.g.Expect(old.packet().fields(0).Text(3)).To(Equal("hi room"))
		old.ask(13, 6, map[string]any{"1": "id 2", "2": 0, "3": "hi alice"})
		got := alice.packet()
		b.g.Expect(got.name()).To(Equal("13_7"))
		b.g.Expect([]string{got.fields(0).Text(13), string(got.fields(0)["2"])}).To(Equal([]string{"hi alice", `"0"`}))
		_, n := b.PushRoom("77", "carol", "hello")
		b.g.Expect(n).To(Equal(2))
		b.g.Expect(alice.packet().fields(0).Text(13)).To(Equal("hello"))
		b.g.Expect(old.packet().fields(0).Text(3)).To(Equal("hello"))

		b.g.Expect(b.KickRoom("alice", "77", 3)).To(Equal(1))
		kicked := alice.packet()
		b.g.Expect(kicked.name()).To(Equal("13_3"))
		b.g.Expect(string(kicked.R[0])).To(Equal("3"))
		b.g.Expect(alice.ask(36, 4).Code).To(Equal(200))
		b.g.Expect(b.Links()[0].LoggedIn).To(BeFalse())
	})
}

func TestRefuseV2RoomLogin(t *testing.T) {
	onBothTransports(t, func(b *bench, link func() *peer) {
		b.RefuseRoomLogin(302)
		p := link()
		b.g.Expect(p.v2Enter("alice", "77", 0).Code).To(Equal(302))
		refused := b.await(ledger.Is(ledger.LoginRefused))
		b.g.Expect([]string{refused.Instance, refused.Detail}).To(Equal([]string{"alice@77", "automatic"}))
		b.RefuseRoomLogin(0)
		b.g.Expect(p.v2Enter("alice", "77", 0).Code).To(Equal(200))
	})
}

func TestTheLedgerHasTheTextOfMessages(t *testing.T) {
	onBothTransports(t, func(b *bench, link func() *peer) {
		said := func(kind ledger.Kind, detail string) []string {
			e := b.await(ledger.Is(kind), func(e ledger.Event) bool { return e.Detail == detail })
			return []string{e.ID, e.Text}
		}
		alice, room := v2LoggedIn(link(), "alice"), link()
		alice.ask(30, 1, map[string]any{"1": "bob", "8": 0, "9": "hi bob", "11": "client id"})
		b.g.Expect(said(ledger.Packet, "30_1 send message")).To(Equal([]string{"client id", "hi bob"}))
		id, _ := b.Push("alice", "carol", "hello")
		b.g.Expect(said(ledger.PacketSent, "7_2 message from carol")).To(Equal([]string{id, "hello"}))
		room.v2Enter("bob", "77", 1)
		room.ask(36, 6, map[string]any{"1": "room id", "2": 0, "3": "hi room", "13": "hi room"})
		b.g.Expect(said(ledger.Packet, "36_6 send room message")).To(Equal([]string{"room id", "hi room"}))
		id, _ = b.PushRoom("77", "carol", "hello room")
		b.g.Expect(said(ledger.PacketSent, "13_7 room message from carol")).To(Equal([]string{id, "hello room"}))
		b.g.Expect(said(ledger.Packet, "26_3 login")).To(Equal([]string{"", ""}))
	})
}
