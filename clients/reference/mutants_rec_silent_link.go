// REC-10: a silent link is not noticed.

package reference

import (
	"time"

	"nimcert/clients/platform"
)

func recSilentLinkMutants() []Mutant {
	stopping := func(in *instance) {
		for _, other := range in.others() {
			if other.link != nil {
				other.link.beat.Stop()
			}
		}
	}
	return []Mutant{
		{"no heartbeat", "REC-10", "", "It sends no heartbeat and never notices a silent link.",
			func(s *seams) { s.beatEvery = func(*link) time.Duration { return -1 } }},
		{"heartbeat every two minutes", "REC-10", "", "It sends a heartbeat every two minutes, not every 30 s.",
			func(s *seams) { s.beatEvery = func(*link) time.Duration { return 2 * time.Minute } }},
		{"silence noticed, nothing done", "REC-10", "", "A link that does not answer is given up without a reconnect.",
			func(s *seams) {
				s.returns = func(in *instance, why cause) bool { return mayReturn(in, why) && why.how != bySilence }
			}},
		{"silence noticed, socket kept", "REC-10", "",
			"It comes back from a silent link with a second socket that stays.",
			at(afterLogin, func(in *instance) {
				if in.link.automatic {
					in.spare(func(*platform.Socket) {})
				}
			})},
		{"no heartbeat in rooms", "REC-10", "room", "It sends no heartbeat over a chatroom's link.",
			unbeating(func(l *link) bool { return inRoom(l.in) })},
		{"no heartbeat on the way back", "REC-10", "im", "It sends no heartbeat over a link that it opened by itself.",
			unbeating(func(l *link) bool { return l.automatic })},
		{"heartbeat for five minutes", "REC-10", "",
			"Five minutes after the session began it sends no heartbeat any more.",
			unbeating(func(l *link) bool { return l.in.c.env.Clock.Now() > 5*time.Minute })},
		{"no heartbeat once something was sent", "REC-10", "after-messages",
			"Once a message was sent, it sends no heartbeat over that link.", func(s *seams) {
				s.sends = func(in *instance, _ outgoing, send func()) {
					send()
					in.link.beat.Stop()
				}
			}},
		{"no heartbeat once something came", "REC-10", "after-messages",
			"Once a message came, it sends no heartbeat over that link.", func(s *seams) {
				s.deliver = func(l *link, m incoming) {
					deliver(l, m)
					l.beat.Stop()
				}
			}},
		{"heartbeat ends with another instance", "REC-10", "after-leaving-room",
			"An instance that ends takes the heartbeats of all along.", at(onEnd, stopping)},
		{"one heartbeat for all", "REC-10", "beside-room",
			"There is one heartbeat, that of the instance that was connected last.", at(afterLogin, stopping)},
	}
}

// unbeating sends no heartbeat over some links.
func unbeating(some func(l *link) bool) func(*seams) {
	return func(s *seams) {
		s.beatEvery = func(l *link) time.Duration {
			if some(l) {
				return -1
			}
			return beatEvery
		}
	}
}
