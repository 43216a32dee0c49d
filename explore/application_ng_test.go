package explore

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients/application"
	"nimcert/clients/families"
)

// onNG are the examples on nim-web-sdk-ng, each with a build of its API.
var onNG = map[string]struct{ family, build string }{
	"app-right-v1": {"nimng-v1", "10.8.1/dist/v2"},
	"app-right-v2": {"nimng", "10.8.1/dist/v2"},
	"app-wrong-v2": {"nimng", "10.8.1/dist/v2"},
}

// loadedNG is an example on its build, with one change where there is one.
func loadedNG(t *testing.T, name string, change ...string) Setting {
	t.Helper()
	g := NewWithT(t)
	build := filepath.Join("../sdks/node_modules", "nim-web-sdk-ng-"+onNG[name].build, "NIM_MINIAPP_SDK.js")
	if _, err := os.Stat(build); err != nil {
		t.Skip("the published build is not installed: make sdks")
	}
	family, err := families.Find(onNG[name].family)
	g.Expect(err).NotTo(HaveOccurred())
	dir := filepath.Join("../examples", name)
	if len(change) > 0 {
		copied := t.TempDir()
		g.Expect(os.CopyFS(copied, os.DirFS(dir))).To(Succeed())
		dir = copied
		path := filepath.Join(dir, filepath.FromSlash(change[0]))
		source, err := os.ReadFile(path)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(strings.Count(string(source), change[1])).To(Equal(1), "%s has it once: %s", change[0], change[1])
		g.Expect(os.WriteFile(path, []byte(strings.Replace(string(source), change[1], change[2], 1)), 0o600)).To(
			Succeed())
	}
	f, err := application.Load(dir, family, build)
	g.Expect(err).NotTo(HaveOccurred())
	return Setting{Client: f, Seed: 1}
}

// variantsNG are the right examples with one change each: one for each way by which an application on nim-web-sdk-ng
// opens and ends connections, and is told of their end.
var variantsNG = []struct {
	app, name, key string
	file, from, to string
	schedule       string
}{
	{"app-right-v2", "it does not wait for destroy", "USE-02/opens-before-done",
		"utils/keeper.js", "mine.connection.end().then(done, done);", "mine.connection.end(); done();",
		"at 0s: log-in alice\n+1s: log-out\nand: log-in bob"},
	{"app-right-v2", "it does not wait for logout", "USE-02/opens-before-done",
		"utils/im.js", "return nim.destroy();", "service.logout(); return { then: function (f) { f(); } };",
		"at 0s: log-in alice\n+1s: log-out\nand: log-in bob"},
	{"app-right-v2", "it does not wait for exit", "USE-02/opens-before-done",
		"utils/im.js", "return Promise.resolve(Chatroom.destroyInstance(client.getInstanceId()));",
		"client.exit(); return { then: function (f) { f(); } };",
		"at 0s: log-in alice\n+1s: enter-room lobby\n+1s: leave-room\nand: enter-room attic"},
	{"app-right-v2", "it logs in when a kick has logged it out", "USE-06/connects-after-a-kick-in-onLoginStatus",
		"utils/im.js", "if (status === LOGGED_OUT) told.over(!!service.getKickedOfflineDetail());",
		"if (status === LOGGED_OUT) service.login(who.account, who.token).catch(function () {});",
		"at 0s: log-in alice\n+1s: kick alice 1"},
	{"app-right-v2", "it answers a kick with a login", "USE-06/connects-after-a-kick-in-onKickedOffline",
		"utils/im.js", `service.on("onKickedOffline", function () { told.over(true); });`,
		`service.on("onKickedOffline", function () { service.login(who.account, who.token).catch(function () {}); });`,
		"at 0s: log-in alice\n+1s: kick alice 1"},
	{"app-right-v2", "it connects once alone", "USE-05/does-not-connect-again",
		"utils/keeper.js", "wanted = target;\n      settle();",
		"wanted = target;\n      if (!target || RETRY) settle();\n      if (target) RETRY = 0;",
		"at 0s: log-in alice\n+1s: log-out\n+1s: log-in alice"},
	{"app-right-v2", "it forgets the chatroom", "USE-04/keeps-a-chatroom-that-was-left",
		"pages/room/room.js", "im.leaveRoom(this.id);", "",
		"at 0s: log-in alice\n+1s: enter-room lobby\n+1s: leave-room"},
	{"app-right-v2", "it counts two for one", "USE-03/counts-too-many-sockets",
		"utils/keeper.js", "return held && !held.over ? 1 : 0;", "return held && !held.over ? 2 : 0;",
		"at 0s: log-in alice"},
	{"app-right-v1", "it does not wait for destroy", "USE-02/opens-before-done",
		"utils/keeper.js", "mine.connection.end().then(done, done);", "mine.connection.end(); done();",
		"at 0s: log-in alice\n+1s: log-out\nand: log-in bob"},
	{"app-right-v1", "it does not wait for disconnect", "USE-02/opens-before-done",
		"utils/im.js", "return instance.destroy();", "instance.disconnect(); return { then: function (f) { f(); } };",
		"at 0s: log-in alice\n+1s: enter-room lobby\n+1s: leave-room\nand: enter-room attic"},
	{"app-right-v1", "it answers a kick with a connect", "USE-06/connects-after-a-kick-in-kicked",
		"utils/im.js", `instance.on("kicked", function () { told.over(true); });`,
		`instance.on("kicked", function () { instance.connect().catch(function () {}); });`,
		"at 0s: log-in alice\n+1s: kick alice 1"},
	{"app-right-v1", "it connects once alone", "USE-05/does-not-connect-again",
		"utils/keeper.js", "wanted = target;\n      settle();",
		"wanted = target;\n      if (!target || RETRY) settle();\n      if (target) RETRY = 0;",
		"at 0s: log-in alice\n+1s: log-out\n+1s: log-in alice"},
	{"app-right-v1", "it enters late", "USE-04/enters-a-chatroom-that-was-left",
		"pages/room/room.js", `im.enterRoom(options.id, options.addresses.split(","));`,
		`setTimeout(function () { im.enterRoom(options.id, options.addresses.split(",")); }, 200);`,
		"at 0s: log-in alice\n+1s: enter-room lobby\n+0s: leave-room"},
}

