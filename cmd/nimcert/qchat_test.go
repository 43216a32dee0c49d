package main

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients/families"
)

// Each change of a published build of QChat breaks one promise, and the requirement that is about it says so. The build
// itself keeps them.
func TestBrokenBuildsOfQChatAreFound(t *testing.T) {
	const build = "../../sdks/node_modules/nim-web-sdk-ng-10.8.1/dist/v1/QCHAT_UNIAPP_SDK.js"
	if _, err := families.Load("nimng-qchat-uni", build); errors.Is(err, os.ErrNotExist) ||
		errors.Is(err, families.ErrNoHost) {
		t.Skipf("%s: make sdks installs it", err)
	}
	root, err := filepath.Abs("../..")
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	kick, exit := `this.core.clientSocket.doDisconnect(Dt.KICKED,t)`, `this.sendCmd("qchatExit",void 0,{timeout:1e3})`
	for name, c := range map[string]struct{ from, to, broken string }{
		"as it is":                       {"", "", ""},
		"comes back after a kick":        {kick, `this.core.clientSocket.doDisconnect(Dt.OFFLINE,"kicked")`, "KCK-03"},
		"keeps its socket after a kick":  {kick, `this.core.emit("kicked",t)`, "KCK-02"},
		"logs out without a word":        {exit, `Promise.resolve()`, "DST-08"},
		"gives no attempt back":          {`this.backoff.reset(),this.retryCount=0`, `this.backoff.reset()`, "REC-06"},
		"never reconnects after a login": {`this.attempToReconnect()):this.logg`, `0):this.logg`, "REC-09"},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			dir, run := t.TempDir(), cmp.Or(c.broken, "KCK-02,KCK-03,DST-08,REC-06,REC-09")
			source := edited(t, build, c.from, c.to)
			g.Expect(source == edited(t, build, "", "")).To(Equal(c.broken == ""), "the build has it: %s", c.from)
			write(t, dir, "QCHAT_UNIAPP_SDK.js", source)
			o := nimcert(t, root, "certify", "--build", filepath.Join(dir, "QCHAT_UNIAPP_SDK.js"),
				"--family", "nimng-qchat-uni", "--run", run, "--sample", "off",
				"--allow-partial", "-q", "--out", filepath.Join(dir, "out"))
			g.Expect(o.code).To(BeNumerically("<=", exitClosed), o.stderr)
			for id, v := range verdicts(t, dir) {
				if id == c.broken {
					g.Expect(v).To(Equal("fail"))
				} else {
					g.Expect(v).To(BeElementOf("pass", "not asked"), id)
				}
			}
		})
	}
}
