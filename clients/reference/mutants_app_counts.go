// APP-01: the count that applications keep is not that of the sockets.

package reference

func appCountsMutants() []Mutant {
	return []Mutant{
		{"kicked out of the room and not counted", "APP-01", "room-kick",
			"A kick out of a chatroom raises no ondisconnect.",
			telling(func(in *instance, why cause) {
				if !inRoom(in) || why.how != byKick {
					tell(in, why)
				}
			})},
		{"connected twice after a kick", "APP-01", "kick-and-login",
			"After a kick it raises onconnect twice for a login.",
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
		{"second kick not counted", "APP-01", "kick-and-login", "Only the first kick is reported with the code kicked.",
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
		{"connected twice", "APP-01", "connect-and-destroy", "It raises onconnect twice for a login.",
			at(afterLogin, func(in *instance) { in.raise(connectedEvent) })},
		{"destroyed and counted twice", "APP-01", "three-switches", "destroy calls done twice.",
			func(s *seams) { s.done = doneTwice }},
		{"destroyed and not counted", "APP-01", "connect-and-destroy", "destroy never calls done.",
			func(s *seams) { s.done = func(*instance, ending) {} }},
		{"kicked and not counted", "APP-01", "kick", "A kick raises no ondisconnect.",
			telling(func(in *instance, why cause) {
				if why.how != byKick {
					tell(in, why)
				}
			})},
		{"third kind of kick not counted", "APP-01", "kick-and-login",
			"A kick by another platform is not reported with the code kicked.",
			telling(func(in *instance, why cause) {
				if why.how == byKick && why.reason == "otherPlatformKick" {
					why.code = "logout"
				}
				tell(in, why)
			})},
		{"second room connected twice", "APP-01", "room-three-switches",
			"From the second chatroom on it raises onconnect twice for an entry.",
			func(s *seams) {
				rooms := 0
				at(afterLogin, func(in *instance) {
					if inRoom(in) {
						if rooms++; rooms > 1 {
							in.raise(connectedEvent)
						}
					}
				})(s)
			}},
	}
}
