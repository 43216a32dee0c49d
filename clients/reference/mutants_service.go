package reference

import (
	"time"
)

// serviceMutants break what the links are for: MSG-01 to MSG-05.
func serviceMutants() []Mutant {
	return []Mutant{
		{"message not sent", "MSG-01", "", "What IM sends never leaves the client.", unsending(func(in *instance, m outgoing) bool { return in.room == "" && !m.team })},
		{"message confirmed and not sent", "MSG-01", "", "It confirms what IM sends, and sends nothing.",
			confirming(func(in *instance, m outgoing) bool { return in.room == "" && !m.team })},
		{"message sent without its text", "MSG-01", "", "What is sent to an account has no text.",
			func(s *seams) {
				s.sends = func(in *instance, m outgoing, _ func()) {
					m.text = ""
					in.link.send(m)
				}
			}},
		{"message delivered without its text", "MSG-01", "", "What comes for an account is delivered without its text.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					m.text = ""
					deliver(l, m)
				}
			}},
		{"message not delivered", "MSG-01", "", "What comes for an account is not delivered.", undelivering(func(l *link, m incoming) bool { return l.in.room == "" && !m.team })},
		{"message delivered twice", "MSG-01", "", "What comes for an account is delivered twice.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					deliver(l, m)
					deliver(l, m)
				}
			}},
		{"message of a team not sent", "MSG-02", "", "What is sent to a team never leaves the client.", unsending(func(_ *instance, m outgoing) bool { return m.team })},
		{"message of a team sent to an account", "MSG-02", "", "What is sent to a team goes to the account of that name.",
			func(s *seams) {
				s.sends = func(in *instance, m outgoing, _ func()) {
					m.team = false
					in.link.send(m)
				}
			}},
		{"message of a team not delivered", "MSG-02", "", "What comes from a team is not delivered.", undelivering(func(_ *link, m incoming) bool { return m.team })},
		{"message of a room not sent", "MSG-03", "", "What is sent to a chatroom never leaves the client.", unsending(func(in *instance, _ outgoing) bool { return in.room != "" })},
		{"message of a room confirmed and not sent", "MSG-03", "", "It confirms what is sent in a chatroom, and sends nothing.",
			confirming(func(in *instance, _ outgoing) bool { return in.room != "" })},
		{"message of a room not delivered", "MSG-03", "", "What comes from a chatroom is not delivered.", undelivering(func(l *link, _ incoming) bool { return l.in.room != "" })},

		{"messages out of order", "MSG-04", "", "Every third message is delivered a second late, behind those that came after it.",
			func(s *seams) {
				n := 0
				s.deliver = func(l *link, m incoming) {
					if n++; n%3 == 0 {
						later(l.in, time.Second, func() { deliver(l, m) })
						return
					}
					deliver(l, m)
				}
			}},
		{"messages lost while away", "MSG-04", "", "After an automatic login it does not fetch what came meanwhile.",
			func(s *seams) { s.syncs = func(l *link) bool { return !l.automatic } }},
		{"messages repeated after a reconnect", "MSG-04", "", "After an automatic login it delivers the last message again.",
			func(s *seams) {
				var last *incoming
				s.deliver = func(l *link, m incoming) {
					last = &m
					deliver(l, m)
				}
				s.also = func(in *instance, now moment) {
					if now == afterLogin && last != nil {
						deliver(in.link, *last)
					}
				}
			}},

		{"unsent and silent", "MSG-05", "", "A message sent without a link is dropped without a callback.",
			func(s *seams) { s.unsent = func(*instance, outgoing, func()) {} }},
		{"unsent and confirmed", "MSG-05", "", "A message sent without a link is confirmed.",
			func(s *seams) { s.unsent = func(in *instance, m outgoing, _ func()) { in.sent(m, m.id) } }},
		{"unsent and told twice", "MSG-05", "", "A message sent without a link fails twice.",
			func(s *seams) {
				s.unsent = func(_ *instance, _ outgoing, failed func()) {
					failed()
					failed()
				}
			}},
	}
}

func unsending(sort func(*instance, outgoing) bool) func(*seams) {
	return func(s *seams) {
		s.sends = func(in *instance, m outgoing, send func()) {
			if !sort(in, m) {
				send()
			}
		}
	}
}

// confirming confirms a sort of messages at once, and sends none of them.
func confirming(sort func(*instance, outgoing) bool) func(*seams) {
	return func(s *seams) {
		s.sends = func(in *instance, m outgoing, send func()) {
			if sort(in, m) {
				in.sent(m, m.id)
				return
			}
			send()
		}
	}
}

func undelivering(sort func(*link, incoming) bool) func(*seams) {
	return func(s *seams) {
		s.deliver = func(l *link, m incoming) {
			if !sort(l, m) {
				deliver(l, m)
			}
		}
	}
}
