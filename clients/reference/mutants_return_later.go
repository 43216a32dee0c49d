package reference

func returnLaterMutants() []Mutant {
	return []Mutant{
		{"disconnected in the third wait, and back", "REC-12", "the third wait", "disconnect calls the next attempt off in the first two waits only.",
			func(s *seams) { s.cancels = func(in *instance) bool { return in.tries < 3 } }},
		{"room disconnected, and back", "REC-12", "the wait of a chatroom", "disconnect of a chatroom does not call the next attempt off.",
			func(s *seams) { s.cancels = func(in *instance) bool { return !inRoom(in) } }},
		{"disconnected, and a return announced", "REC-12", "the first wait", "disconnect in the wait announces the attempt once more.",
			at(onEnd, func(in *instance) { announce(in, in.tries+1, minDelay) })},

		{"connect in the third wait, and wait", "REC-13", "connect in the third wait", "From the third wait on, connect opens a link and leaves the attempt that was announced.",
			impatient(func(in *instance) bool { return in.tries >= 3 })},
		{"connect in a room's wait, and wait", "REC-13", "connect in the wait of a chatroom", "connect in a chatroom's wait opens a link and leaves the attempt that was announced.", impatient(inRoom)},
		{"connect while addresses are looked up", "REC-13", "connect in LBS", "connect while addresses are looked up opens another link.", unaskedAt(lookup)},
		{"connect while the login is pending", "REC-13", "connect while the login is pending", "connect while the login is pending opens another link.", unaskedAt(entering)},
		{"connect in the wait, and anew", "REC-13", "connect in the wait", "The link that connect opened in the wait is replaced when the announced attempt is due.",
			func(s *seams) {
				s.connect = func(in *instance) {
					if in.phase != waiting {
						connect(in)
						return
					}
					connect(in)
					later(in, minDelay, func() {
						in.vanish()
						in.attempt(true)
					})
				}
			}},

		{"marked manual the second time", "REC-17", "", "It marks the second automatic login as one that the user asked for.",
			func(s *seams) {
				asked := 0
				s.asksAsManual = func(l *link) bool {
					if l.automatic {
						asked++
					}
					return !l.automatic || asked == 2
				}
			}},
		{"room marked manual", "REC-17", "a message sent to a chatroom after", "It marks an automatic entry of a chatroom as one that the user asked for.",
			func(s *seams) { s.asksAsManual = func(l *link) bool { return !l.automatic || inRoom(l.in) } }},
		{"logged in twice on the way back", "REC-17", "", "It sends the automatic login twice.",
			func(s *seams) {
				s.enter = func(l *link) {
					l.login()
					if l.automatic {
						l.login()
					}
				}
			}},
		{"no sync the second time", "REC-17", "a message sent meanwhile", "After the second automatic login it does not fetch what came meanwhile.",
			func(s *seams) {
				returns := 0
				s.syncs = func(l *link) bool {
					if l.automatic {
						returns++
					}
					return returns < 2
				}
			}},
		{"room deaf on the way back", "REC-17", "a message sent to a chatroom after", "What comes for a chatroom that was entered again by itself is not delivered.",
			undelivering(func(l *link, _ incoming) bool { return inRoom(l.in) && l.automatic })},
	}
}

// impatient is a connect that opens a link in some waits and leaves the attempt that was announced.
func impatient(some func(in *instance) bool) func(*seams) {
	return func(s *seams) {
		s.overlaps = func(*link) bool { return true }
		s.connect = func(in *instance) {
			if in.phase == waiting && some(in) {
				in.attempt(false)
				return
			}
			connect(in)
		}
	}
}