// A mini program requires inside its own package alone, so each example holds the same file.
func TestTheExamplesOnBothAPIsHaveOneKeeper(t *testing.T) {
	g := NewWithT(t)
	of := func(name string) string {
		source, err := os.ReadFile(filepath.Join("../examples", name, "utils/keeper.js"))
		g.Expect(err).NotTo(HaveOccurred())
		return string(source)
	}
	g.Expect(of("app-right-v1")).To(Equal(of("app-right-v2")))
}

func TestApplicationsOnBothAPIsAreJudged(t *testing.T) {
	for _, v := range variantsNG {
		t.Run(v.app+" "+v.name, func(t *testing.T) {
			g := NewWithT(t)
			g.Expect(played(t, loadedNG(t, v.app, v.file, v.from, v.to), v.schedule)).To(ContainElement(v.key))
			g.Expect(played(t, loadedNG(t, v.app), v.schedule)).To(BeEmpty(), "the right application")
		})
	}
}

func TestTheWrongExampleOnTheV2APIHasFiveBugs(t *testing.T) {
	wrong, right := loadedNG(t, "app-wrong-v2"), loadedNG(t, "app-right-v2")
	for key, schedule := range map[string]string{
		"USE-02/opens-before-done":                    "at 0s: log-in alice\n+1s: log-out\nand: log-in bob",
		"USE-02/opens-before-done-in-onConnectStatus": "at 0s: log-in alice\n+1s: drop",
		"USE-03/counts-too-many-sockets":              "at 0s: log-in alice\n+1s: drop",
		"USE-05/gives-up-in-silence":                  "at 0s: refuse\n+0s: log-in alice\n+1s: heal",
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

// The explorer finds each bug of the wrong examples by itself, early, and makes its schedule small.
func TestTheExplorerFindsTheFiveBugsWithFewSteps(t *testing.T) {
	const most = 6 // steps
	for name, bugs := range map[string][]string{
		"app-wrong": {"USE-02/opens-before-done", "USE-03/counts-too-many-sockets",
			"USE-02/opens-before-done-in-onwillreconnect", "USE-04/enters-a-chatroom-that-was-left",
			"USE-04/keeps-a-chatroom-that-was-left"},
		"app-wrong-v2": {"USE-02/opens-before-done", "USE-03/counts-too-many-sockets",
			"USE-02/opens-before-done-in-onConnectStatus", "USE-04/enters-a-chatroom-that-was-left",
			"USE-04/keeps-a-chatroom-that-was-left"},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			s := Setting{}
			if _, ng := onNG[name]; ng {
				s = loadedNG(t, name)
			} else {
				s = loaded(t, "../examples/"+name)
			}
			found := map[string]Failure{}
			for _, f := range (Explorer{Setting: s, Seed: 1, Schedules: 16, Jobs: 2}).Explore(t.Context()).Failures {
				found[f.Key] = f
			}
			for _, bug := range bugs {
				g.Expect(found).To(HaveKey(bug))
				small := s.Shrink(t.Context(), found[bug])
				g.Expect(small.Confirmed).To(BeTrue(), bug)
				g.Expect(len(small.Small.Steps)).To(BeNumerically("<=", most), "%s:\n%s", bug, small.Small)
			}
		})
	}
}

