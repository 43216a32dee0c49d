package reference

import (
	"nimcert/ledger"
)

// applicationMutants break what holds in every scenario (GLB-04) and the count that applications keep (APP-01).
func applicationMutants() []Mutant {
	return []Mutant{
		{"exception after the login", "GLB-04", "", "Code that runs after the login throws, and nothing catches it.",
			at(afterLogin, func(in *instance) { later(in, minDelay, func() { panic("undefined is not a function") }) })},
		{"exception when kicked", "GLB-04", "", "The code that handles a kick throws when it is through, and nothing catches it.",
			at(afterKick, func(*instance) { panic("undefined is not a function") })},
		{"rejection when a link is lost", "GLB-04", "", "A promise that is rejected when a link is lost has no handler.",
			at(afterLoss, func(in *instance) {
				in.c.p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Unhandled, Detail: "the link is lost"})
			})},

		{"connected twice", "APP-01", "connect and destroy", "It raises onconnect twice for a login.",
			at(afterLogin, func(in *instance) { in.raise(connectedEvent) })},
		{"destroyed and counted twice", "APP-01", "three switches", "destroy calls done twice.",
			func(s *seams) { s.done = doneTwice }},
		{"destroyed and not counted", "APP-01", "connect and destroy", "destroy never calls done.",
			func(s *seams) { s.done = func(*instance, ending) {} }},
		{"kicked and not counted", "APP-01", "kick", "A kick raises no ondisconnect.",
			telling(func(in *instance, why cause) {
				if why.how != byKick {
					tell(in, why)
				}
			})},
	}
}
