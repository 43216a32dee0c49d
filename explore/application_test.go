package explore

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/checks/invariants"
	"nimcert/clients/application"
	"nimcert/clients/families"
	"nimcert/scenario"
)

// sdk is the build that the examples run on.
const sdk = "../sdks/node_modules/nim-web-sdk-9.21.12/dist/SDK/NIM_Web_SDK_miniapp.js"

func loaded(t *testing.T, dir string) Setting {
	t.Helper()
	if _, err := os.Stat(sdk); err != nil {
		t.Skip("the published build is not installed: make sdks")
	}
	family, err := families.Find("nim")
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	f, err := application.Load(dir, family, sdk)
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	return Setting{Client: f, Seed: 1}
}

// changed is the right application with one change.
func changed(t *testing.T, file, from, to string) string {
	t.Helper()
	g := NewWithT(t)
	dir := t.TempDir()
	g.Expect(os.CopyFS(dir, os.DirFS("../examples/app-right"))).To(Succeed())
	path := filepath.Join(dir, filepath.FromSlash(file))
	source, err := os.ReadFile(path)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(strings.Count(string(source), from)).To(Equal(1), "%s has it once: %s", file, from)
	g.Expect(os.WriteFile(path, []byte(strings.Replace(string(source), from, to, 1)), 0o600)).To(Succeed())
	return dir
}

func played(t *testing.T, s Setting, text string) []string {
	t.Helper()
	g := NewWithT(t)
	schedule, err := scenario.Parse(text)
	g.Expect(err).NotTo(HaveOccurred())
	p := s.Play(t.Context(), schedule)
	g.Expect(p.Broke).To(BeEmpty())
	return keys(p.Findings)
}

func keys(findings []invariants.Finding) []string {
	out := []string{}
	for _, f := range findings {
		out = append(out, f.Key())
	}
	return out
}

// Each of variants breaks one rule. A rule without one is not shown to find anything.
var variants = []struct {
	name, rule, shape string
	file, from, to    string
	schedule          string
}{
	{"it opens a chatroom beside two others", "USE-01", "more-connections-than-sockets",
		"utils/im.js", "if (who) room.want({ id: id, addresses: addresses, who: who });",
		"if (who) SDK.Chatroom.getInstance({ appKey: APP_KEY, account: who.account, token: who.token, chatroomId: " +
			"id, chatroomAddresses: addresses });",
		"at 0s: log-in alice\n+1s: enter-room lobby\n+1s: leave-room\n+1s: enter-room attic"},
	{"it does not wait for done", "USE-02", "opens-before-done",
		"utils/keeper.js", "mine.instance.destroy({ done: done });", "mine.instance.destroy({}); done();",
		"at 0s: log-in alice\n+1s: log-out\n+0s: log-in bob"},
	{"it opens the next in ondisconnect", "USE-02", "opens-before-done-in-ondisconnect",
		"utils/keeper.js", "if (mine.over || mine.ending) return;",
		"if (mine.ending && held === mine) { held = null; settle(); }\n        if (mine.over || mine.ending) return;",
		"at 0s: log-in alice\n+1s: log-out\n+0s: log-in bob"},
	{"it counts two for one", "USE-03", "counts-too-many-sockets",
		"utils/keeper.js", "return held && !held.over ? 1 : 0;", "return held && !held.over ? 2 : 0;",
		"at 0s: log-in alice"},
	{"it takes no account of sockets", "USE-03", "counts-too-few-sockets",
		"utils/im.js", "return account.count() + room.count();", "return 0;", "at 0s: log-in alice"},
	{"it forgets the chatroom on unload", "USE-04", "keeps-a-chatroom-that-was-left",
		"pages/room/room.js", "im.leaveRoom(this.id);", "",
		"at 0s: log-in alice\n+1s: enter-room lobby\n+1s: leave-room"},
	{"it enters late", "USE-04", "enters-a-chatroom-that-was-left",
		"pages/room/room.js", "im.enterRoom(options.id, options.addresses.split(\",\"));",
		"setTimeout(function () { im.enterRoom(options.id, options.addresses.split(\",\")); }, 200);",
		"at 0s: log-in alice\n+1s: enter-room lobby\n+0s: leave-room"},
	{"it does not log out", "USE-04", "keeps-an-account-that-logged-out",
		"utils/im.js", "account.want(null);", "", "at 0s: log-in alice\n+1s: log-out"},
	{"it logs in after the user logged out", "USE-04", "connects-after-log-out",
		"utils/im.js", "account.want({ account: name, token: token });",
		"setTimeout(function () { account.want({ account: name, token: token }); }, 200);",
		"at 0s: log-in alice\n+0s: log-out"},
	{"it gives up", "USE-05", "gives-up-in-silence",
		"utils/im.js", "o.onwillreconnect = told.reconnecting;\n  o.ondisconnect = told.over;",
		"o.reconnectionAttempts = 1;",
		"at 0s: log-in alice\n+1s: refuse\n+2m: heal"},
	{"it connects once alone", "USE-05", "does-not-connect-again",
		"utils/keeper.js", "wanted = target;\n      settle();",
		"wanted = target;\n      if (!target || RETRY) settle();\n      if (target) RETRY = 0;",
		"at 0s: log-in alice\n+1s: log-out\n+1s: log-in alice"},
	{"it answers a kick with a login", "USE-06", "connects-after-a-kick-in-done",
		"utils/keeper.js", `error.code === "kicked" || `, "", "at 0s: log-in alice\n+1s: kick alice 1"},
	{"it throws", "USE-07", "throws",
		"pages/room/room.js", "im.leaveRoom(this.id);", "this.room.destroy();",
		"at 0s: log-in alice\n+1s: enter-room lobby\n+1s: leave-room"},
	{"it connects without end", "USE-08", "connects-without-end-in-onwillreconnect",
		"utils/keeper.js", "reconnecting: function () { mine.connected = false; },",
		"reconnecting: function () { mine.instance.disconnect({ done: function () { mine.instance.connect(); } }); " +
			"mine.instance.connect(); },",
		"at 0s: log-in alice\n+1s: refuse\n+1m: heal"},
}

