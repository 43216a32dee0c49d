// REC-09: a loss does not lead back.

package reference

import (
	"fmt"
	"time"
)

func recComesBackMutants() []Mutant {
	room := func(some func(w cause) bool) func(*seams) {
		return givingUp(func(in *instance, why cause) bool { return inRoom(in) && some(why) })
	}
	gone := func(name, condition, what string, change func(*seams)) Mutant {
		return Mutant{Name: name, Breaks: "REC-09", Condition: condition, What: what, change: change}
	}
	return append([]Mutant{
		{"given up after three seconds", "REC-09", "server-restart",
			"It gives up when the service is away for more than three seconds.",
			func(s *seams) {
				lost := time.Duration(-1)
				s.returns = func(in *instance, why cause) bool {
					now := in.c.env.Clock.Now()
					if why.step == live {
						lost = now
					}
					return mayReturn(in, why) && now-lost <= 3*time.Second
				}
			}},
		{"given up without addresses", "REC-09", "lbs-down", "An address lookup that fails ends the reconnecting.",
			lookupOrNothing},
		{"back after five minutes", "REC-09", "", "It waits five minutes before it comes back, whatever it announced.",
			func(s *seams) {
				s.sleeps = func(*instance, time.Duration) time.Duration { return 5 * time.Minute }
			}},
		{"back with two sockets", "REC-09", "", "After an automatic login it opens a second socket.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					in.spare(kept)
				}
			})},
		{"back and mute", "REC-09", "", "After an automatic login nothing that is sent leaves the client.",
			func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					if !in.link.automatic {
						send()
					}
				}
			}},
		{"back without a login", "REC-09", "", "It opens a link again and says connected, but does not log in.",
			func(s *seams) {
				s.enter = func(l *link) {
					if l.automatic {
						l.in.loggedIn(l)
						return
					}
					l.login()
				}
			}},
		{"handshake waited for", "REC-09", "handshake-timed-out",
			"It waits for the answer to a handshake for as long as it takes.", waitingFor(handshake)},
		{"room not entered again", "REC-09", "room-fin", "A chatroom's link that ended is not opened again.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && !inRoom(in) }
			}},
		{"room back and mute", "REC-09", "room-close-1001",
			"After a chatroom was entered again by itself, nothing that is sent leaves the client.",
			func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					if !inRoom(in) || !in.link.automatic {
						send()
					}
				}
			}},
		{"gone at the second loss", "REC-09", "fin", "It comes back from one loss and from no other.",
			func(s *seams) {
				losses := 0
				s.returns = func(in *instance, why cause) bool {
					if why.step == live {
						losses++
					}
					return mayReturn(in, why) && losses < 2
				}
			}},
		{"gone after five minutes", "REC-09", "close-1001", "A link that was up for five minutes is not opened again.",
			func(s *seams) {
				up := time.Duration(0)
				s.also = func(in *instance, now moment) {
					if now == afterLogin {
						up = in.c.env.Clock.Now()
					}
				}
				s.returns = func(in *instance, why cause) bool {
					return mayReturn(in, why) && (why.step != live || in.c.env.Clock.Now()-up < 5*time.Minute)
				}
			}},
		{"two sockets at the second return", "REC-09", "rst",
			"After the second automatic login it opens a second socket.",
			func(s *seams) {
				returns := 0
				s.also = func(in *instance, now moment) {
					if now == afterLogin && in.link.automatic {
						if returns++; returns == 2 {
							in.spare(kept)
						}
					}
				}
			}},
		gone("room gone at close 1000", "room-close-1000",
			"A chatroom's link that the service closes with 1000 is not opened again.", room(closedWith("1000"))),
		gone("room gone at close 1011", "room-close-1011",
			"A chatroom's link that the service closes with 1011 is not opened again.", room(closedWith("1011"))),
		gone("room gone at close 1012", "room-close-1012",
			"A chatroom's link that the service closes with 1012 is not opened again.", room(closedWith("1012"))),
		gone("room gone at status 500", "room-handshake-500",
			"A chatroom's handshake that is answered with 500 ends the reconnecting.", room(requestEnded("500"))),
		gone("room gone at status 503", "room-handshake-503",
			"A chatroom's handshake that is answered with 503 ends the reconnecting.", room(requestEnded("503"))),
		gone("room gone at a time-out", "room-handshake-timed-out",
			"A chatroom's handshake that is not answered ends the reconnecting.", room(requestEnded("timeout"))),
		gone("gone when lost in the login", "lost-again-login-pending",
			"A link that ends while its automatic login is pending is not opened again.",
			givingUp(func(_ *instance, why cause) bool { return endedEntering(why) })),
		gone("gone when lost before the greeting", "lost-again-before-greeting",
			"A link that ends before the service greets is not opened again.",
			givingUp(func(_ *instance, why cause) bool { return endedOpening(why) })),
	}, comesBackFromEachCause()...)
}

// comesBackFromEachCause are the mutants that do not reconnect after one kind of loss.
func comesBackFromEachCause() []Mutant {
	var list []Mutant
	for _, c := range []struct {
		name, condition, cause string
		is                     func(why cause) bool
	}{
		{"gone at close 1000", "close-1000", "close 1000", closedWith("1000")},
		{"gone at close 1001", "close-1001", "close 1001", closedWith("1001")},
		{"gone at close 1011", "close-1011", "close 1011", closedWith("1011")},
		{"gone at close 1012", "close-1012", "close 1012", closedWith("1012")},
		// The platform reports 1006 for all three: a client cannot tell them apart.
		{"gone at a FIN", "fin", "FIN without a close frame", closedWith("1006")},
		{"gone at an RST", "rst", "RST", closedWith("1006")},
		{"gone at an RST inside a frame", "rst-in-frame", "RST inside a frame", closedWith("1006")},
		{"gone at status 500", "handshake-500", "handshake 500", requestEnded("500")},
		{"gone at status 503", "handshake-503", "handshake 503", requestEnded("503")},
		{"gone when refused", "handshake-refused", "handshake refused", requestEnded("connection refused")},
		{"gone at a time-out", "handshake-timed-out", "handshake timed out", requestEnded("timeout")},
	} {
		list = append(list, Mutant{c.name, "REC-09", c.condition, fmt.Sprintf("A link or an attempt that ends with "+
			"%q is not followed by another.", c.cause),
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && !c.is(why) }
			}})
	}
	return list
}
