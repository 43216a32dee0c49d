// Changes that mutants of several requirements share.

package reference

import (
	"time"

	"nimcert/clients/platform"
)

// uncounted does not count attempts that end in one way.
func uncounted(is func(why cause) bool) func(*seams) {
	return func(s *seams) {
		s.allowed = func(in *instance, why cause) int {
			if is(why) {
				return -1
			}
			return allowed(in, why)
		}
	}
}

// uncountedInRooms does not count the attempts of chatrooms.
func uncountedInRooms(s *seams) {
	s.allowed = func(in *instance, why cause) int {
		if inRoom(in) {
			return -1
		}
		return allowed(in, why)
	}
}

// unsyncedAgain asks for no sync from the second automatic login on.
func unsyncedAgain(s *seams) {
	returns := 0
	s.syncs = func(l *link) bool {
		if l.automatic {
			returns++
		}
		return returns < 2
	}
}

// counting makes a change that knows how often the application called connect on each instance.
func counting(change func(calls map[*instance]int) func(*seams)) func(*seams) {
	return func(s *seams) {
		calls := map[*instance]int{}
		s.connect = func(in *instance) {
			calls[in]++
			connect(in)
		}
		change(calls)(s)
	}
}

// withoutLink changes the end of an instance that has no link.
func withoutLink(change func(*seams)) func(*seams) {
	return at(onEnd, func(in *instance) {
		if in.link == nil {
			change(in.c.s)
		}
	})
}

// inSync reports whether the sync that follows the login on a link is not answered yet.
func inSync(l *link) bool { return l != nil && l.step == live && !l.synced && !inRoom(l.in) }

// unclosedInSync gives up a link whose sync is pending, without closing its socket.
func unclosedInSync(s *seams) {
	s.abandon = func(l *link) {
		if inSync(l) {
			l.quit()
			return
		}
		l.drop()
	}
}

// unconnected changes the end of an instance whose link is not up yet.
func unconnected(change func(*seams)) func(*seams) {
	return at(onEnd, func(in *instance) {
		if in.link != nil && in.link.step != live {
			change(in.c.s)
		}
	})
}

// ofVerb makes a change that applies from the first call of one verb on.
func ofVerb(verb string, change func(*seams)) func(*seams) {
	return at(onEnd, func(in *instance) {
		if in.endings[0].verb != verb {
			return
		}
		s := in.c.s
		s.also = func(*instance, moment) {}
		change(s)
		s.also(in, onEnd)
	})
}

func doneTwice(in *instance, e ending) {
	done(in, e)
	done(in, ending{verb: e.verb})
}

func nineMinutesLate(in *instance, e ending) { later(in, 9*time.Minute, func() { done(in, e) }) }

// hasty calls done even if the platform still holds sockets or requests.
func hasty(s *seams) { s.mayFinish = func(*instance) bool { return true } }

func hastyInRooms(s *seams) {
	s.mayFinish = func(in *instance) bool { return in.room != "" || letGo(in) }
}

// patient delays done until the platform holds nothing, without a limit.
func patient(s *seams) { s.doneWithin = func(*instance) time.Duration { return 1000 * time.Hour } }

// onAutomatic changes the end of an instance that opened its link by itself.
func onAutomatic(change func(*seams)) func(*seams) {
	return at(onEnd, func(in *instance) {
		if in.link != nil && in.link.automatic {
			change(in.c.s)
		}
	})
}

// polite closes a link when its logout is answered, and calls done only then.
func polite(s *seams) {
	patient(s)
	s.farewell = func(l *link) {
		c := logout
		if inRoom(l.in) {
			c = roomLogout
		}
		l.ask(c, nil, 1000*time.Hour, func(answer) { l.drop() })
	}
	s.abandon = func(l *link) {
		if l.step != live {
			l.drop()
		}
	}
}

// lingering keeps a kicked link for half a second.
func lingering(s *seams) { s.kicked = func(l *link) { later(l.in, 500*time.Millisecond, l.drop) } }

func telling(f func(in *instance, why cause)) func(*seams) { return func(s *seams) { s.tell = f } }

// afterAKick makes a change that applies after a kick.
func afterAKick(change func(*seams)) func(*seams) {
	return at(afterKick, func(in *instance) { change(in.c.s) })
}

