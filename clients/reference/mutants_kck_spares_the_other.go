// KCK-05: a kick takes another instance along.

package reference

import "time"

func kckSparesTheOtherMutants() []Mutant {
	return []Mutant{
		{"IM kicked, room closed", "KCK-05", "im-kicked", "A kick of IM closes the chatroom's socket.",
			kickedWith(func(in *instance) bool { return in.room == "" }, (*instance).vanish)},
		{"room kicked, IM closed", "KCK-05", "room-kicked", "A kick out of a chatroom closes IM's socket.",
			kickedWith(func(in *instance) bool { return in.room != "" }, (*instance).vanish)},
		{"IM kicked, room told", "KCK-05", "im-kicked", "A kick of IM is reported to the chatroom as well.",
			kickedWith(func(in *instance) bool { return in.room == "" },
				func(other *instance) { other.raise(disconnectedEvent) })},
		{"deaf to a kick out of the room", "KCK-05", "room-kicked", "It hears no kick out of a chatroom.",
			func(s *seams) { s.heedsKick = func(l *link) bool { return l.in.room == "" } }},
		{"IM kicked silently, room closed", "KCK-05", "im-kicked-silentlykick",
			"A silent kick of IM closes the chatroom's socket.",
			toldOf(kickReasons[4], func(other *instance) { other.vanish() })},
		{"room closed for all, IM closed", "KCK-05", "room-kicked-chatroomclosed",
			"When a chatroom is closed for all, IM's socket is closed too.",
			toldOf(roomKickReasons[1], func(other *instance) { other.vanish() })},
		{"room kicked, IM opened anew after five minutes", "KCK-05", "room-kicked",
			"Five minutes after a kick out of a chatroom it takes IM's healthy link for lost.",
			kickedWith(inRoom, func(other *instance) {
				later(other, 5*time.Minute, func() { other.link.fail(cause{how: bySilence, code: "timeout"}) })
			})},
		{"IM kicked, room mute", "KCK-05", "im-kicked",
			"After a kick of IM nothing that is sent in a chatroom leaves the client.",
			kickedWith(func(in *instance) bool { return !inRoom(in) },
				func(other *instance) { other.c.s.sends = func(*instance, outgoing, func()) {} })},
		{"room kicked, IM mute", "KCK-05", "room-kicked",
			"After a kick out of a chatroom nothing that IM sends leaves the client.",
			kickedWith(inRoom, func(other *instance) { other.c.s.sends = func(*instance, outgoing, func()) {} })},
	}
}

// kickedWith acts on the other instances when an instance of a sort is kicked.
func kickedWith(sort func(*instance) bool, f func(other *instance)) func(*seams) {
	return at(afterKick, func(in *instance) {
		if sort(in) {
			for _, other := range in.others() {
				f(other)
			}
		}
	})
}

// toldOf acts on the other instances when a kick for one reason is told.
func toldOf(reason string, f func(other *instance)) func(*seams) {
	return telling(func(in *instance, why cause) {
		tell(in, why)
		if why.how == byKick && why.reason == reason {
			for _, other := range in.others() {
				f(other)
			}
		}
	})
}
