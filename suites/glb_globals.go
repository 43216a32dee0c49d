// GLB-01 to GLB-04: the globals of the platform, no eval, and nothing uncaught.

package suites

import (
	"fmt"
	"strings"
	"time"

	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/ledger"
	"nimcert/verdict"
)

// Uncaught is GLB-04.
func Uncaught(t ledger.Timeline) []verdict.Finding {
	var out []verdict.Finding
	for _, e := range t.Where(ledger.Is(ledger.Uncaught, ledger.Unhandled)) {
		if invariants.OwnMistake(e) {
			continue
		}
		what := notCaught
		if e.Kind == ledger.Unhandled {
			what = notHandled
		}
		out = append(out, finding([]ledger.Event{e}, what, e, e.Detail))
	}
	return out
}

// inspect records what the program left on its platform.
func (t *Trial) inspect() ledger.Timeline {
	begin := t.Mark("look at storage and globals")
	t.MiniProgram().Inspect()
	t.Let(time.Second)
	return t.Timeline().After(begin.Seq)
}

var _ = requirementInspected("GLB-01", "left-as-they-were", glb01GlobalsUnchanged)

// glb01GlobalsUnchanged is GLB-01: Globals are left as they were.
func glb01GlobalsUnchanged(t *Trial) {
	for _, key := range ownEntries {
		t.MiniProgram().Store(key, "what the application wants to find again")
	}
	for i := range 9 { // 86 % of the platform's 10 MB
		t.MiniProgram().Store(fmt.Sprint("album-", i), strings.Repeat("picture ", 120_000))
	}
	t.lifetime()
	for _, e := range t.inspect().Where(ledger.Is(ledger.GlobalChanged)) {
		t.Find([]ledger.Event{e}, invariants.GlobalChange(e), e.Name)
	}
}

// ownEntries are keys of the application's own in the storage: a user's, an account's, and what sounds as if it were
// the SDK's.
var ownEntries = []string{"token", "draft-%alice", "%alice", "nim_token", "im-settings", "NIM", "yx_user",
	"device-id"}

// GLB-02 asks for a list, and the report shows it on the time line.
var _ = requirementInspected("GLB-02", "", glb02GlobalsListed)

// glb02GlobalsListed is GLB-02: Added globals are listed.
func glb02GlobalsListed(t *Trial) {
	t.lifetime()
	seen := t.inspect()
	var names []string
	for _, e := range seen.Where(ledger.Is(ledger.GlobalAdded)) {
		names = append(names, e.Name)
	}
	listed := "none"
	if len(names) > 0 {
		listed = strings.Join(names, ", ")
	}
	t.Mark("globals that the SDK adds: %s", listed)
}

// The host forbids code from strings in every scenario; here that is the subject. An SDK may try it and do without.
var _ = requirement("GLB-03", glb03WithoutEval)

// glb03WithoutEval is GLB-03: Works without eval.
func glb03WithoutEval(t *Trial) {
	who := t.comesIn(usual)
	t.sends(who.instance, who.to)
	if t.Capabilities[clients.Chatroom] && who.instance != lobby {
		if !t.fits(1, 1) {
			t.destroy(who.instance)
			t.Let(time.Minute)
		}
		t.Enter(room(lobby))
		t.sends(lobby, "")
	}
	if tries := t.Timeline().Where(ledger.Is(ledger.Forbidden)); len(tries) > 0 {
		t.Mark("the SDK tried %s and did without", fmt.Sprint(tries[0].Detail))
	}
}

// The findings of this file.
var (
	notCaught  = say("uncaught.exception", "an exception was not caught at {at}: {what}", "{at} 有异常没有被捕获：{what}")
	notHandled = say("uncaught.rejection",
		"a rejected promise was not handled at {at}: {what}",
		"{at} 有 Promise 被拒绝而无人处理：{what}")
)
