package families

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/ledger"
)

const packages = "../../sdks/node_modules"

// madeForNode are published builds for Node.js that live a whole life here; `make releases` has them all.
var madeForNode = []struct{ file, family string }{
	{"nim-web-sdk-8.9.103/dist/SDK/NIM_Web_SDK_nodejs.js", "nim-node"},
	{"nim-web-sdk-9.21.12/dist/SDK/NIM_Web_SDK_nodejs.js", "nim-node"},
	{"nim-web-sdk-ng-10.9.77-alpha.4/dist/nodejs/nim.js", "nimng-node"},
}

func loadOnNode(t *testing.T, file, family string) *adapter.Factory {
	t.Helper()
	f, err := Load(family, filepath.Join(packages, file))
	if errors.Is(err, ErrNoHost) {
		t.Skipf("NOT TESTED: %s", err)
	}
	if err != nil {
		t.Fatalf("%s; `make sdks` installs the published builds", err)
	}
	t.Cleanup(CloseEngines)
	return f
}

// A build for Node.js logs in, comes back after a loss, is kicked and logs out, and host and service count the same
// sockets.
func TestBuildsForNodeDo(t *testing.T) {
	for _, b := range madeForNode {
		t.Run(b.file, func(t *testing.T) {
			s := start(t, loadOnNode(t, b.file, b.family))
			s.Arm()
			s.logIn()
			s.Pass(time.Minute)
			s.g.Expect(s.Timeline().Census(ledger.Host)).To(Equal(1))
			lost := s.Reset()
			s.Expects(lost, ledger.Is(ledger.WillReconnect), ledger.Of(alice))
			s.Expects(lost, ledger.Is(ledger.Connected), ledger.Of(alice))
			kicked := s.Kick(alice, 1)
			told := s.Expects(kicked, ledger.Is(ledger.Disconnected), ledger.Of(alice))
			s.g.Expect(told.Reason).To(Equal("samePlatformKick"))
			s.Pass(time.Minute)
			s.g.Expect(s.Timeline().Census(ledger.Host)).To(BeZero())
			again := s.Mark("connect after the kick")
			s.Connect(alice)
			s.Expects(again, ledger.Is(ledger.Connected), ledger.Of(alice))
			out := s.Mark("log out")
			s.Disconnect(alice, nil)
			s.Expects(out, doneOf("disconnect"))
			s.Pass(time.Second)
			s.g.Expect(s.Timeline().Census(ledger.Server)).To(BeZero())
			s.g.Expect(s.Timeline().Where(ledger.Is(ledger.Uncaught, ledger.Unhandled, ledger.Threw))).To(BeEmpty())
		})
	}
}

// The same seed gives the same time line, though each session has a process of its own.
func TestASessionOnNodeRepeats(t *testing.T) {
	life := func() (line []string) {
		s := start(t, loadOnNode(t, madeForNode[1].file, madeForNode[1].family))
		s.logIn()
		s.Reset()
		s.Pass(5 * time.Minute)
		for _, e := range s.Timeline() {
			line = append(line, fmt.Sprintf("%+v", e))
		}
		return line
	}
	g := NewWithT(t)
	first := life()
	g.Expect(len(first)).To(BeNumerically(">", 20))
	g.Expect(life()).To(Equal(first))
}

// A build for Node.js has no mini program's platform, whatever the run's is.
func TestABuildForNodeIsOnNode(t *testing.T) {
	g := NewWithT(t)
	for _, name := range []string{"nim-node", "nimng-node"} {
		f := must(Find(name))
		g.Expect(f.Capabilities[clients.OnPlatform]).To(BeFalse())
		g.Expect(f.Lacking[clients.OnPlatform].ZH).NotTo(BeEmpty())
		g.Expect(f.Profile().Unlimited).To(BeTrue())
	}
	g.Expect(must(Find("nim")).Profile()).To(BeZero())
}

// A build for browsers is on a browser, in real time, and Chromium alone runs it. Without it one line says what to
// install.
func TestWithoutChromiumABuildForBrowsersIsNotRun(t *testing.T) {
	g := NewWithT(t)
	for _, name := range []string{"nim-browser", "nimng-browser", "nimng-v1-browser"} {
		f := must(Find(name))
		g.Expect(f.Capabilities[clients.OnPlatform]).To(BeFalse())
		g.Expect(f.Lacking[clients.OnPlatform].ZH).NotTo(BeEmpty())
		g.Expect(f.Profile().InRealTime()).To(BeTrue())
	}
	build := filepath.Join(t.TempDir(), "NIM_Web_SDK.js")
	g.Expect(os.WriteFile(build, []byte("module.exports = {}"), 0o600)).To(Succeed())
	t.Setenv("PATH", "")
	_, err := Load("nim-browser", build)
	g.Expect(err).To(MatchError(ErrNoHost))
	g.Expect(err).To(MatchError(ContainSubstring("install the Debian package chromium")))
	_, err = LoadOn(Engine{Name: "v8"}, must(Find("nim-browser")), build)
	g.Expect(err).To(MatchError(ErrNoHost))
	g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
}

// Without Node one line says what to install; no other engine takes its place.
func TestWithoutNodeABuildForItIsNotRun(t *testing.T) {
	g := NewWithT(t)
	build := filepath.Join(t.TempDir(), "NIM_Web_SDK_nodejs.js")
	g.Expect(os.WriteFile(build, []byte("module.exports = {}"), 0o600)).To(Succeed())
	t.Setenv("PATH", "")
	_, err := Load("nim-node", build)
	g.Expect(err).To(MatchError(ErrNoHost))
	g.Expect(err).To(MatchError(ContainSubstring("install the Debian package nodejs")))
	_, err = LoadOn(Engine{Name: "quickjs"}, must(Find("nim-node")), build)
	g.Expect(err).To(MatchError(ErrNoHost))
	g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
}
