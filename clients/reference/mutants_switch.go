package reference

// switchMutants break the change of account or room: SWI-01 to SWI-05.
func switchMutants() []Mutant {
	const late = "a peer that answers the close 3 s late"
	return []Mutant{
		{"next account before the close", "SWI-01", late, "done of an account comes before its socket is closed.", hasty},
		{"next room before the close", "SWI-02", late, "done of a chatroom comes before its socket is closed.", hastyInRooms},
		{"switch over the cap", "SWI-03", late, "done comes before the socket is closed, so that the next account's is one too many.", hasty},

		{"the same dead instance", "SWI-04", "", "The same account again gets the destroyed instance.",
			func(s *seams) { s.forgotten = func(*instance) bool { return false } }},
		{"the same account, mute", "SWI-04", "", "An account that was destroyed once gets an instance that sends nothing.",
			at(afterDone, func(in *instance) { in.c.s.sends = func(*instance, outgoing, func()) {} })},
		{"the same account, twice", "SWI-04", "", "An account that was destroyed once gets two sockets.",
			at(afterDone, func(in *instance) {
				in.c.s.also = func(in *instance, now moment) {
					if now == afterLogin {
						in.spare(kept)
					}
				}
			})},

		{"a socket left by the tenth switch", "SWI-05", "", "The tenth instance is destroyed without closing its socket.",
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
