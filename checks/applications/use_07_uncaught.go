package applications

import (
	"regexp"

	"nimcert/checks/invariants"
	"nimcert/ledger"
)

// thrownIn finds the script in which something was thrown, as the host writes it: "… (at pages/room/room.js:12:5, …)".
var thrownIn = regexp.MustCompile(`\(at ([^\s:]+):\d+:\d+`)

// uncaught checks that the application's own scripts throw nothing that they do not catch. Exceptions from inside the
// SDK, or from no known script, do not count.
func uncaught(v *view) (out []invariants.Finding) {
	for _, e := range v.Timeline {
		if e.Kind != ledger.Uncaught {
			continue
		}
		at := thrownIn.FindStringSubmatch(e.Detail)
		if at == nil || !v.Scripts[at[1]] {
			continue
		}
		out = append(out, found("throws", []ledger.Event{e}, sayThrows, e.At, e.Detail))
	}
	return once(out)
}

var sayThrows = say("use-07.throws", "at {at} the application throws: {what}", "{at} 应用抛出异常：{what}")
