package child

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients/adapter"
)

// each runs a test on every engine.
func each(t *testing.T, test func(t *testing.T, g *WithT, e *Engine)) {
	t.Helper()
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) { test(t, NewWithT(t), engine(t, name)) })
	}
}

func TestAScriptThatNeverEndsIsEnded(t *testing.T) {
	g, e := NewWithT(t), engine(t, "quickjs")
	out := play(
		t,
		e,
		`module.exports = function (say) { setTimeout(function () { say("loops"); for (;;); }, 5); };`,
		nil,
	)
	g.Expect(out.said).To(Equal([]string{"text loops"}))
	g.Expect(out.broken).To(ConsistOf(ContainSubstring("without giving the thread back")))
	g.Expect(play(t, e, `module.exports = function (say) { say("the next one"); };`, nil).said).To(HaveLen(1))
}

func TestAScriptThatTakesAllMemoryIsEnded(t *testing.T) {
	each(t, func(t *testing.T, g *WithT, e *Engine) {
		out := play(t, e, `module.exports = function () {
			var all = [];
			for (;;) try { all.push(new Array(1e6).fill(all.length)); } catch (e) {}
		};`, nil)
		// On a machine without /proc an engine may throw at the script for as long as its turn lasts.
		g.Expect(out.broken).To(ConsistOf(
			Or(ContainSubstring("MiB of memory"), ContainSubstring("without giving the thread back"))))
	})
}

func TestAScriptThatDoesNotParse(t *testing.T) {
	each(t, func(t *testing.T, g *WithT, e *Engine) {
		_, err := e.Compile("app.js", "var a;\n  var b = ;")
		g.Expect(err).To(MatchError(MatchRegexp(`^app\.js does not parse: SyntaxError: .*\bapp\.js:2\b`)))
		_, err = e.Compile("app.js", "var a = 1;")
		g.Expect(err).NotTo(HaveOccurred())
	})
}

func TestWhatLoadingThrows(t *testing.T) {
	each(t, func(t *testing.T, g *WithT, e *Engine) {
		out := play(t, e, "\n\nthrow new TypeError('no\\nway');", nil)
		g.Expect(out.broken).
			To(ConsistOf(MatchRegexp(`^app\.js does not load: TypeError: no way \(at app\.js:3:\d+\)$`)))
		out = play(t, e, "module.exports = 5;", nil)
		g.Expect(out.broken).To(ConsistOf("app.js does not load: it exports no function"))
	})
}

func TestEndlessRecursionIsCaught(t *testing.T) {
	each(t, func(t *testing.T, g *WithT, e *Engine) {
		out := play(t, e, `module.exports = function (say) {
			function f() { return f() + 1; }
			try { f(); } catch (e) { say("caught"); }
		};`, nil)
		g.Expect(out.said).To(Equal([]string{"text caught"}))
		g.Expect(out.broken).To(BeEmpty())
	})
}

// The engine of a program that is closed in the middle of a turn is not given to the next one.
func TestCloseEndsATurn(t *testing.T) {
	each(t, func(t *testing.T, g *WithT, e *Engine) {
		play(t, e, `module.exports = function () {};`, func(p adapter.Program, heard <-chan string) bool {
			script, err := e.Compile("loop.js", `module.exports = function (say) { say("loops"); for (;;); };`)
			g.Expect(err).NotTo(HaveOccurred())
			p.Load(script, "loop", "say")
			g.Eventually(heard, time.Minute).Should(Receive(Equal("text loops"))) // the turn is under way
			began := time.Now()
			p.Close()
			g.Expect(p.Stuck()).To(BeFalse())
			g.Expect(time.Since(began)).To(BeNumerically("<", 20*time.Second))
			return true
		})
		g.Expect(play(t, e, `module.exports = function (say) { say("the next one"); };`, nil).said).To(HaveLen(1))
	})
}

// A program finds nothing of the one before.
func TestProcessesServeOneProgramAfterAnother(t *testing.T) {
	each(t, func(t *testing.T, g *WithT, e *Engine) {
		leave := `module.exports = function (say) {
			say(typeof left, typeof Array.prototype.left, wx.getStorageSync("left"));
			say(typeof setTimeout, Date.now() > 1e12);
			left = Array.prototype.left = 1; wx.setStorageSync("left", "something");
			wx.left = 1; setTimeout = Date = null;
			Promise.reject(1);
		};`
		first := play(t, e, leave, nil)
		g.Expect(first.said).To(Equal([]string{
			"text undefined, text undefined, text ", "text function, boolean true",
		}))
		g.Expect(play(t, e, leave, nil)).To(Equal(first))
		p, err := e.take()
		g.Expect(err).NotTo(HaveOccurred())
		defer e.give(p)
		g.Expect(p.used).To(Equal(4), "both were compiled and ran in one process")
	})
}

func TestAMissingEngineIsOneLine(t *testing.T) {
	g := NewWithT(t)
	t.Setenv("PATH", t.TempDir())
	_, err := Find("v8")
	g.Expect(err).
		To(MatchError("the engine v8 needs the command node, which is not there: install the Debian package nodejs"))
	_, err = Find("quickjs")
	g.Expect(err).NotTo(HaveOccurred(), "it is part of nimcert")
	_, err = Find("spidermonkey")
	g.Expect(err).To(MatchError(ContainSubstring("v8, jsc, quickjs")))
}

// A process that is no engine must not hang or be taken for one.
func TestWhatIsNoEngine(t *testing.T) {
	for name, script := range map[string]string{
		"says something else": "echo hello; cat > /dev/null",
		"ends":                "exit 3",
		"ends with words":     "echo 'cannot run' >&2; exit 3",
		"a call of nothing":   `read x; echo '{"call":99999,"args":[]}'; cat > /dev/null`,
		"no end of a text":    `echo '{"return":"'; cat > /dev/null`,
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			e := &Engine{
				kind: kind{name: "fake", command: "sh", args: func(string) []string { return []string{"-c", script} }},
			}
			t.Cleanup(e.Close)
			_, err := e.Compile("app.js", "1")
			g.Expect(err).To(HaveOccurred())
			g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
		})
	}
}
