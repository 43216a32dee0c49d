package invariants

import (
	"strings"

	"nimcert/clients"
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "GLB-04", Name: "uncaught",
	Blind: "an error that the client caught and swallowed",
	check: uncaught,
})

// uncaught checks that nothing is thrown uncaught, and that no correct call throws at its caller.
func uncaught(v *view) (out []Finding) {
	for _, e := range v.Timeline.Where(ledger.Is(ledger.Uncaught, ledger.Unhandled, ledger.Threw)) {
		switch {
		case OwnMistake(e):
		case e.Kind == ledger.Threw && ofFormer(e): // DST-06 is about that
		case e.Kind == ledger.Uncaught:
			out = append(out, found("exception", []ledger.Event{e}, sayNotCaught, e, e.Detail))
		case e.Kind == ledger.Unhandled:
			out = append(out, found("rejection", []ledger.Event{e}, sayNotHandled, e, e.Detail))
		default:
			out = append(out, found("call-of-"+hyphened(e.Verb)+"-threw", []ledger.Event{e},
				sayThrew, e.Verb, e, e.Reason))
		}
	}
	return out
}

// OwnMistake reports whether what was thrown is the application's own: a schedule made one of its callbacks throw.
func OwnMistake(e ledger.Event) bool {
	return strings.Contains(e.Detail, clients.OwnMistake) || strings.Contains(e.Reason, clients.OwnMistake)
}

// The findings of this file.
var (
	sayNotCaught  = say("glb-04.exception", "an exception was not caught at {at}: {what}", "{at} 有异常没有被捕获：{what}")
	sayNotHandled = say("glb-04.rejection",
		"a rejected promise was not handled at {at}: {what}",
		"{at} 有 Promise 被拒绝而无人处理：{what}")
	sayThrew = say("glb-04.call-threw",
		"the call of {verb} at {at} threw at the application: {why}",
		"{at} 对 {verb} 的调用向应用抛出异常：{why}")
)
