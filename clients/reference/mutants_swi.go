// SWI-01 to SWI-05: a switch opens before it closes, or does not work.

package reference

func swiMutants() []Mutant {
	const late = "close-3-s-late"
	return []Mutant{
		{"next account before the close", "SWI-01", late, "done of an account comes before its socket is closed.",
			hasty},
		{"next account mute", "SWI-01", "", "The account that follows another sends nothing.",
			at(afterDone, func(in *instance) { in.c.s.sends = func(*instance, outgoing, func()) {} })},

		{"next room before the close", "SWI-02", late, "done of a chatroom comes before its socket is closed.",
			hastyInRooms},
		{"next room mute", "SWI-02", "", "The chatroom that follows another sends nothing.",
			at(afterDone, func(in *instance) { in.c.s.sends = func(*instance, outgoing, func()) {} })},

		{"switch over the cap", "SWI-03", late,
			"done comes before the socket is closed, so that the next account's is one too many.", hasty},
		{"room switch over the cap", "SWI-03", "room-" + late,
			"done of a chatroom comes before its socket is closed, so that the next one's is one too many.",
			hastyInRooms},
		{"switch closes the other", "SWI-03", "", "destroy closes the socket of every instance.",
			at(onEnd, func(in *instance) {
				for _, other := range in.others() {
					other.vanish()
				}
			})},
		{"room switch mutes the other", "SWI-03", "room-link-250-ms",
			"When a chatroom is destroyed, nothing that IM sends leaves the client.",
			at(afterDone, func(in *instance) {
				if inRoom(in) {
					in.c.s.sends = func(*instance, outgoing, func()) {}
				}
			})},

		{"the same dead instance", "SWI-04", "", "The same account again gets the destroyed instance.",
			func(s *seams) { s.forgotten = func(*instance) bool { return false } }},
		{"the same account, mute", "SWI-04", "",
			"An account that was destroyed once gets an instance that sends nothing.",
			at(afterDone, func(in *instance) { in.c.s.sends = func(*instance, outgoing, func()) {} })},
		{"the same account, twice", "SWI-04", "", "An account that was destroyed once gets two sockets.",
			at(afterDone, func(in *instance) {
				in.c.s.also = func(in *instance, now moment) {
					if now == afterLogin {
						in.spare(kept)
					}
				}
			})},
		{"the same account, dead the third time", "SWI-04", "im",
			"An account that was destroyed twice gets the destroyed instance.",
			func(s *seams) {
				asked := 0
				s.forgotten = func(in *instance) bool {
					asked++
					return in.destroyed && asked < 3
				}
			}},
		{"the same dead room", "SWI-04", "room", "The same chatroom again gets the destroyed instance.",
			func(s *seams) { s.forgotten = func(in *instance) bool { return in.destroyed && !inRoom(in) } }},
		{"the same account, deaf", "SWI-04", "",
			"An account that was destroyed once gets an instance to which nothing is delivered.",
			at(afterDone, func(in *instance) { in.c.s.deliver = func(*link, incoming) {} })},
		{"the same account, no way back", "SWI-04", "",
			"An account that was destroyed once gets an instance whose lost link is not opened again.",
			at(afterDone, func(in *instance) { in.c.s.returns = func(*instance, cause) bool { return false } })},

		{"a socket left by the tenth switch", "SWI-05", "",
			"The tenth instance is destroyed without closing its socket.",
			func(s *seams) {
				ends := 0
				s.abandon = func(l *link) {
					if ends++; ends == 10 {
						l.quit()
						return
					}
					l.drop()
				}
			}},
		{"every fifth switch in a hurry", "SWI-05", "", "Every fifth instance calls done before its socket is closed.",
			func(s *seams) {
				ends := 0
				s.also = func(in *instance, now moment) {
					if now == onEnd {
						if ends++; ends%5 == 0 {
							in.finish()
						}
					}
				}
			}},
		{"a socket left by the tenth room", "SWI-05", "rooms",
			"The tenth chatroom is destroyed without closing its socket.",
			func(s *seams) {
				ends := 0
				s.abandon = func(l *link) {
					if ends++; ends == 10 && inRoom(l.in) {
						l.quit()
						return
					}
					l.drop()
				}
			}},
		{"stuck at the twentieth switch", "SWI-05", "", "The twentieth instance never calls done.",
			func(s *seams) {
				ends := 0
				s.done = func(in *instance, e ending) {
					if ends++; ends < 20 {
						done(in, e)
					}
				}
			}},
	}
}
