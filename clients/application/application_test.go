package application

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dop251/goja"
	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/families"
	"nimcert/clock"
	"nimcert/ledger"
)

// stub is an SDK that does nothing by itself.
const stub = `
	function instance(o) {
		return {options: o, connect: function () { this.connect2 = 1; }, disconnect: function (d) {
			o.ondisconnect({code: "logout"}); d.done(null); },
			destroy: function (d) { this.disconnect({done: function () {}}); d.done(null); }};
	}
	function NIM() {}
	NIM.getInstance = instance;
	NIM.util = 7;
	exports.NIM = NIM;
	exports.Chatroom = {getInstance: instance};`

// run starts an application of these scripts, does something with it, and returns what its console and its SDK saw.
func run(t *testing.T, manifest string, scripts map[string]string, do func(c *client)) []string {
	t.Helper()
	return runOn(t, nimFamily(t), written(t, stub), manifest, scripts, do)
}

// written is a build with this source.
func written(t *testing.T, source string) string {
	t.Helper()
	build := filepath.Join(t.TempDir(), "NIM_Web_SDK_miniapp.js")
	NewWithT(t).Expect(os.WriteFile(build, []byte(source), 0o600)).To(Succeed())
	return build
}

// runOn is run on a build of any family.
func runOn(
	t *testing.T, family adapter.Family, build, manifest string, scripts map[string]string, do func(c *client),
) []string {
	t.Helper()
	g := NewWithT(t)
	dir := folder(t, manifest)
	for name, source := range scripts {
		path := filepath.Join(dir, filepath.FromSlash(name))
		g.Expect(os.MkdirAll(filepath.Dir(path), 0o755)).To(Succeed())
		g.Expect(os.WriteFile(path, []byte(source), 0o600)).To(Succeed())
	}
	f, err := Load(dir, family, build)
	g.Expect(err).NotTo(HaveOccurred())
	clk := clock.New(clock.Skip, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	defer clk.Stop()
	seen := ledger.New(clk)
	made, err := f.New(
		clients.Env{Clock: clk, Ledger: seen,
			Broken: func(err error) { seen.Add(ledger.Event{Kind: ledger.Mark, Detail: "broke: " + err.Error()}) }})
	g.Expect(err).NotTo(HaveOccurred())
	defer made.Close()
	c := made.(*client)
	do(c)
	for range 50 { // each turn may post another
		done := make(chan struct{})
		c.host.Run(func(*goja.Runtime) { close(done) })
		<-done
	}
	var out []string
	for _, e := range seen.Timeline() {
		switch e.Kind {
		case ledger.Console, ledger.Mark:
			out = append(out, e.Detail)
		case ledger.Uncaught:
			before, _, _ := strings.Cut(e.Detail, ":1:") // line, and the column after it
			out = append(out, before)
		case ledger.Verb, ledger.Done, ledger.Disconnected, ledger.Connected, ledger.WillReconnect:
			out = append(out, strings.TrimRight(string(e.Kind)+" "+e.Instance+" "+e.Verb+" "+e.Reason, " "))
		}
	}
	return out
}

func nimFamily(t *testing.T) adapter.Family {
	t.Helper()
	f, err := families.Find("nim")
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	return f
}

const acts = "sdk: nim.js\nlogin: app.js#login\nlogout: app.js#logout\n"

func TestTheProgramAndItsPagesLive(t *testing.T) {
	g := NewWithT(t)
	const set = `{"list":[1,2],"deep":{"er":3}}`
	seen := run(t, acts+"start: pages/a/a\npages: [pages/b/b]\n", map[string]string{
		"app.js": `App({ n: 1, onLaunch: function () {
				console.log("launch", this.n, getApp() === this) }, onShow: function () { console.log("app shows") },
			login: function (account, token) { console.log("login", account, token, this.n) }, logout: function () {
				wx.navigateTo({url: "../b/b?x=1"}) } })`,
		"pages/a/a.js": `Page({ data: {list: [1]}, onLoad: function () {
				console.log("a loads");
					this.setData({"list[1]": 2, "deep.er": 3}, function () {
						console.log(JSON.stringify(this.data)) }) },
			onShow: function () { console.log("a shows") }, onHide: function () { console.log("a hides") } })`,
		"pages/b/b.js": `Page({ onLoad: function (o) { console.log("b loads", JSON.stringify(o), ` +
			`getCurrentPages().length, this.route) }, onUnload: function () { console.log("b unloads"); throw new ` +
			`Error("late") } })`,
	}, func(c *client) {
		c.LogIn("alice", "secret")
		c.OpenPage(1)
		c.ClosePage(1)
	})
	g.Expect(seen).To(ContainElement(set), "the callback of setData comes in a turn of its own")
	g.Expect(slices.DeleteFunc(seen, func(s string) bool { return s == set })).To(Equal([]string{
		"launch 1 true", "app shows", "a loads", "a shows", "login alice secret 1",
		"a hides", "b loads {} 2 pages/b/b", "b unloads", "Error: late (at pages/b/b.js", "a shows",
	}))
}

func TestTheListenerHearsTheApplicationAlone(t *testing.T) {
	g := NewWithT(t)
	g.Expect(run(t, acts, map[string]string{"app.js": `
		var SDK = require("./nim"), nim;
		App({
			login: function (account) {
				nim = SDK.NIM.getInstance({account: account, ondisconnect: function (e) {
					console.log("told", e.code); nim.connect(); }});
				console.log(SDK.NIM.util,
					nim instanceof SDK.NIM, nim === SDK.NIM.getInstance(nim.options) ? "same" : "another");
			},
			logout: function () { nim.destroy({done: function () { console.log("done", nim.connect2); }}); }
		})`,
	}, func(c *client) {
		c.LogIn("alice", "secret")
		c.LogOut()
	})).To(Equal([]string{
		"verb alice login", "verb alice login", "7 false another",
		"verb alice destroy", "disconnected alice", "told logout", "verb alice connect ondisconnect",
		"done alice destroy", "done 1",
	}), "the SDK's own disconnect is not the application's")
}

func TestAPageThatIsNoneIsSaidBeforeAnythingIsJudged(t *testing.T) {
	build := written(t, stub)
	for manifest, says := range map[string]string{
		"enterRoom: pages/b/b\n": "enterRoom is the page pages/b/b, and pages/b/b.js makes no page: it calls neither",
		"pages: [pages/b/b]\n":   "pages has pages/b/b, and pages/b/b.js makes no page",
		"start: pages/b/b\n":     "does not start: Error: the script of pages/b/b makes no page",
	} {
		g := NewWithT(t)
		dir := folder(t, acts+manifest, "pages/b/b.js")
		source := []byte("App({ login: function () {}, logout: function () {} })")
		g.Expect(os.WriteFile(filepath.Join(dir, "app.js"), source, 0o600)).To(Succeed())
		f, err := Load(dir, nimFamily(t), build)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(f.Probe(t.Context())).To(MatchError(ContainSubstring(says)))
	}
}

func TestAnApplicationThatCannotBeUsedSaysWhy(t *testing.T) {
	build := written(t, stub)
	for source, says := range map[string]string{
		`App({ login: function () {} })`: "logout is app.js#logout: it has no function " +
			"logout",
		`throw new Error("at once")`: "does not start: Error: at once (at app.js:1:",
		`import x from "./y"`: "app.js is an ES module: name the folder that " +
			"the developer tools built",
		`require("./nothing")`: `module "./nothing" is not there: app.js asks for it`,
		`exports.login = exports.logout = function () {}; App({})`:  "login is app.js#login: it has no function login",
		`exports.login = exports.logout = function () {}`:           "",
		`App({ login: function () {}, logout: function () {} });  `: "",
	} {
		t.Run(source, func(t *testing.T) {
			g := NewWithT(t)
			dir := folder(t, acts)
			g.Expect(os.WriteFile(filepath.Join(dir, "app.js"), []byte(source), 0o600)).To(Succeed())
			f, err := Load(dir, nimFamily(t), build)
			g.Expect(err).NotTo(HaveOccurred())
			err = f.Probe(t.Context())
			if says == "" {
				g.Expect(err).NotTo(HaveOccurred())
				return
			}
			g.Expect(err).To(MatchError(ContainSubstring(says)))
			g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
		})
	}
}

func TestAFamilyThatNobodyListensTo(t *testing.T) {
	g := NewWithT(t)
	of := nimFamily(t)
	of.Name = "nim-node"
	_, err := Load(folder(t, acts), of, written(t, stub))
	g.Expect(err).To(MatchError(And(ContainSubstring("a build of the family nim-node cannot be listened to"),
		ContainSubstring("give one of nim, nimng, nimng-v1"))))
}

// What the first of two acts sets off comes behind the second, whatever the machine does in between: here it does all
// that it can before the second act.
func TestActsOfOneMomentComeTogether(t *testing.T) {
	source := map[string]string{"app.js": `
		function says(what) {
			console.log(what);
			wx.nextTick(function () { console.log("behind " + what); });
		}
		App({ login: function () { says("in"); }, logout: function () { says("out"); } })`}
	build := written(t, stub)
	for held, want := range map[bool][]string{
		true:  {"out", "in", "behind out", "behind in"},
		false: {"out", "behind out", "in", "behind in"},
	} {
		synctest.Test(t, func(t *testing.T) {
			defer time.Sleep(time.Minute) // of the bubble, in which whoever looks at the memory ends
			NewWithT(t).Expect(runOn(t, nimFamily(t), build, acts, source, func(c *client) {
				release := func() {}
				if held {
					release = c.Hold()
				}
				c.LogOut()
				synctest.Wait()
				c.LogIn("alice", "secret")
				release()
				release()
			})).To(Equal(want), "held: %t", held)
		})
	}
}
