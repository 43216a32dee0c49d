package session

import (
	"context"
	"os"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"nimcert/clients"
	"nimcert/clients/nim/zoo"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// expressions is the clock of the JavaScript engine's regular expressions: one for the process, and it ends some
// seconds after the last of them.
var expressions = goleak.IgnoreAnyFunction("github.com/dlclark/regexp2/v2.runClock")

// once is a change of the zoo's SDK that acts when it has logged in.
func once(script string) string {
	return "seams.onLogin = function (instance) { setTimeout(function () { " + script + " }, 100) };"
}

// in logs alice in and waits for it, or for the session's end.
func (s *Session) in() {
	begin := s.Mark("log in")
	s.Login(clients.IMOptions{Account: "alice", Token: "token"})
	s.Await(begin, time.Minute, ledger.Is(ledger.Connected))
	s.EnterChatroom(clients.RoomOptions{Instance: "lobby", Account: "alice", Token: "token", RoomID: "1001"})
	s.Pass(time.Second)
}

// lives are ways in which a session can go and end, with the client that it needs and why the session ended, if it did
// before its Close.
var lives = []struct {
	name   string
	client clients.Factory
	goes   func(s *Session, interrupt func())
	ends   string
}{
	{"nothing happens", zoo.Conforming(), func(*Session, func()) {}, ""},
	{"logged in", zoo.Conforming(), func(s *Session, _ func()) { s.in() }, ""},
	{"logged in, the reference client", reference.New(), func(s *Session, _ func()) { s.in() }, ""},
	{"destroyed", zoo.Conforming(), func(s *Session, _ func()) {
		s.in()
		s.Destroy("alice", nil)
		s.Pass(time.Minute)
	}, ""},
	{"in the middle of a destroy", zoo.Conforming(), func(s *Session, _ func()) {
		s.in()
		s.AnswerCloseAfter(fakeserver.Never)
		s.Destroy("alice", nil)
		s.Pass(time.Second)
	}, ""},
	{"in a black hole", zoo.Conforming(), func(s *Session, _ func()) {
		s.in()
		s.BlackHole()
		s.SendText("alice", "bob", "lost")
		s.Pass(40 * time.Second)
	}, ""},
	{"in a black hole, an hour on", reference.New(), func(s *Session, _ func()) {
		s.in()
		s.BlackHole()
		s.Pass(time.Hour)
	}, ""},
	{"with bytes on their way", zoo.Conforming(), func(s *Session, _ func()) {
		s.in()
		s.Latency(time.Second)
		s.SendText("alice", "bob", "late")
		s.Push("alice", "bob", "late")
		s.Pass(time.Millisecond)
	}, ""},
	{"with every answer held back", zoo.Conforming(), func(s *Session, _ func()) {
		for _, step := range []fakeserver.Step{fakeserver.StepLBS, fakeserver.StepHandshake} {
			s.Hold(step)
		}
		s.Login(clients.IMOptions{Account: "alice", Token: "token"})
		s.EnterChatroom(clients.RoomOptions{Instance: "lobby", Account: "alice", Token: "token", RoomID: "1001"})
		s.Pass(time.Second)
	}, ""},
	{"while a socket opens", zoo.Conforming(), func(s *Session, _ func()) {
		s.Hold(fakeserver.StepUpgrade)
		s.Login(clients.IMOptions{Account: "alice", Token: "token"})
		s.Pass(time.Second)
	}, ""},
	{"the service stopped", zoo.Conforming(), func(s *Session, _ func()) {
		s.in()
		s.StopService()
		s.Pass(time.Second)
	}, ""},
	{"cut in the middle of a frame", zoo.Conforming(), func(s *Session, _ func()) {
		s.Arm()
		s.in()
		s.Cut(10)
		s.Push("alice", "bob", "the frame that is cut")
		s.Pass(time.Millisecond)
	}, ""},
	{"interrupted", zoo.Conforming(), func(s *Session, interrupt func()) {
		s.in()
		interrupt()
		s.Pass(time.Hour)
	}, "context canceled"},
	{"interrupted while it connects", reference.New(), func(s *Session, interrupt func()) {
		s.Login(clients.IMOptions{Account: "alice", Token: "token"})
		interrupt()
		s.Pass(time.Hour)
	}, "context canceled"},

	{"throws at load", zoo.Variant("throws at load", `throw new Error("no luck");`),
		func(s *Session, _ func()) { s.in() }, "no luck"},
	{"throws in every callback", zoo.Variant("throws", `Link.prototype.receive = function () { throw null };`),
		func(s *Session, _ func()) { s.in() }, ""},
	{"loops", zoo.Variant("loops", once(`for (;;) ;`)), func(s *Session, _ func()) { s.in() },
		"without giving the thread back"},
	{"floods", zoo.Variant("floods", once(`for (;;) wx.request({url: "https://lbs.netease.im/"})`)),
		func(s *Session, _ func()) { s.in() }, "never comes to rest"},
	{"sends without end", zoo.Variant("sends", once(`for (var i = 0; i < 5000; i++) instance.link.post("6_26", [])`)),
		func(s *Session, _ func()) { s.in() }, ""},
	{"leaves timers and sockets", zoo.Variant("leaves", once(`for (var i = 0; i < 100; i++) { setInterval(function `+
		`() {}, 1e6); wx.connectSocket({url: "wss://wlnimsc0.netease.im/"}) }`)),
		func(s *Session, _ func()) { s.in() }, ""},
	{"ends in native code, in time", zoo.Variant("native", once(`new Array(1e6).join("x")`)),
		func(s *Session, _ func()) { s.in() }, ""},
}

// live runs one session to its end.
func live(ctx context.Context, g *WithT, i int) {
	l := lives[i]
	ctx, interrupt := context.WithCancel(ctx)
	defer interrupt()
	s, err := Start(ctx, Options{Client: l.client, Mode: clock.Skip, Seed: 1})
	g.Expect(err).NotTo(HaveOccurred())
	defer s.Close()
	l.goes(s, interrupt)
	if l.ends == "" {
		g.Expect(s.Err()).NotTo(HaveOccurred())
	} else {
		g.Expect(s.Err()).To(MatchError(ContainSubstring(l.ends)))
	}
}

func TestASessionLeavesNoGoroutine(t *testing.T) {
	for i, l := range lives {
		t.Run(l.name, func(t *testing.T) {
			running := goleak.IgnoreCurrent()
			live(t.Context(), NewWithT(t), i)
			goleak.VerifyNone(t, running, expressions)
		})
	}
}

// TestFiftySessionsLeaveNothingOpen counts the process's descriptors (files, connections, listeners), and the entries
// in the folder for temporary files.
func TestFiftySessionsLeaveNothingOpen(t *testing.T) {
	const descriptors = "/proc/self/fd"
	if _, err := os.Stat(descriptors); err != nil {
		t.Log("this system does not list open files: only temporary files are looked at")
	}
	g := NewWithT(t)
	g.SetDefaultEventuallyTimeout(time.Minute)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	held := func() int {
		entries, _ := os.ReadDir(descriptors)
		return len(entries)
	}
	var short []int // a loop takes 5 s, and is among the goroutines' cases
	for i, l := range lives {
		if l.name != "loops" && l.name != "floods" {
			short = append(short, i)
		}
	}
	live(t.Context(), g, short[0]) // what a process opens once
	before := held()
	for n := range 50 {
		live(t.Context(), g, short[n%len(short)])
	}
	g.Eventually(held).Should(BeNumerically("<=", before))
	g.Expect(os.ReadDir(temp)).To(BeEmpty())
}
