// LIM-05: connect inside callbacks of a connected instance.

package suites

var _ = alsoUnder("LIM-05", []under[inside]{
	{"connect-in-onconnect", "connect inside onconnect", "在 onconnect 中：connect", toldOfLogin},
	{"connect-in-onsyncdone", "connect inside onsyncdone", "在 onsyncdone 中：connect", toldOfSync},
	{"connect-in-onmsg", "connect inside onmsg", "在 onmsg 中：connect", toldOfMessage},
	{"connect-in-message-done", "connect inside a message's done", "在消息的 done 中：connect", toldOfSent},
	{"connect-in-room-onconnect", "connect inside a chatroom's onconnect", "在聊天室的 onconnect 中：connect", toldOfEntry},
}, lim05ConnectInside)

// lim05ConnectInside is LIM-05: connect inside a callback of a connected instance opens no second socket.
func lim05ConnectInside(t *Trial, i inside) {
	begin := t.callsInside(i, "connect", connecting(i.instance))
	t.Let(quiet)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, tenMinutesAfterAsking))
	t.Check(none(attempts(t.Timeline().After(begin.Seq)), askingOpened))
	to := bob
	if i.instance == lobby {
		to = ""
	}
	t.sends(i.instance, to)
}
