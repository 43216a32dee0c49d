package zoo_test

import (
	"slices"
	"strings"
	"testing"

	"nimcert/clients"
	"nimcert/clients/nim/zoo"
	"nimcert/clock"
	"nimcert/config"
	"nimcert/ledger"
	"nimcert/runner"
	"nimcert/suites"
	"nimcert/verdict"
)

// judge runs one client's sessions.
func judge(t *testing.T, f clients.Factory, ids ...string) []verdict.Case {
	t.Helper()
	return judgeOn(t, clients.DefaultProfile(), f, ids...)
}

func judgeOn(t *testing.T, platform clients.Profile, f clients.Factory, ids ...string) []verdict.Case {
	t.Helper()
	cfg, err := config.Load("../../../ginkgo.yml") // for the domain lists
	if err != nil {
		t.Fatal(err)
	}
	runs, err := runner.Judge(&runner.Plan{
		Context: t.Context(), Subjects: []runner.Subject{{Client: f}}, Requirements: ids, Mode: clock.Skip,
		Platform: platform, Seed: 1, Jobs: 1, Domains: suites.Domains(cfg.Domains),
	})
	if err != nil {
		t.Fatal(err)
	}
	return runs[0].Cases
}

func label(c verdict.Case) string {
	parts := []string{c.Requirement, c.Scenario, c.Condition}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// TestTheHarmlessPass shows that a change which keeps a promise by a hair is not accused of breaking it.
func TestTheHarmlessPass(t *testing.T) {
	for _, m := range zoo.Harmless() {
		t.Run(m.Name, func(t *testing.T) {
			cases := judge(t, m.New(), m.Breaks)
			if len(cases) == 0 {
				t.Fatal("nothing was tried")
			}
			for _, c := range cases {
				if got, reason := c.Judge(); got != verdict.Pass {
					t.Errorf("%s: %s: %s. %s", label(c), got, reason, m.What)
				}
			}
		})
	}
}

// GLB-02 is no promise to keep: an SDK may add a global, and the report has to name it.
func TestAnAddedGlobalIsListed(t *testing.T) {
	for name, tc := range map[string]struct{ change, listed string }{
		"a name": {`globalThis.nimDebug = true;`, "nimDebug"},
		"a prototype's": {`Array.prototype.last = function () { return this[this.length - 1]; };`,
			"Array.prototype.last"},
		"at the platform":     {`seams.onDestroyed = function () { wx.zoo = {}; };`, "wx.zoo"},
		"nothing, from ours":  {``, "none"},
		"hidden from Keys":    {`Object.defineProperty(globalThis, "hidden", {value: 1});`, "hidden"},
		"a name without text": {`globalThis.empty = undefined;`, "empty"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range judge(t, zoo.Variant(name, tc.change), "GLB-02") {
				if got, reason := c.Judge(); got != verdict.Pass {
					t.Errorf("%s: %s: %s", label(c), got, reason)
				}
				want := "globals that the SDK adds: " + tc.listed
				if _, ok := c.Timeline.Unpack().First(ledger.Is(ledger.Mark),
					func(e ledger.Event) bool { return e.Detail == want }); !ok {
					t.Errorf("the time line does not say %q", want)
				}
			}
		})
	}
}

// What a client does after a call that phones have and the host lacks is no evidence against it; a client that passes
// even so passes.
func TestWhatTheHostLacksIsNoFault(t *testing.T) {
	const call = `try { wx.createUDPSocket(); } catch (e) {} `
	const second = `wx.connectSocket({url: "wss://wlnimsc0.netease.im/socket.io/1/websocket/x"}); `
	for name, tc := range map[string]struct {
		change string
		want   verdict.Verdict // of one case at least; the others pass
	}{
		"a call, and all is well": {call, verdict.Pass},
		"it is looked for, not called": {`if (!wx.createUDPSocket || wx.canIUse("createUDPSocket")) throw new ` +
			`Error("not as on a phone");`, verdict.Pass},
		"a call, and a second socket":  {call + second, verdict.Error},
		"a second socket, and no call": {second, verdict.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			met := false
			for _, c := range judge(t, zoo.Variant(name, `seams.onLogin = function () { `+tc.change+` };`), "LIM-01") {
				got, reason := c.Judge()
				met = met || got == tc.want
				switch {
				case got != tc.want && got != verdict.Pass:
					t.Errorf("%s: %s: %s, not %s", label(c), got, reason, tc.want)
				case got == verdict.Error && !strings.Contains(reason.Text, "the host lacks wx.createUDPSocket"):
					t.Errorf("%s: the API is not named: %s", label(c), reason)
				}
			}
			if !met {
				t.Errorf("no case is %s", tc.want)
			}
		})
	}
}

// However a platform treats a program in the background, the conforming SDK is there again in the foreground.
func TestEveryBackground(t *testing.T) {
	for n := range 8 {
		p := clients.DefaultProfile()
		p.Background.RaisesClose, p.Background.TimersStop, p.Background.NetworkStops = n&1 == 0, n&2 != 0, n&4 != 0
		cases := judgeOn(t, p, zoo.Conforming(), "REC-19")
		if len(cases) == 0 {
			t.Error("nothing was tried")
		}
		for _, c := range cases {
			if got, reason := c.Judge(); got != verdict.Pass {
				t.Errorf("%+v: %s: %s: %s", p.Background, label(c), got, reason)
			}
		}
	}
}

// What REC-14 asks for breaks no other requirement: no document bounds the jitter.
func TestWaitsOfACrowdMayLieApart(t *testing.T) {
	apart := zoo.Variant("a tenth of jitter", "JITTER = 0.1;")
	for _, id := range []string{"REC-04", "REC-05", "REC-14"} {
		for _, c := range judge(t, apart, id) {
			if got, reason := c.Judge(); got != verdict.Pass {
				t.Errorf("%s: %s: %s", label(c), got, reason)
			}
		}
	}
}

// No document says after how many waits the maximum comes, and a wait may be shorter than the one before by its jitter.
func TestWaitsMayGrowSlowly(t *testing.T) {
	for name, change := range map[string]string{
		"a fifth longer each": `JITTER = 0; seams.wait = function(n) {
			return Math.min(1600 * Math.pow(1.2, n - 1), 8000);
		};`,
		"a second longer each, and off by a tenth": `JITTER = 0; seams.wait = function(n) {
			return Math.min(600 + n * 1000, 8000) * (n === 1 ? 1 : n % 2 ? 0.9 : 1.1);
		};`,
	} {
		for _, c := range judge(t, zoo.Variant(name, change), "REC-05") {
			if got, reason := c.Judge(); got != verdict.Pass {
				t.Errorf("%s: %s: %s: %s", name, label(c), got, reason)
			}
		}
	}
}

// Asked again before there is a socket, a client may begin anew: it has one socket all the same.
func TestALoginThatBeginsAnewOpensNoSecondSocket(t *testing.T) {
	anew := zoo.Variant("begins anew", `Instance.prototype.connect = (function (connect) {
		return function () {
			if (this.phase === "connecting" && (this.link.step === "lbs" || this.link.step === "handshake")) {
				this.link.drop();
				this.attempt(false);
			} else connect.call(this);
		};
	})(Instance.prototype.connect);`)
	for _, c := range judge(t, anew, "LIM-05") {
		if got, reason := c.Judge(); got != verdict.Pass {
			t.Errorf("%s: %s: %s", label(c), got, reason)
		}
	}
}