// More were played by hand; see docs/app.md.
func TestTheRightExamplesOnBothAPIsShowNothing(t *testing.T) {
	for _, name := range []string{"app-right-v1", "app-right-v2"} {
		x := Explorer{Setting: loadedNG(t, name), Seed: *seed, Schedules: 20, Jobs: 2}
		r := x.Explore(t.Context())
		for _, b := range r.Broke {
			t.Errorf("%s broke: %s\n%s", name, b.Why, b.Schedule)
		}
		for _, f := range r.Failures {
			t.Errorf("%s: %s\n%s", name, f, f.Schedule)
		}
	}
}

// A login that the page of a chatroom hides cannot be asked for: the user goes back first, and only then is judged
// whether the application connects.
func TestALoginThatAPageHidesIsNoFailure(t *testing.T) {
	g := NewWithT(t)
	// it does not try again
	dir := changed(t, "utils/keeper.js", "if (held === mine) settle(); }, forGood", "}, forGood")
	for name, source := range map[string]string{
		"pages/index/index.js": `var im = require("../../utils/im.js"); Page({ login: function (a, t) { im.login(a, ` +
			`t); } });`,
		"nimcert-app.yml": "sdk: utils/NIM_Web_SDK_miniapp.js\nstart: pages/index/index\nlogin: " +
			"pages/index/index#login\n" +
			"logout: utils/im.js#logout\nenterRoom: pages/room/room\nconnected: utils/im.js#connected\n",
	} {
		g.Expect(os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(source), 0o600)).To(Succeed())
	}
	s := loaded(t, dir)
	schedule := "at 0s: break-storage\n+0s: log-in alice\n+0s: enter-room lobby"
	g.Expect(played(t, s, schedule)).To(BeEmpty())
}

// A chatroom that ends before it began is over as well: no status says so, the promise alone does.
func TestARoomThatFailsAtOnceIsCountedNoMore(t *testing.T) {
	schedule := "at 0s: break-storage\n+0s: log-in alice\n+0s: enter-room lobby"
	for name := range onNG {
		if name != "app-wrong-v2" {
			NewWithT(t).Expect(played(t, loadedNG(t, name), schedule)).To(BeEmpty(), name)
		}
	}
}

// A kick that comes while an instance ends is not answered by the login that the user asked for before it.
func TestAKickOfWhatEndsTakesNoLoginBack(t *testing.T) {
	schedule := "+0s: latency 25ms\n+0s: log-in alice\n+1s: log-out\n+0s: log-in alice\n+0s: kick alice 1"
	NewWithT(t).Expect(played(t, loadedNG(t, "app-right-v1"), schedule)).To(BeEmpty())
}

// The SDK says that it gave up, connects all the same, and is kicked: a kick that comes late is one, too.
func TestTheRightExampleStaysAwayAfterALateKick(t *testing.T) {
	schedule := "+0s: latency 25ms\n+0s: log-in alice\nafter connected alice: drop\n+2.03s: kick alice 1"
	NewWithT(t).Expect(played(t, loaded(t, "../examples/app-right"), schedule)).To(BeEmpty())
}

// A step that waits for the application is not held until the step is over.
func TestNoStepWaitsForAnApplicationThatIsHeld(t *testing.T) {
	s := loaded(t, "../examples/app-right")
	schedule := "at 0s: log-in alice\n+1s: inspect\n+0s: log-out\nand: log-in bob\nand: enter-room lobby\n+1s: " +
		"background"
	NewWithT(t).Expect(played(t, s, schedule)).To(BeEmpty())
}
