package fakeserver_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"

	. "github.com/onsi/gomega"
)

func TestLBSAnswersTheNameThatTheSDKHasBuiltIn(t *testing.T) {
	b := start(t, clock.Real)
	status, body := b.get(lbsURL)
	b.g.Expect(status).To(Equal(http.StatusOK))
	b.g.Expect(body).To(MatchJSON(`{"common":{"link":["wlnimsc0.netease.im:443"],
		"mix.link":["wlnimsc0.netease.im:443"],"link.default":["wlnimsc0.netease.im:443"]},
		"nosup":["https://nos.netease.com"],"nos-chunk":"https://nos.netease.com"}`))
	e := b.await(ledger.Is(ledger.LBSRequest))
	b.g.Expect(e.Instance).To(Equal("alice"))
	b.g.Expect(e.URL).To(Equal("lbs.netease.im/lbs/wxwebconf.jsp"))
	b.g.Expect(e.Socket).To(BeNumerically(">", 0))
}

func TestLBSSendsAClientThatAskedByAddressToTheSameAddress(t *testing.T) {
	b := start(t, clock.Real)
	_, body := b.get("http://" + b.Addr() + "/lbs/webconf.jsp?id=alice")
	b.g.Expect(body).To(ContainSubstring(`"link":["` + b.Addr() + `"]`))
	b.g.Expect(body).To(ContainSubstring(`"nosup":["http://` + b.Addr() + `"]`))
}

func TestSetLinks(t *testing.T) {
	b := start(t, clock.Real)
	b.SetLinks([]string{"one:443", "two:443"}, nil)
	_, body := b.get(lbsURL)
	b.g.Expect(body).To(
		ContainSubstring(`"common":{"link":["one:443","two:443"],"link.default":[],"mix.link":["one:443","two:443"]}`))
	b.SetLinks(nil, nil)
	_, body = b.get(lbsURL)
	b.g.Expect(body).To(ContainSubstring(`"link.default":["wlnimsc0.netease.im:443"]`))
}

func TestAWholeLogin(t *testing.T) {
	b := start(t, clock.Real)
	p := b.link()
	b.g.Expect(b.Links()).To(Equal([]fakeserver.LinkInfo{{Socket: p.wire.ID}}))
	res := p.login("alice")
	b.g.Expect(res.Code).To(Equal(200))
	b.g.Expect(res.fields(0).Text(17)).To(Equal("device of alice"))
	b.g.Expect(res.fields(0).Text(102)).NotTo(BeEmpty())
	b.g.Expect(b.Links()).To(Equal([]fakeserver.LinkInfo{
		{Socket: p.wire.ID, Kind: fakeserver.KindIM, Account: "alice", Instance: "alice", LoggedIn: true},
	}))
	sync := p.ask(5, 1, map[string]any{"1": 0})
	b.g.Expect(string(sync.R[0])).To(Equal("1767323045" + string(sync.R[0])[10:])) // the clock's date, in milliseconds
	b.g.Expect(p.ask(1, 2).R).To(BeEmpty())
	b.g.Expect(p.ask(6, 26).R).To(HaveLen(1))
	b.g.Expect(p.ask(2, 6).Code).To(Equal(200))
	b.g.Expect(b.Links()[0].LoggedIn).To(BeFalse())
	p.write("0::")
	p.sendClose(1000, "bye")
	code, err := p.ended()
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(code).To(Equal(1000))

	var kinds []ledger.Kind
	for _, e := range b.ledger.Timeline().Where(
		ledger.Is(ledger.LinkOpen, ledger.Login, ledger.Logout, ledger.CloseReceived, ledger.LinkClosed)) {
		kinds = append(kinds, e.Kind)
		b.g.Expect(e.Who).To(Equal(ledger.Server))
		b.g.Expect(e.Socket).To(Equal(p.wire.ID))
	}
	b.g.Expect(kinds).To(
		Equal([]ledger.Kind{ledger.LinkOpen, ledger.Login, ledger.Logout, ledger.CloseReceived, ledger.LinkClosed}))
	closed := b.await(ledger.Is(ledger.LinkClosed))
	b.g.Expect([]string{closed.CloseCode, closed.Reason, closed.Instance, closed.Detail}).To(
		Equal([]string{"1000", "bye", "alice", "closed by the client"}))
	b.g.Expect(b.await(ledger.Is(ledger.LinkOpen)).URL).To(HavePrefix("wlnimsc0.netease.im:443/socket.io/1/websocket/"))
	b.g.Expect(b.await(ledger.Is(ledger.Packet)).Detail).To(Equal("2_3 login"))
	b.g.Expect(b.Links()).To(BeEmpty())
}

