// GLB-04: something is thrown, or rejected, and nobody catches it.

package reference

import (
	"time"

	"nimcert/ledger"
)

func glbGlobalsMutants() []Mutant {
	return []Mutant{
		{"exception after the login", "GLB-04", "", "Code that runs after the login throws, and nothing catches it.",
			at(afterLogin,
				func(in *instance) { later(in, minDelay, func() { panic("undefined is not a function") }) })},
		{"exception when kicked", "GLB-04", "",
			"The code that handles a kick throws when it is through, and nothing catches it.",
			at(afterKick, func(*instance) { panic("undefined is not a function") })},
		{"rejection when a link is lost", "GLB-04", "",
			"A promise that is rejected when a link is lost has no handler.",
			at(afterLoss, func(in *instance) {
				in.c.p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Unhandled, Detail: "the link is lost"})
			})},
		{"exception when a room is left", "GLB-04", "",
			"The code that runs after a chatroom is destroyed throws, and nothing catches it.",
			at(afterDone, func(in *instance) {
				if inRoom(in) {
					panic("undefined is not a function")
				}
			})},
		{"exception five minutes later", "GLB-04", "",
			"Code that runs five minutes after a reconnect throws, and nothing catches it.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					later(in, 5*time.Minute, func() { panic("undefined is not a function") })
				}
			})},
		{"exception at the last attempt", "GLB-04", "",
			"The code that runs when the attempts are used up throws, and nothing catches it.",
			at(afterTelling, func(*instance) { panic("undefined is not a function") })},
	}
}
