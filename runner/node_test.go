package runner

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/families"
	"nimcert/clock"
	"nimcert/verdict"
)

// A build for Node.js passes what a twin of it fails that opens a second WebSocket.
func TestATwinOfABuildForNodeThatOpensTwoIsFound(t *testing.T) {
	g := NewWithT(t)
	source, err := os.ReadFile(published + "/nim-web-sdk-9.21.12/dist/SDK/NIM_Web_SDK_nodejs.js")
	if err != nil {
		t.Skip("the published SDKs are not installed: make sdks")
	}
	const opens = "this.websocket=new e(this.prepareUrl()+r)"
	g.Expect(strings.Count(string(source), opens)).To(Equal(1))
	twice := strings.Replace(string(source), opens, "new e(this.prepareUrl()+r),"+opens, 1)
	for text, want := range map[string]verdict.Verdict{string(source): verdict.Pass, twice: verdict.Fail} {
		build := filepath.Join(t.TempDir(), "NIM_Web_SDK_nodejs.js")
		g.Expect(os.WriteFile(build, []byte(text), 0o600)).To(Succeed())
		s, err := LoadSubject(t.Context(), "nim-node", build, clients.Profile{})
		if errors.Is(err, families.ErrNoHost) {
			t.Skipf("NOT TESTED: %s", err)
		}
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(s.Broken).NotTo(HaveOccurred())
		g.Expect(s.Platform).To(Equal(clients.NodeProfile()))
		runs, err := Judge(&Plan{
			Context: t.Context(), Subjects: []Subject{s}, Requirements: []string{"LIM-01"},
			Only: []string{"lim-01/one-account"}, Mode: clock.Skip, Seed: 1, Jobs: 1,
		})
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(runs[0].Cases).To(HaveLen(1))
		got, why := runs[0].Cases[0].Judge()
		g.Expect(got).To(Equal(want), why.Text)
	}
}

// A build that is made for something else than Node.js is told so, and one for Node.js is sent there.
func TestABuildForNodeIsToldFromOthers(t *testing.T) {
	if _, err := os.Stat(published); err != nil {
		t.Skip("the published SDKs are not installed: make sdks")
	}
	g := NewWithT(t)
	dist := published + "/nim-web-sdk-9.21.12/dist/SDK/"
	s, err := LoadSubject(t.Context(), "nim", dist+"NIM_Web_SDK_nodejs.js", clients.Profile{})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(s.Broken).To(MatchError(ContainSubstring("certify NIM_Web_SDK_nodejs.js with --family nim-node")))
	s, err = LoadSubject(t.Context(), "nim-node", dist+"NIM_Web_SDK_miniapp.js", clients.Profile{})
	if errors.Is(err, families.ErrNoHost) {
		t.Skipf("NOT TESTED: %s", err)
	}
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(s.Broken).To(MatchError(ContainSubstring("is made for WeChat mini programs, not for Node.js")))
	s, err = LoadSubject(t.Context(), "nimng-node", published+"/nim-web-sdk-ng-10.9.77-alpha.4/dist/esm/nim.js",
		clients.Profile{})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(s.Broken).To(MatchError(ContainSubstring("is made for browsers, not for Node.js")))
}

// The builds for Node.js in a package are certified where Node is, and left out with one line where it is not.
func TestAPackageHasItsBuildsForNode(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	for _, name := range []string{"NIM_Web_NIM_nodejs.js", "NIM_Web_NIM_rn.js"} {
		source, err := os.ReadFile(published + "/nim-web-sdk-9.21.12/dist/SDK/" + name)
		if err != nil {
			t.Skip("the published SDKs are not installed: make sdks")
		}
		g.Expect(os.WriteFile(filepath.Join(dir, name), source, 0o600)).To(Succeed())
	}
	of := []string{"nim", "nim-node"}
	if _, err := exec.LookPath("node"); err == nil {
		p, err := LoadPackage(t.Context(), dir, of, clients.Profile{}, never)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(found(p)).To(Equal(map[string]string{"NIM_Web_NIM_nodejs.js nim-node": ""}))
		g.Expect(p.Builds[0].Subject.Client.Capabilities()[clients.Chatroom]).To(BeFalse())
		g.Expect(left(p)).To(HaveKey("NIM_Web_NIM_rn.js"))
	}
	t.Setenv("PATH", "")
	p, err := LoadPackage(t.Context(), dir, of, clients.Profile{}, never)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(p.Builds).To(BeEmpty())
	g.Expect(left(p)["NIM_Web_NIM_nodejs.js"]).To(ContainSubstring("install the Debian package nodejs"))
}