func TestLoginTellsManualFromAutomatic(t *testing.T) {
	b := start(t, clock.Real)
	for appLogin, want := range map[any]string{1: "manual", 0: "automatic", "0": "automatic"} {
		p := b.link()
		m := loginMap("alice", 1)
		m["8"] = appLogin
		p.ask(2, 3, m)
		e, _ := b.ledger.Timeline().Last(ledger.Is(ledger.Login))
		b.g.Expect(e.Detail).To(Equal(want), "appLogin %#v", appLogin)
	}
}

func TestRoomLoginTellsManualFromAutomatic(t *testing.T) {
	b := start(t, clock.Real)
	room := func(appLogin int) map[string]any { return map[string]any{"2": "alice", "5": "7", "8": appLogin} }
	for _, c := range []struct {
		q    []any
		want string
	}{
		{[]any{1, room(0), loginMap("alice", 1)}, "manual"}, // the two maps mean the contrary
		{[]any{1, room(1), loginMap("alice", 0)}, "automatic"},
		{[]any{1, room(0)}, "manual"},
		{[]any{1, room(1)}, "automatic"},
	} {
		b.link().ask(13, 2, c.q...)
		e, _ := b.ledger.Timeline().Last(ledger.Is(ledger.Login))
		b.g.Expect(e.Detail).To(Equal(c.want))
	}
}

func TestRefuseLogin(t *testing.T) {
	b := start(t, clock.Real)
	b.RefuseLogin(302)
	p := b.link()
	b.g.Expect(p.login("alice").Code).To(Equal(302))
	refused := b.await(ledger.Is(ledger.LoginRefused))
	b.g.Expect([]string{refused.Code, refused.Instance, refused.Detail}).To(Equal([]string{"302", "alice", "manual"}))
	b.g.Expect(b.Links()[0].LoggedIn).To(BeFalse())
	b.g.Expect(p.enter("alice", "7").Code).To(Equal(200), "chatrooms are refused by their own verb")
	b.RefuseLogin(0)
	b.g.Expect(p.login("alice").Code).To(Equal(200))
}

func TestRefuseRoomLogin(t *testing.T) {
	b := start(t, clock.Real)
	b.RefuseRoomLogin(403)
	p := b.link()
	b.g.Expect(p.enter("alice", "7").Code).To(Equal(403))
	b.g.Expect(b.await(ledger.Is(ledger.LoginRefused)).Instance).To(Equal("alice@7"))
	b.RefuseRoomLogin(0)
	b.g.Expect(p.enter("alice", "7").Code).To(Equal(200))
}

func TestAnyOtherRequestIsAnsweredWithAnError(t *testing.T) {
	b := start(t, clock.Real)
	p := b.loggedIn("alice")
	a := p.ask(99, 98, map[string]any{"1": "x"})
	b.g.Expect(a.Code).To(Equal(500))
	b.g.Expect(a.R).NotTo(BeNil())
	b.g.Expect(a.R).To(BeEmpty())
}

func TestNothingIsConfirmedBeforeTheLogin(t *testing.T) {
	for _, name := range []string{"7_1", "8_2", "13_6", "30_1", "31_2", "36_6", "5_1", "27_1", "6_2", "3_7"} {
		t.Run(name, func(t *testing.T) {
			b := start(t, clock.Real)
			var sid, cid int
			_, err := fmt.Sscanf(name, "%d_%d", &sid, &cid)
			b.g.Expect(err).NotTo(HaveOccurred())
			p := b.link()
			refused := func(when string) {
				a := p.ask(sid, cid, map[string]any{"1": "bob", "9": "hi"})
				b.g.Expect(a.Code).To(Equal(403), when)
				b.g.Expect(a.R).To(BeEmpty(), when)
			}
			refused("on a new link")
			b.Hold(fakeserver.StepLogin)
			p.send(2, 3, loginMap("alice", 1))
			refused("while the login is held")
			b.Release(fakeserver.StepLogin)
			b.g.Expect(p.packet().name()).To(Equal("2_3"))
			b.g.Expect(p.ask(sid, cid, map[string]any{"1": "bob", "9": "hi"}).Code).To(Equal(200))
			p.ask(2, 6)
			p.send(sid, cid, map[string]any{"1": "bob", "9": "hi"})
			b.g.Expect(p.ask(1, 2).name()).To(Equal("1_2"), "after the logout nobody answers but to a heartbeat")
		})
	}
}

