package session

import (
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/fakeserver"
)

// On a slow link an answer takes the latency four times (a round trip to connect, and one more), never five times:
// neither the second half of a long request or answer, nor the end of the connection after it, may reach the network
// only after session time has gone on. There are many sessions at once, so that the machine tears apart what is written
// in one breath.
func TestAnAnswerOnASlowLinkTakesTwoRoundTrips(t *testing.T) {
	const latency = 250 * time.Millisecond
	get := func(url string) func(*platform.Platform, func()) {
		return func(p *platform.Platform, then func()) {
			p.Do(platform.Request{URL: url, Method: "GET", Timeout: time.Minute}, func(platform.Response) { then() })
		}
	}
	const handshake, lbs = "https://weblink.netease.im/socket.io/1/", "https://lbs.netease.im/lbs/wxwebconf.jsp"
	for name, c := range map[string]struct {
		arrange func(s *Session)
		ask     func(p *platform.Platform, then func())
	}{
		"handshake": {ask: get(handshake)},
		"refused":   {func(s *Session) { s.FailHTTP(fakeserver.StepHandshake, 503) }, get(handshake)},
		"LBS":       {ask: get(lbs)},
		"a long answer": {func(s *Session) { s.SetLinks(slices.Repeat([]string{"weblink.netease.im:443"}, 2000), nil) },
			get(lbs)},
		"a long request": {ask: func(p *platform.Platform, then func()) {
			p.Do(platform.Request{URL: "https://statistic.live.126.net/statics", Method: "POST",
				Body: strings.Repeat("x", 100_000), Timeout: time.Minute}, func(platform.Response) { then() })
		}},
		"a socket": {ask: func(p *platform.Platform, then func()) {
			var s *platform.Socket
			s, _ = p.Connect("wss://weblink.netease.im/websocket", platform.Handlers{
				Open:    func() { then(); _ = s.Close(1000, "") },
				Message: func([]byte, bool) {}, Error: func(string) {}, Close: func(int, string) {},
			})
		}},
		"a socket refused": {func(s *Session) { s.FailHTTP(fakeserver.StepUpgrade, 503) },
			func(p *platform.Platform, then func()) {
				_, _ = p.Connect("wss://weblink.netease.im/websocket", platform.Handlers{
					Open: func() {}, Message: func([]byte, bool) {}, Error: func(string) { then() },
					Close: func(int, string) {},
				})
			}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 8 {
				t.Run("", func(t *testing.T) {
					t.Parallel()
					g := NewWithT(t)
					var p *platform.Platform
					s := start(t, Options{}, func(_ clients.Env, made *stub) { p = made.p })
					if c.arrange != nil {
						c.arrange(s)
					}
					s.Latency(latency)
					for range 50 {
						begin, took := s.Now(), time.Duration(0)
						p.Post(func() { c.ask(p, func() { took = s.Now() - begin }) })
						s.Pass(time.Minute)
						s.Rest() // the loop answers it, so its earlier writes may be read here
						g.Expect(took).To(Equal(4 * latency))
					}
				})
			}
		})
	}
}
