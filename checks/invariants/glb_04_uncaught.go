package invariants

import "nimcert/ledger"

var _ = register(Invariant{
	Requirement: "GLB-04", Name: "uncaught",
	Blind: "an error that the client caught and swallowed",
	check: uncaught,
})

// uncaught checks that nothing is thrown where nobody catches it, and at no caller who did nothing wrong.
func uncaught(v *view) (out []Finding) {
	for _, e := range v.Timeline.Where(ledger.Is(ledger.Uncaught, ledger.Unhandled, ledger.Threw)) {
		switch e.Kind {
		case ledger.Uncaught:
			out = append(out, found("exception", []ledger.Event{e}, "an exception was not caught at %s: %s", at(e), e.Detail))
		case ledger.Unhandled:
			out = append(out, found("rejection", []ledger.Event{e}, "a rejected promise was not handled at %s: %s", at(e), e.Detail))
		default:
			out = append(out, found("call-of-"+hyphened(e.Verb)+"-threw", []ledger.Event{e},
				"the call of %s at %s threw at the application: %s", e.Verb, at(e), e.Reason))
		}
	}
	return out
}
