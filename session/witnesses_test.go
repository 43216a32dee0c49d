package session

import (
	"fmt"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/nim/zoo"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// loggedIn starts a session in which the reference client is logged in.
func loggedIn(t *testing.T) (*Session, int64) {
	t.Helper()
	s, err := Start(t.Context(), Options{Client: reference.New(), Mode: clock.Skip, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	begin := s.Mark("log in")
	s.Login(clients.IMOptions{Account: "alice", Token: "secret"})
	if _, ok := s.Await(begin, time.Minute, ledger.By(ledger.Client), ledger.Is(ledger.Connected)); !ok {
		t.Fatal("no login")
	}
	e, _ := s.Timeline().First(ledger.By(ledger.Host), ledger.Is(ledger.SocketOpen))
	return s, e.Socket
}

func TestTheWitnessesAgree(t *testing.T) {
	for name, act := range map[string]func(s *Session){
		"on a live link":                func(s *Session) {},
		"after destroy":                 func(s *Session) { s.Destroy("alice", nil); s.Pass(time.Minute) },
		"after a kick":                  func(s *Session) { s.Kick("alice", 2); s.Pass(time.Minute) },
		"after a reset and a reconnect": func(s *Session) { s.Reset(); s.Pass(time.Minute) },
		"while the service does not answer": func(s *Session) {
			s.AnswerCloseAfter(fakeserver.Never)
			s.Destroy("alice", nil)
			s.Pass(time.Second)
		},
		"while the network swallows the close": func(s *Session) {
			s.BlackHole()
			s.Destroy("alice", nil)
			s.Pass(10 * time.Minute)
		},
		"while a close is on its way": func(s *Session) {
			s.Latency(time.Minute)
			s.Destroy("alice", nil)
			s.Pass(time.Second)
		},
		"after the service stopped": func(s *Session) { s.StopService(); s.Pass(time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := loggedIn(t)
			act(s)
			if err := s.Witnesses(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A timer that closes the link in the very instant in which the witnesses are asked, or 1 ms around it, causes no
// disagreement.
func TestTheWitnessesAgreeWhileTheClientActs(t *testing.T) {
	for name, act := range map[string]string{"gives the link up": `link.fail({code: "timeout", message: "idle"})`,
		"closes without a word": `link.socket.close({})`} {
		for _, before := range []time.Duration{-time.Millisecond, 0, time.Millisecond, 2 * time.Millisecond} {
			t.Run(fmt.Sprint(name, before), func(t *testing.T) {
				g := NewWithT(t)
				build := zoo.Variant("acts",
					`seams.onLogin = function (instance) { var link = instance.link; setTimeout(function () { `+
						`console.log("acts"); `+act+` }, 20000) };`)
				s, err := Start(t.Context(), Options{Client: build, Mode: clock.Skip, Seed: 1})
				g.Expect(err).NotTo(HaveOccurred())
				defer s.Close()
				begin := s.Mark("log in")
				s.Login(clients.IMOptions{Account: "alice", Token: "secret"})
				s.Await(begin, time.Minute, ledger.Is(ledger.Connected))
				s.Pass(20*time.Second - before)
				now := s.Now()
				g.Expect(s.Witnesses()).To(Succeed())
				g.Expect(s.Now()).To(Equal(now), "no session time passes")
				acted := s.Timeline().Where(ledger.Is(ledger.Console))
				g.Expect(acted).To(HaveLen(map[bool]int{true: 1}[before <= 0]))
			})
		}
	}
}

func TestAWitnessThatMiscountsIsNamed(t *testing.T) {
	const nobodys = 4711
	for name, tc := range map[string]struct {
		lie  func(s *Session, socket int64)
		want string
	}{
		"the host forgets a socket": {
			func(s *Session, socket int64) {
				s.ledger.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosed, Socket: socket})
			},
			"is gone at the host, there at the proxy and there at the service",
		},
		"the service forgets a socket": {
			func(s *Session, socket int64) {
				s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.LinkClosed, Socket: socket})
			},
			"is there at the host, there at the proxy and gone at the service",
		},
		"the proxy forgets a socket": {
			func(s *Session, socket int64) {
				s.traffic.mu.Lock()
				defer s.traffic.mu.Unlock()
				delete(s.traffic.carried.live, socket)
			},
			"is there at the host, gone at the proxy and there at the service",
		},
		"the host opens a socket that nobody else saw": {
			func(s *Session, _ int64) {
				s.ledger.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketConnecting, Socket: nobodys})
				s.ledger.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketOpen, Socket: nobodys})
			},
			"socket 4711 is there at the host, gone at the proxy and gone at the service",
		},
		"the host never saw a socket of the service": {
			func(s *Session, _ int64) {
				s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.LinkOpen, Socket: nobodys})
				s.ledger.Add(ledger.Event{Who: ledger.Server, Kind: ledger.LinkClosed, Socket: nobodys})
			},
			"socket 4711 was at the service and never at the host",
		},
		"the proxy carried a socket of nobody": {
			func(s *Session, _ int64) {
				s.traffic.mu.Lock()
				defer s.traffic.mu.Unlock()
				s.traffic.carried.ever[nobodys] = true
			},
			"socket 4711 was at the proxy and never at the host",
		},
		"a socket went round the proxy": {
			func(s *Session, socket int64) {
				s.traffic.mu.Lock()
				defer s.traffic.mu.Unlock()
				delete(s.traffic.carried.ever, socket)
			},
			"was at the service and never at the proxy",
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			s, socket := loggedIn(t)
			tc.lie(s, socket)
			err := s.witnesses(100 * time.Millisecond) // what lies here does not come round
			g.Expect(err).To(MatchError(And(HavePrefix("the witnesses disagree at "), ContainSubstring(tc.want))))
			g.Expect(strings.Contains(err.Error(), "\n")).To(BeFalse())
		})
	}
}
