// MSG-01 to MSG-05: messages are lost, doubled, changed, or not answered.

package reference

import (
	"strings"
	"time"
)

func msgMutants() []Mutant {
	return []Mutant{
		{"message not sent", "MSG-01", "", "What IM sends never leaves the client.",
			unsending(func(in *instance, m outgoing) bool { return in.room == "" && !m.team })},
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
		{"message not delivered", "MSG-01", "", "What comes for an account is not delivered.",
			undelivering(func(l *link, m incoming) bool { return l.in.room == "" && !m.team })},
		{"message delivered twice", "MSG-01", "", "What comes for an account is delivered twice.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					deliver(l, m)
					deliver(l, m)
				}
			}},
		{"text cut", "MSG-01", "", "What comes for an account is delivered with the first twenty bytes of its text.",
			rewriting(func(m *incoming) { m.text = m.text[:min(20, len(m.text))] })},
		{"nothing but ASCII delivered", "MSG-01", "", "What is not ASCII is taken out of the messages that come.",
			rewriting(func(m *incoming) { m.text = ascii(m.text) })},
		{"nothing but ASCII sent", "MSG-01", "", "What is not ASCII is taken out of the messages that are sent.",
			asciiOnly(func(*instance, outgoing) bool { return true })},
		{"sender lost", "MSG-01", "", "Messages are delivered without their sender.",
			rewriting(func(m *incoming) { m.from = "" })},
		{"message sent to another account", "MSG-01", "two-accounts", "What is sent to an account goes to another one.",
			func(s *seams) {
				s.sends = func(in *instance, m outgoing, _ func()) {
					m.to += "2"
					in.link.send(m)
				}
			}},
		{"message sent twice", "MSG-01", "", "Each message is sent twice.",
			func(s *seams) {
				s.sends = func(in *instance, m outgoing, send func()) {
					in.link.post(sendMessage, properties(fields{0: 0, 1: m.to, 8: 0, 9: m.text, 11: m.id, 13: 0}))
					send()
				}
			}},
		{"message confirmed twice", "MSG-01", "", "Each message is confirmed twice.",
			func(s *seams) {
				s.sends = func(in *instance, m outgoing, send func()) {
					in.sent(m, m.id)
					send()
				}
			}},
		{"message confirmed and failed", "MSG-01", "", "Each message is confirmed, and reported as failed as well.",
			func(s *seams) {
				s.sends = func(in *instance, m outgoing, send func()) {
					in.notSent(m, "timeout", "the message was not confirmed")
					send()
				}
			}},
		{"one message sent, no other", "MSG-01", "", "The first message leaves the client, and no other.",
			nthSent(func(n int, _ *instance) bool { return n == 1 })},
		{"mute after five minutes", "MSG-01", "",
			"Five minutes after the session began nothing that is sent leaves the client.",
			nthSent(func(_ int, in *instance) bool { return in.c.env.Clock.Now() < 5*time.Minute })},
		{"deaf after five minutes", "MSG-01", "",
			"Five minutes after the session began nothing that comes is delivered.",
			undelivering(func(l *link, _ incoming) bool { return l.in.c.env.Clock.Now() > 5*time.Minute })},

		{"message of a team not sent", "MSG-02", "", "What is sent to a team never leaves the client.",
			unsending(func(_ *instance, m outgoing) bool { return m.team })},
		{"message of a team sent to an account", "MSG-02", "",
			"What is sent to a team goes to the account of that name.",
			func(s *seams) {
				s.sends = func(in *instance, m outgoing, _ func()) {
					m.team = false
					in.link.send(m)
				}
			}},
		{"message of a team not delivered", "MSG-02", "", "What comes from a team is not delivered.",
			undelivering(func(_ *link, m incoming) bool { return m.team })},
		{"one message of a team sent, no other", "MSG-02", "",
			"The first message to a team leaves the client, and no other.",
			nthSent(func(n int, _ *instance) bool { return n == 1 })},
		{"text of a team cut", "MSG-02", "",
			"What comes from a team is delivered with the first ten bytes of its text.",
			rewriting(func(m *incoming) {
				if m.team {
					m.text = m.text[:min(10, len(m.text))]
				}
			})},
		{"deaf to teams after five minutes", "MSG-02", "",
			"Five minutes after the session began nothing that comes from a team is delivered.",
			undelivering(func(l *link, m incoming) bool { return m.team && l.in.c.env.Clock.Now() > 5*time.Minute })},
		{"nothing but ASCII sent to a team", "MSG-02", "",
			"What is not ASCII is taken out of the messages that are sent to a team.",
			asciiOnly(func(_ *instance, m outgoing) bool { return m.team })},
		{"team's sender lost", "MSG-02", "", "What comes from a team is delivered without its sender.",
			rewriting(func(m *incoming) {
				if m.team {
					m.from = ""
				}
			})},

		{"message of a room not sent", "MSG-03", "", "What is sent to a chatroom never leaves the client.",
			unsending(func(in *instance, _ outgoing) bool { return in.room != "" })},
		{"message of a room confirmed and not sent", "MSG-03", "",
			"It confirms what is sent in a chatroom, and sends nothing.",
			confirming(func(in *instance, _ outgoing) bool { return in.room != "" })},
		{"message of a room not delivered", "MSG-03", "", "What comes from a chatroom is not delivered.",
			undelivering(func(l *link, _ incoming) bool { return l.in.room != "" })},
		{"nothing but ASCII sent in a room", "MSG-03", "",
			"What is not ASCII is taken out of the messages that are sent in a chatroom.",
			asciiOnly(func(in *instance, _ outgoing) bool { return inRoom(in) })},
		{"room's sender lost", "MSG-03", "", "What comes from a chatroom is delivered without its sender.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					if inRoom(l.in) {
						m.from = ""
					}
					deliver(l, m)
				}
			}},
		{"room mute after five minutes", "MSG-03", "",
			"Five minutes after the session began nothing that is sent in a chatroom leaves the client.",
			nthSent(func(_ int, in *instance) bool { return !inRoom(in) || in.c.env.Clock.Now() < 5*time.Minute })},
		{"message of a room delivered twice", "MSG-03", "", "What comes from a chatroom is delivered twice.",
			func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					deliver(l, m)
					if inRoom(l.in) {
						deliver(l, m)
					}
				}
			}},

		{"messages out of order", "MSG-04", "",
			"Every third message is delivered a second late, behind those that came after it.",
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
		{"messages repeated after a reconnect", "MSG-04", "",
			"After an automatic login it delivers the last message again.",
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
		{"messages lost at the second return", "MSG-04", "",
			"After the second automatic login it does not fetch what came meanwhile.",
			unsyncedAgain},
		{"message of before delivered after the return", "MSG-04", "",
			"What comes in the second before a loss is delivered after the return.",
			func(s *seams) {
				var late []incoming
				s.deliver = func(l *link, m incoming) {
					if l.automatic || len(late) > 0 {
						deliver(l, m)
						return
					}
					late = append(late, m)
				}
				s.also = func(in *instance, now moment) {
					if now == afterLogin && in.link.automatic && len(late) > 0 {
						m := late[0]
						later(in, 5*time.Second, func() { deliver(in.link, m) })
					}
				}
			}},

		{"unsent in a room and silent", "MSG-05", "room-in-the-wait",
			"A message sent in a chatroom without a link is dropped without a callback.", dropping(inRoom)},
		{"unsent after disconnect and silent", "MSG-05", "after-disconnect",
			"A message sent after disconnect is dropped without a callback.",
			ofVerb("disconnect", func(s *seams) { s.unsent = func(*instance, outgoing, func()) {} })},
		{"unsent after a kick and silent", "MSG-05", "after-kick",
			"A message sent after a kick is dropped without a callback.",
			afterAKick(func(s *seams) { s.unsent = func(*instance, outgoing, func()) {} })},
		{"unsent, and sent later", "MSG-05", "",
			"A message sent without a link fails, and is sent when there is one again.",
			func(s *seams) {
				var kept []outgoing
				s.unsent = func(_ *instance, m outgoing, failed func()) {
					kept = append(kept, m)
					failed()
				}
				s.also = func(in *instance, now moment) {
					if now == afterLogin {
						for _, m := range kept {
							in.link.post(sendMessage,
								properties(fields{0: 0, 1: m.to, 8: 0, 9: m.text, 11: m.id, 13: 0}))
						}
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

// dropping silently drops messages that some instances send without a link.
func dropping(some func(*instance) bool) func(*seams) {
	return func(s *seams) {
		s.unsent = func(in *instance, _ outgoing, failed func()) {
			if !some(in) {
				failed()
			}
		}
	}
}

// nthSent sends only some of the messages: n counts them from 1.
func nthSent(some func(n int, in *instance) bool) func(*seams) {
	return func(s *seams) {
		n := 0
		s.sends = func(in *instance, _ outgoing, send func()) {
			if n++; some(n, in) {
				send()
			}
		}
	}
}

// rewriting changes what is delivered.
func rewriting(f func(*incoming)) func(*seams) {
	return func(s *seams) {
		s.deliver = func(l *link, m incoming) {
			f(&m)
			deliver(l, m)
		}
	}
}

// asciiOnly sends some messages without what is not ASCII.
func asciiOnly(some func(*instance, outgoing) bool) func(*seams) {
	return func(s *seams) {
		s.sends = func(in *instance, m outgoing, _ func()) {
			if some(in, m) {
				m.text = ascii(m.text)
			}
			in.link.send(m)
		}
	}
}

// ascii takes out what is not ASCII.
func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 127 {
			return -1
		}
		return r
	}, text)
}
