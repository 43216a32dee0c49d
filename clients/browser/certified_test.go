//go:build browser

package browser_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/browser"
	"nimcert/clients/families"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/runner"
	"nimcert/session"
	"nimcert/verdict"
)

// client is the zoo's conforming SDK in a page, with a change: a script behind its own.
func client(t *testing.T, change string) *adapter.Factory {
	t.Helper()
	g := NewWithT(t)
	var source []byte
	for _, name := range []string{"testdata/wx.js", "../nim/zoo/sdk.js"} {
		text, err := os.ReadFile(name)
		g.Expect(err).NotTo(HaveOccurred())
		source = append(source, text...)
	}
	file := filepath.Join(t.TempDir(), "zoo.js")
	g.Expect(os.WriteFile(file, append(source, change...), 0o600)).To(Succeed())
	f, err := families.Load("nim-browser", file)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(f.Probe(t.Context())).To(Succeed())
	return f
}

// judge tries conditions on a client in a page, and says of which something did not pass, with what was found.
func judge(t *testing.T, f *adapter.Factory, slugs ...string) (tried int, not map[string]string) {
	t.Helper()
	ids, only, err := runner.Select(slugs)
	if err != nil {
		t.Fatal(err)
	}
	runs, err := runner.Judge(&runner.Plan{
		Context: t.Context(), Requirements: ids, Only: only, Mode: clock.Skip, Seed: 1,
		Subjects: []runner.Subject{{Client: f, Platform: clients.BrowserProfile()}},
	})
	if err != nil {
		t.Fatal(err)
	}
	not = map[string]string{}
	for _, c := range runs[0].Cases {
		switch v, why := c.Judge(); v {
		case verdict.Pass:
			tried++
		default:
			tried++
			not[c.Slug] = fmt.Sprint(v, ": ", why.Text)
		}
	}
	return tried, not
}

// posed are short conditions of each sort that a page is tried under.
var posed = []string{
	"dst-02/close-3-s-late", "dst-02/room-close-3-s-late", "kck-01/after-reconnect", "kck-02/reason-1",
	"kck-05/im-kicked-other-connects", "swi-01/close-3-s-late", "rec-13/connecting",
}

// A client that keeps its promises passes, also where two others load the machine beside it; and so does each run.
func TestBrowserClientThatKeepsItsPromises(t *testing.T) {
	f := client(t, "")
	for run := range 3 {
		t.Run(fmt.Sprint(run), func(t *testing.T) {
			t.Parallel()
			tried, not := judge(t, f, posed...)
			NewWithT(t).Expect(not).To(BeEmpty())
			NewWithT(t).Expect(tried).To(Equal(len(posed)))
		})
	}
}

// A broken twin fails the requirement that is about what it breaks, in each run.
func TestBrowserBrokenTwins(t *testing.T) {
	for slug, change := range map[string]string{
		"dst-02/close-3-s-late":  `seams.finished = function () { return true; };`,
		"kck-01/after-reconnect": `seams.closes = function (link) { return link.in.phase === "leaving"; };`,
	} {
		f := client(t, change)
		for run := range 2 {
			t.Run(fmt.Sprint(filepath.Base(slug), run), func(t *testing.T) {
				t.Parallel()
				_, not := judge(t, f, slug)
				NewWithT(t).Expect(not).To(HaveKeyWithValue(slug, HavePrefix("fail: ")))
			})
		}
	}
}

// bench is a session with a page.
type bench struct {
	*session.Session
	*WithT
}

func start(t *testing.T, f clients.Factory) bench {
	t.Helper()
	g := NewWithT(t)
	s, err := session.Start(t.Context(),
		session.Options{Client: f, Mode: clock.Real, Platform: clients.BrowserProfile(), Seed: 1})
	g.Expect(err).NotTo(HaveOccurred())
	t.Cleanup(s.Close)
	return bench{s, g}
}

// logIn waits for as long as a busy machine may need; nothing is judged by it.
func (b bench) logIn() {
	begin := b.Mark("log in")
	b.Login(clients.IMOptions{Account: "alice", Token: "token"})
	b.comes(begin, ledger.Is(ledger.Connected))
}

func (b bench) comes(after ledger.Event, what ledger.Filter) ledger.Event {
	e, ok := b.Await(after, time.Minute, ledger.By(ledger.Client), what)
	b.Expect(b.Err()).NotTo(HaveOccurred())
	b.Expect(ok).To(BeTrue())
	return e
}

