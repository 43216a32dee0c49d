package runner

import (
	"maps"
	"runtime"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/internal/words"
	"nimcert/ledger"
	"nimcert/verdict"
)

// roomless is the reference client as a family that has no chatroom.
type roomless struct{ clients.Factory }

func (r roomless) Capabilities() map[clients.Capability]bool {
	c := maps.Clone(r.Factory.Capabilities())
	delete(c, clients.Chatroom)
	return c
}

func (roomless) Lacks(clients.Capability) words.Bilingual {
	return words.Bilingual{EN: "it was never written"}
}

// A family without a chatroom is judged on everything else: no case breaks, none asks it for a room, and what is about
// rooms does not apply, with the reason.
func TestAClientWithoutAChatroom(t *testing.T) {
	g := NewWithT(t)
	rooms := 0
	for _, c := range judge(t, roomless{reference.New()}, runtime.GOMAXPROCS(0)) {
		got, reason := c.Judge()
		_, asked := c.Timeline.Unpack().First(ledger.Is(ledger.Verb),
			func(e ledger.Event) bool { return e.Verb == "enter chatroom" })
		g.Expect(asked).To(BeFalse(), "%s enters a chatroom", c.Label())
		switch {
		case got == verdict.NotApplicable && strings.Contains(reason.Text, "chatroom"):
			rooms++
			g.Expect(reason.Text).To(Equal("the client has no chatroom: it was never written"), c.Label())
		case got == verdict.NotApplicable: // it lacks other things as well
		default:
			g.Expect(got).To(Equal(verdict.Pass), "%s: %s", c.Label(), reason)
		}
		if r := c.Requirement; r == "LIM-07" && !strings.HasPrefix(c.Condition, "a chatroom") || r == "UPL-04" ||
			strings.HasPrefix(r, "GLB") && c.Scenario == "" || strings.HasPrefix(r, "DOM") {
			g.Expect(reason).NotTo(ContainSubstring("chatroom"), "%s needs a second socket, and no room", c.Label())
		}
	}
	g.Expect(rooms).To(BeNumerically(">", 50))
}