func TestUserCards(t *testing.T) {
	b := start(t, clock.Real)
	a := b.loggedIn("alice").ask(3, 7, []string{"bob", "carol"})
	var cards []fakeserver.Fields
	b.g.Expect(json.Unmarshal(a.R[0], &cards)).To(Succeed())
	b.g.Expect(cards).To(HaveLen(2))
	b.g.Expect(cards[1].Text(1)).To(Equal("carol"))
}

func TestSinksAnswerWhatEveryBuildTolerates(t *testing.T) {
	b := start(t, clock.Real)
	_, body := b.get("http://statistic.live.126.net/dispatcher/req?x=1")
	b.g.Expect(body).To(MatchJSON(`{}`))
	_, body, header, err := b.do(http.MethodPost, "http://abt-online.netease.im/v1/api/abt/client/getExperimentInfo",
		"application/json", `{}`)
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(body).To(MatchJSON(`{"code":200,"data":{"abtInfo":{"experiments":[]}}}`))
	b.g.Expect(header.Get("Access-Control-Allow-Origin")).To(Equal("https://app.example"))
	b.g.Expect(b.Sunk()).To(Equal(map[string]int{
		"statistic.live.126.net/dispatcher/req":                     1,
		"abt-online.netease.im/v1/api/abt/client/getExperimentInfo": 1,
	}))
	status, _, header, err := b.do(http.MethodOptions, lbsURL, "", "")
	b.g.Expect(err).NotTo(HaveOccurred())
	b.g.Expect(status).To(Equal(http.StatusNoContent))
	b.g.Expect(header.Get("Access-Control-Allow-Methods")).To(ContainSubstring("POST"))
}

func TestTransportHeartbeatIsEchoedOnceAndItsAnswerIsNot(t *testing.T) {
	b := start(t, clock.Real)
	p := b.loggedIn("alice")
	p.write("2::")
	b.g.Expect(p.frame()).To(Equal(fakeserver.Frame{Type: fakeserver.FrameHeartbeat}))
	p.write("2::") // as the SDK answers
	p.alive()
}

func TestSDKOptionsPointHere(t *testing.T) {
	b := start(t, clock.Real)
	b.g.Expect(b.SDKOptions()).To(ContainSubstring("lbsUrl: 'http://" + b.Addr() + "/lbs/wxwebconf.jsp'"))
	b.g.Expect(b.SDKOptions()).To(ContainSubstring("secure: false"))
}

func TestAnAccountWhoseTokenIsKnownLogsInWithItAlone(t *testing.T) {
	b := start(t, clock.Real)
	b.SetToken("alice", "hers")
	with := func(token string) map[string]any {
		m := loginMap("alice", 1)
		m["1000"] = token
		return m
	}
	b.g.Expect(b.link().ask(2, 3, with("another")).Code).To(Equal(302))
	refused := b.await(ledger.Is(ledger.LoginRefused))
	b.g.Expect(refused.Instance).To(Equal("alice"))
	b.g.Expect(refused.Code).To(Equal("302"))
	b.g.Expect(b.link().ask(2, 3, with("hers")).Code).To(Equal(200))
	enter := func(token string) int {
		return b.link().ask(13, 2, 1, map[string]any{"1": "key", "2": "alice", "5": "1001", "8": 0}, with(token)).Code
	}
	b.g.Expect(enter("another")).To(Equal(302))
	b.g.Expect(enter("hers")).To(Equal(200))
	b.SetToken("alice", "a new one")
	b.g.Expect(b.link().ask(2, 3, with("hers")).Code).To(Equal(302))
	b.g.Expect(b.link().login("bob").Code).To(Equal(200), "whose token nobody knows")
}