// A published build logs in, comes back after a loss, is kicked and logs out, and the witnesses count the same sockets.
func TestBrowserBuildsLive(t *testing.T) {
	for _, b := range []struct{ file, family string }{
		{"nim-web-sdk-8.9.103/dist/SDK/NIM_Web_SDK.js", "nim-browser"},
		{"nim-web-sdk-9.21.12/dist/SDK/NIM_Web_SDK.js", "nim-browser"},
		{"nim-web-sdk-ng-10.8.1/dist/v2/NIM_BROWSER_SDK.js", "nimng-browser"},
		{"nim-web-sdk-ng-10.9.77-alpha.4/dist/v2/NIM_BROWSER_SDK.js", "nimng-browser"},
		{"nim-web-sdk-ng-10.9.77-alpha.4/dist/v1/NIM_BROWSER_SDK.js", "nimng-v1-browser"},
	} {
		t.Run(b.file, func(t *testing.T) {
			f, err := families.Load(b.family, filepath.Join("../../sdks/node_modules", b.file))
			NewWithT(t).Expect(err).NotTo(HaveOccurred(), "`make sdks` installs the published builds")
			s := start(t, f)
			s.logIn()
			lost := s.Drop()
			s.comes(lost, ledger.Is(ledger.WillReconnect))
			s.comes(lost, ledger.Is(ledger.Connected))
			kicked := s.Kick("alice", 1)
			s.Expect(s.comes(kicked, ledger.Is(ledger.Disconnected)).Reason).To(Equal("samePlatformKick"))
			again := s.Mark("connect after the kick")
			s.Connect("alice")
			s.comes(again, ledger.Is(ledger.Connected))
			out := s.Mark("log out, and in again inside done")
			s.Disconnect("alice", func(v clients.Verbs) { v.Connect("alice") })
			done := s.comes(out, ledger.Is(ledger.Done))
			s.comes(done, ledger.Is(ledger.Connected))
			s.Pass(time.Second)
			s.Expect(s.Witnesses()).To(Succeed())
			s.Expect(s.Timeline().Census(ledger.Host)).To(Equal(1))
			s.Expect(s.Timeline().Where(ledger.Is(ledger.Uncaught, ledger.Unhandled, ledger.Threw))).To(BeEmpty())
		})
	}
}

// Whatever a page asks for leads to the session's service, and to nothing else on this machine or outside of it.
func TestBrowserReachesNothingOutside(t *testing.T) {
	g := NewWithT(t)
	outside, err := net.Listen("tcp", "127.0.0.1:0")
	g.Expect(err).NotTo(HaveOccurred())
	defer func() { _ = outside.Close() }()
	var met atomic.Int64
	go func() {
		for {
			conn, err := outside.Accept()
			if err != nil {
				return
			}
			met.Add(1)
			_ = conn.Close()
		}
	}()
	addr := outside.Addr().String()
	s := start(t, client(t, fmt.Sprintf(`
		["http://%[1]s/a", "https://%[1]s/b", "https://example.org/c", "https://192.0.2.1/d"].forEach(function (url) {
			fetch(url).catch(function () {});
		});
		["ws://%[1]s/e", "wss://example.org/f"].forEach(function (url) { new WebSocket(url); });`, addr)))
	s.logIn()
	for _, path := range []string{"a", "b", "c", "d", "e", "f"} {
		_, ok := s.Await(ledger.Event{}, time.Minute, ledger.By(ledger.Server), ledger.Is(ledger.ConnAccepted),
			func(e ledger.Event) bool { return filepath.Base(e.URL) == path })
		s.Expect(ok).To(BeTrue(), "%s was not asked of the service", path)
	}
	g.Expect(met.Load()).To(BeZero(), "a connection left the session")
}

// What a page throws and nobody catches is on the time line.
func TestBrowserExceptionsAreSeen(t *testing.T) {
	s := start(t, client(t, `
		setTimeout(function () { throw new Error("nobody catches this"); }, 1);
		Promise.reject(new Error("nor this"));`))
	for kind, says := range map[ledger.Kind]string{
		ledger.Uncaught: "nobody catches this", ledger.Unhandled: "nor this",
	} {
		e, ok := s.Await(ledger.Event{}, time.Minute, ledger.By(ledger.Host), ledger.Is(kind))
		s.Expect(ok).To(BeTrue(), kind)
		s.Expect(e.Detail).To(And(ContainSubstring(says), ContainSubstring("zoo.js:"), Not(ContainSubstring("\n"))))
	}
}

// A build that does not parse, throws or exports nothing is told so in one line.
func TestBrowserSaysWhatIsWrongWithABuild(t *testing.T) {
	for source, says := range map[string]string{
		"module.exports = {":             "SyntaxError",
		"throw new TypeError('no luck')": "no luck",
		"module.exports = {}":            "exports no NIM",
	} {
		g := NewWithT(t)
		file := filepath.Join(t.TempDir(), "build.js")
		g.Expect(os.WriteFile(file, []byte(source), 0o600)).To(Succeed())
		f, err := families.Load("nim-browser", file)
		g.Expect(err).NotTo(HaveOccurred())
		err = f.Probe(t.Context())
		g.Expect(err).To(MatchError(ContainSubstring(says)))
		g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
	}
}

// A page on a clock that skips waits is an error that names the flag.
func TestBrowserNeedsARealClock(t *testing.T) {
	g := NewWithT(t)
	s, err := session.Start(t.Context(), session.Options{Client: client(t, ""), Mode: clock.Skip, Seed: 1})
	g.Expect(err).NotTo(HaveOccurred())
	defer s.Close()
	g.Expect(s.Err()).To(MatchError(ContainSubstring("--clock real")))
}

// When all is over nothing is left: no process, and no profile.
func TestBrowserLeavesNothing(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	c, err := browser.Find()
	g.Expect(err).NotTo(HaveOccurred())
	clk := clock.New(clock.Real, time.Now())
	defer clk.Stop()
	p := c.Start(clients.Env{Clock: clk, Ledger: ledger.New(clk), Broken: func(err error) { t.Error(err) }})
	pid := c.Process()
	g.Expect(pid).NotTo(BeZero())
	g.Expect(os.ReadDir(dir)).NotTo(BeEmpty())
	p.Close()
	c.Close()
	g.Expect(syscall.Kill(pid, 0)).To(MatchError(syscall.ESRCH))
	g.Expect(os.ReadDir(dir)).To(BeEmpty())
}