func TestEveryRuleFindsTheApplicationThatBreaksIt(t *testing.T) {
	right := loaded(t, "../examples/app-right")
	for _, rule := range catalogue.Rules() {
		shown := false
		for _, v := range variants {
			shown = shown || v.rule == rule.ID
		}
		NewWithT(t).Expect(shown).To(BeTrue(), rule.ID)
	}
	for _, v := range variants {
		t.Run(v.rule+" "+v.name, func(t *testing.T) {
			g := NewWithT(t)
			g.Expect(played(t, loaded(t, changed(t, v.file, v.from, v.to)), v.schedule)).To(
				ContainElement(v.rule + "/" + v.shape))
			g.Expect(played(t, right, v.schedule)).To(BeEmpty(), "the right application")
		})
	}
}

func TestTheWrongExamplesFiveBugsAreFound(t *testing.T) {
	wrong, right := loaded(t, "../examples/app-wrong"), loaded(t, "../examples/app-right")
	for key, schedule := range map[string]string{
		"USE-02/opens-before-done":                    "at 0s: log-in alice\n+1s: log-out\n+0s: log-in bob",
		"USE-02/opens-before-done-in-onwillreconnect": "at 0s: log-in alice\n+1s: drop",
		"USE-03/counts-too-many-sockets":              "at 0s: log-in alice\n+1s: drop",
		"USE-04/keeps-a-chatroom-that-was-left":       "at 0s: log-in alice\n+1s: enter-room lobby\n+1s: leave-room",
		"USE-04/enters-a-chatroom-that-was-left":      "at 0s: log-in alice\n+1s: enter-room lobby\n+0s: leave-room",
	} {
		t.Run(key, func(t *testing.T) {
			g := NewWithT(t)
			g.Expect(played(t, wrong, schedule)).To(ContainElement(key))
			g.Expect(played(t, right, schedule)).To(BeEmpty(), "the right application")
		})
	}
}

// Five thousand were played by hand; see docs/app.md.
func TestTheRightExampleShowsNothing(t *testing.T) {
	x := Explorer{Setting: loaded(t, "../examples/app-right"), Seed: *seed, Schedules: 40, Jobs: 2}
	r := x.Explore(t.Context())
	for _, b := range r.Broke {
		t.Errorf("broke: %s\n%s", b.Why, b.Schedule)
	}
	for _, f := range r.Failures {
		t.Errorf("%s\n%s", f, f.Schedule)
	}
}
