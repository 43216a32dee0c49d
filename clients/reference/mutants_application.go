package reference

import (
	"time"

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

		{"exception when a room is left", "GLB-04", "", "The code that runs after a chatroom is destroyed throws, and nothing catches it.",
			at(afterDone, func(in *instance) {
				if inRoom(in) {
					panic("undefined is not a function")
				}
			})},
		{"exception five minutes later", "GLB-04", "", "Code that runs five minutes after a reconnect throws, and nothing catches it.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					later(in, 5*time.Minute, func() { panic("undefined is not a function") })
				}
			})},
		{"exception at the last attempt", "GLB-04", "", "The code that runs when the attempts are used up throws, and nothing catches it.",
			at(afterTelling, func(*instance) { panic("undefined is not a function") })},
		{"kicked out of the room and not counted", "APP-01", "kick out of the chatroom", "A kick out of a chatroom raises no ondisconnect.",
			telling(func(in *instance, why cause) {
				if !inRoom(in) || why.how != byKick {
					tell(in, why)
				}
			})},
		{"connected twice after a kick", "APP-01", "kick and a new login", "After a kick it raises onconnect twice for a login.",
			func(s *seams) {
				kicked := false
				s.also = func(in *instance, now moment) {
					switch {
					case now == afterKick:
						kicked = true
					case now == afterLogin && kicked:
						in.raise(connectedEvent)
					}
				}
			}},
		{"second kick not counted", "APP-01", "kick and a new login", "Only the first kick is reported with the code kicked.",
			func(s *seams) {
				kicks := 0
				s.tell = func(in *instance, why cause) {
					if why.how == byKick {
						if kicks++; kicks > 1 {
							why.code = "logout"
						}
					}
					tell(in, why)
				}
			}},
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