func lingeringInRooms(s *seams) {
	s.kicked = func(l *link) {
		if inRoom(l.in) {
			later(l.in, 500*time.Millisecond, l.drop)
			return
		}
		l.drop()
	}
}

// inRoom reports whether an instance is a chatroom entry.
func inRoom(in *instance) bool { return in.room != "" }

// unaskedAt is a connect that makes a second link while the first is at one step.
func unaskedAt(at step) func(*seams) {
	return func(s *seams) {
		s.overlaps = func(*link) bool { return true }
		s.connect = func(in *instance) {
			if in.phase == connecting && in.link.step == at {
				in.attempt(false)
				return
			}
			connect(in)
		}
	}
}

// waitingFor sets no limit for one step.
func waitingFor(one step) func(*seams) {
	return func(s *seams) {
		s.limit = func(_ *link, at step) time.Duration {
			if at == one {
				return 1000 * time.Hour
			}
			return stepLimit
		}
	}
}

func closedWith(code string) func(cause) bool {
	return func(why cause) bool { return why.how == byClose && why.code == code }
}

func requestEnded(code string) func(cause) bool {
	return func(why cause) bool { return why.how == byRequest && why.code == code }
}

// lookupOrNothing ends an attempt, and the reconnecting, when the lookup gives no address.
func lookupOrNothing(s *seams) {
	s.withoutLookup = func(l *link) bool {
		l.in.vanish()
		l.in.phase = idle
		tell(l.in, cause{how: byRequest, code: "noAddress"})
		return false
	}
}

// nth counts an instance's moments.
func nth() func(in *instance) int {
	n := map[*instance]int{}
	return func(in *instance) int { n[in]++; return n[in] }
}

// atNth makes a change at an instance's nth moment of a sort.
func atNth(when moment, n int, f func(in *instance)) func(*seams) {
	return func(s *seams) {
		count := nth()
		s.also = func(in *instance, now moment) {
			if now == when && count(in) == n {
				f(in)
			}
		}
	}
}

// afterCause remembers why the last link ended, for later decisions.
func afterCause(change func(s *seams, last *cause)) func(*seams) {
	return func(s *seams) {
		var last cause
		s.returns = func(in *instance, why cause) bool {
			last = why
			return mayReturn(in, why)
		}
		change(s, &last)
	}
}

func opened(*instance) func(*platform.Socket) { return kept }

// asking changes a login for a live instance: in some states it opens another link.
func asking(some func(in *instance) bool) func(*seams) {
	return func(s *seams) {
		s.overlaps = func(*link) bool { return true }
		s.askedAgain = func(in *instance) {
			if some(in) {
				in.attempt(false)
				return
			}
			in.connect()
		}
	}
}

// reconnecting changes connect: in some states it opens another link.
func reconnecting(some func(in *instance) bool) func(*seams) {
	return func(s *seams) {
		s.overlaps = func(*link) bool { return true }
		s.connect = func(in *instance) {
			if some(in) {
				in.attempt(false)
				return
			}
			connect(in)
		}
	}
}

// givingUp makes a client that does not reconnect after some causes.
func givingUp(some func(in *instance, why cause) bool) func(*seams) {
	return func(s *seams) {
		s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && !some(in, why) }
	}
}

// The states and causes of this zoo.
func (in *instance) at(one step) bool { return in.phase == connecting && in.link.step == one }

func beside(in *instance) bool { return len(in.others()) > 0 }

func endedOpening(w cause) bool { return w.how == byClose && w.step == opening }

func endedEntering(w cause) bool { return w.how == byClose && w.step == entering }

func notOpened(w cause) bool { return w.how == byTimeout && w.step == opening }

func loginRefused(w cause) bool { return w.how == byLogin }

// keepingSocket leaves the socket of some logins open when they time out.
func keepingSocket(some func(l *link) bool) func(*seams) {
	return func(s *seams) {
		s.loginTimedOut = func(l *link, why cause) {
			if some(l) {
				l.socket = nil
				l.in.sockets--
			}
			l.fail(why)
		}
	}
}

// uncancelled does not cancel the next attempt when the instance ends.
func uncancelled(s *seams) { s.cancels = func(*instance) bool { return false } }

// confirming confirms messages of a sort at once, and does not send them.
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
