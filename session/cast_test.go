package session

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/ledger"
)

// overheard is what a client can see of a session.
type overheard struct {
	clients.Verbs
	said []string
}

func (o *overheard) Login(i clients.IMOptions)           { o.add(i.Account, i.Token) }
func (o *overheard) EnterChatroom(r clients.RoomOptions) { o.add(r.Account, r.Token, r.RoomID) }
func (o *overheard) SendText(_, to, text string)         { o.add(to, text) }
func (o *overheard) Renew(instance, token string)        { o.add(instance, token) }
func (o *overheard) add(said ...string)                  { o.said = append(o.said, said...) }

// hears plays a scenario's calls to a client of the seed and the scenario.
func hears(t *testing.T, seed int64, scenario string) (said []string, env clients.Env) {
	t.Helper()
	client := &overheard{}
	s := start(t, Options{Seed: seed, Scenario: scenario},
		func(e clients.Env, made *stub) { env, made.Verbs = e, client })
	s.Login(clients.IMOptions{Account: "alice", Token: "token-of-alice"})
	s.EnterChatroom(clients.RoomOptions{Instance: "lobby", Account: "alice", Token: "token-of-alice", RoomID: "1001"})
	s.SendText("alice", "bob", "hello \"alice\", 你好 😀")
	s.SendText("alice", clients.Team("7001"), "the frame that is cut")
	return append(client.said, env.AppKey, env.Clock.Time().String(), fmt.Sprint(env.Device), fmt.Sprint(env.Seed)), env
}

func TestAClientSeesNoNameOfTheScenario(t *testing.T) {
	g := NewWithT(t)
	said, env := hears(t, 1, "REC-01")
	account := `^[0-9a-z_-]{7,32}$`
	g.Expect(said[0]).To(MatchRegexp(account))
	g.Expect(said[1]).To(MatchRegexp(`^[0-9a-f]{16}([0-9a-f]{16})?$`))
	g.Expect(said[2:4]).To(Equal(said[:2]), "the same account in its chatroom")
	g.Expect(said[4]).To(MatchRegexp(`^\d{9,10}$`))
	g.Expect(said[5]).To(MatchRegexp(account))
	g.Expect(said[6]).To(MatchRegexp(`^\pL+ "\pL+", \p{Han}+ \x{1F300}?.`))
	g.Expect(said[7]).To(MatchRegexp(`^team:\d{10}$`))
	g.Expect(env.AppKey).To(MatchRegexp(`^[0-9a-f]{32}$`))
	g.Expect(env.Clock.Time()).To(BeTemporally("~", time.Date(2024, 10, 1, 0, 0, 0, 0, time.UTC), 22*30*24*time.Hour))
	for _, s := range said {
		for _, ours := range []string{"alice", "bob", "lobby", "token", "1001", "7001", "hello", "frame", "devtools"} {
			g.Expect(strings.Contains(s, ours)).To(BeFalse(), "%q tells %q", s, ours)
		}
	}
}

// Whoever reads a token as a number has another one, under each seed.
func TestSomeTokensAreNumbers(t *testing.T) {
	g := NewWithT(t)
	digits, numbers := regexp.MustCompile(`^0\d{15}$`), 0
	for n := range 200 {
		scenario := fmt.Sprint("scenario ", n)
		first, second := newCast(1, scenario).token("token"), newCast(2, scenario).token("token")
		g.Expect(first).NotTo(Equal(second))
		if digits.MatchString(first) {
			numbers++
			g.Expect(digits.MatchString(second)).To(BeTrue(), second)
		}
	}
	g.Expect(numbers).To(BeNumerically("~", 50, 20))
}

func TestWhatAClientSeesIsDrawnFromSeedAndScenario(t *testing.T) {
	g := NewWithT(t)
	first, _ := hears(t, 1, "REC-01")
	again, _ := hears(t, 1, "REC-01")
	g.Expect(again).To(Equal(first))
	for _, other := range []func() ([]string, clients.Env){
		func() ([]string, clients.Env) { return hears(t, 2, "REC-01") },
		func() ([]string, clients.Env) { return hears(t, 1, "REC-02") },
	} {
		said, _ := other()
		for i, s := range said {
			if i == 10 { // there are fewer phones than sessions
				continue
			}
			g.Expect(s).NotTo(Equal(first[i]))
		}
	}
}

// The time line speaks the scenario's language, whoever writes it.
func TestEveryWitnessSpeaksOfAlice(t *testing.T) {
	for seed := range int64(20) {
		g := NewWithT(t)
		s, err := Start(t.Context(), Options{Client: reference.New(), Mode: clock.Skip, Seed: seed})
		g.Expect(err).NotTo(HaveOccurred())
		begin := s.Mark("begin")
		token := "token-of-alice"
		s.Login(clients.IMOptions{Account: "alice", Token: token})
		s.EnterChatroom(clients.RoomOptions{Instance: "lobby", Account: "alice", Token: token, RoomID: "1001"})
		s.Pass(time.Second)
		const text = "hello \"alice\", 你好 😀\n\\ {\"a\": 1} :::"
		id := s.Push("alice", "bob", text)
		s.PushRoom("1001", "bob", text)
		s.SendText("alice", "bob", text)
		s.Pass(time.Second)
		s.Kick("alice", 1)
		s.KickRoom("lobby", "alice", "1001", 2)
		s.Pass(time.Second)
		seen := s.Timeline().After(begin.Seq)
		for _, instance := range []string{"alice", "lobby"} {
			for _, kind := range []ledger.Kind{ledger.Login, ledger.Connected, ledger.Message, ledger.PacketSent,
				ledger.Disconnected} {
				_, ok := seen.First(ledger.Is(kind), ledger.Of(instance))
				g.Expect(ok).To(BeTrue(), "%s of %s, seed %d: %v", kind, instance, seed, seen)
			}
		}
		got, _ := seen.First(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of("alice"))
		g.Expect([]string{got.ID, got.From, got.Text}).To(Equal([]string{id, "bob", text}))
		for _, filters := range [][]ledger.Filter{
			{ledger.By(ledger.Client), ledger.Is(ledger.Sent)},
			{ledger.By(ledger.Server), ledger.Is(ledger.Packet),
				func(e ledger.Event) bool { return strings.HasPrefix(e.Detail, "7_1") }},
		} {
			e, ok := seen.First(filters...)
			g.Expect(ok).To(BeTrue())
			g.Expect(e.Text).To(HaveSuffix(text))
		}
		s.Close()
	}
}

// A text of signs alone, one inside another, and very many: each comes back as it was.
func TestTextsComeBack(t *testing.T) {
	g := NewWithT(t)
	c := newCast(1, "")
	texts := []string{":::", "::::::::::::", ":::::::::::::", "", " ", "{}", "a", "1", "😀"}
	for i := range 300 {
		texts = append(texts, fmt.Sprintf("before %d", i))
	}
	for _, text := range texts {
		drawn := c.text(text)
		g.Expect(c.text(text)).To(Equal(drawn))
		g.Expect(c.told(ledger.Event{Text: drawn}).Text).To(Equal(text))
	}
}
