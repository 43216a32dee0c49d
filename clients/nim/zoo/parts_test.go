package zoo_test

import (
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/clients/nim/zoo"
	"nimcert/ledger"
	"nimcert/verdict"
)

// The changes that make a part of the whole, and how the published parts export it: the class itself.
const (
	imAlone    = `delete module.exports.Chatroom;`
	roomsAlone = `delete module.exports.NIM;`
)

func TestADefaultExportAloneIsTheSDK(t *testing.T) {
	for _, c := range judge(t, zoo.Variant("default", `module.exports = {default: module.exports};`), "DST-06") {
		got, reason := c.Judge()
		NewWithT(t).Expect(got).To(Equal(verdict.Pass), "%s: %s", label(c), reason)
	}
}

// A build that has one of NIM and Chatroom is judged on all that it can be asked: nothing fails, no scenario asks it
// for the other, and what needs the other does not apply and says so.
func TestAPartIsCertified(t *testing.T) {
	for name, tc := range map[string]struct {
		change, verb, why string
		musts             int // that were judged, at least
	}{
		"IM alone": {imAlone, "enter chatroom", "the client has no chatroom: this build exports no Chatroom",
			65},
		"chatrooms alone": {roomsAlone, "login", "the client has no im: this build exports no NIM", 46},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			judged, said := map[string]bool{}, 0
			for _, c := range judge(t, zoo.Variant(name, tc.change)) {
				got, reason := c.Judge()
				_, asked := c.Timeline.Unpack().First(ledger.Is(ledger.Verb),
					func(e ledger.Event) bool { return e.Verb == tc.verb })
				g.Expect(asked).To(BeFalse(), "%s calls %s", label(c), tc.verb)
				r, _ := catalogue.Get(c.Requirement)
				_, unmet := zoo.Unmet()[c.Requirement]
				switch {
				case got == verdict.NotApplicable:
					if reason.Text == tc.why {
						said++
					}
				case unmet:
				default:
					g.Expect(got).To(Equal(verdict.Pass), "%s: %s", label(c), reason)
					if r.Level == catalogue.Must && c.Scenario == "" {
						judged[c.Requirement] = true
					}
				}
			}
			g.Expect(len(judged)).To(BeNumerically(">=", tc.musts))
			g.Expect(said).To(BeNumerically(">", 50))
		})
	}
}

// What a whole build breaks in its chatrooms is found in one that has nothing else.
func TestAPartIsFoundOut(t *testing.T) {
	for requirement, change := range map[string]string{
		"REC-01": `seams.allowed = function (instance) { return instance.options.reconnectionAttempts + 1; };`,
		"KCK-03": `seams.returns = function () { return true; };`,
		"DST-02": `seams.finished = function () { return true; };`,
		"REC-19": `seams.returns = function () { return false; };`,
		"LIM-01": `seams.onLogin = function () { wx.connectSocket({url: ` +
			`"wss://wlnimsc1.netease.im/socket.io/1/websocket/x"}); };`,
		"DOM-01": `seams.url = function (kind, url) { return kind === "handshake" ? ` +
			`url.replace("wlnimsc1.netease.im", "elsewhere.example") : url; };`,
	} {
		t.Run(requirement, func(t *testing.T) {
			g := NewWithT(t)
			var failed []string
			for _, c := range judge(t, zoo.Variant("broken", roomsAlone+change), requirement) {
				if got, reason := c.Judge(); got == verdict.Fail {
					failed = append(failed, reason.Text)
				}
			}
			g.Expect(failed).NotTo(BeEmpty())
		})
	}
}

// The published parts are the class itself.
func TestTheShapeOfAPart(t *testing.T) {
	const room = `var C = module.exports.Chatroom; var proto = function () {}; proto.getInstance = C.getInstance; ` +
		`proto.Protocol = {};`
	for change, lacks := range map[string]map[clients.Capability]string{
		``:         {},
		imAlone:    {clients.Chatroom: "exports no Chatroom"},
		roomsAlone: {clients.IM: "exports no NIM", clients.Upload: "exports no NIM"},
		room + `proto.prototype.getChatroom = proto.prototype.closeChatroom = function () {};
			module.exports = proto;`: {
			clients.IM: "exports no NIM", clients.Upload: "exports no NIM"},
		strings.ReplaceAll(room, "module.exports.Chatroom", "module.exports.NIM") +
			`module.exports = proto;`: {clients.Chatroom: "exports no Chatroom"},
		`throw new Error("it does not load");`: {},
	} {
		g := NewWithT(t)
		f := zoo.Variant("part", change)
		for _, c := range []clients.Capability{clients.IM, clients.Chatroom, clients.Upload, clients.ReconnectCap} {
			why := f.(clients.Explainer).Lacks(c)
			g.Expect(f.Capabilities()[c]).To(Equal(lacks[c] == ""), "%s with %s", c, change)
			g.Expect(why.EN).To(ContainSubstring(lacks[c]), change)
		}
	}
}
