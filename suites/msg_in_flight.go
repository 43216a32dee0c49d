// MSG-05, KCK-09 and DST-07: messages on their way when a link or an instance ends.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// flight is a message that is not confirmed, and what ends its link.
type flight struct {
	room bool
	one  bool // one attempt is allowed
	end  func(*Trial)
}

var _ = alsoUnder("MSG-05", []under[flight]{
	{"in-flight-lost", "on its way when the link is lost", "断线时正在发送", flight{end: func(t *Trial) { t.Drop() }}},
	{"in-flight-closed", "on its way when the link is closed", "连接被关闭时正在发送",
		flight{end: func(t *Trial) { t.CloseLinks(alice, 1001) }}},
	{"room-in-flight-lost", "on its way to a chatroom when the link is lost", "断线时正在发往聊天室",
		flight{room: true, end: func(t *Trial) { t.Drop() }}},
	{"in-flight-silence", "on its way when the link falls silent", "连接没有应答时正在发送", flight{end: func(t *Trial) {
		t.BlackHole()
		t.Let(t.Policy.Heartbeat)
		t.Heal()
	}}},
	{"in-flight-used-up", "on its way when the attempts are used up", "尝试次数用尽时正在发送",
		flight{one: true, end: func(t *Trial) { t.Refuse() }}},
	{"in-flight-kicked", "on its way when the account is kicked", "账号被踢时正在发送",
		flight{end: func(t *Trial) { t.Kick(alice, 1) }}},
}, msg05AnsweredOnce)

// msg05AnsweredOnce is MSG-05: a message on its way when its link ends is answered once.
func msg05AnsweredOnce(t *Trial, f flight) {
	options := usual
	if f.one {
		options = capOf(1)
	}
	instance, to := t.logInOrEnter(f.room, options)
	t.Let(time.Second)
	held := t.Hold(fakeserver.StepMessage)
	begin := t.Mark("%s sends a message that is not confirmed", instance)
	t.SendText(instance, to, "on its way")
	t.Expect(withTheService, held, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
	t.Let(100 * time.Millisecond)
	t.Forget(fakeserver.StepMessage)
	f.end(t)
	t.Let(quiet)
	sent, failed := outcomes(t.Timeline().After(begin.Seq), "send text")
	if len(sent)+len(failed) != 1 {
		t.Find(append(append(ledger.Timeline{begin}, sent...), failed...), oneOutcome, begin, len(sent), len(failed))
	}
	t.underOneID(sentMessages(t.Timeline().After(begin.Seq), to))
}

// underOneID checks that a message which went out again kept its id, by which the other side knows it.
func (t *Trial) underOneID(carried ledger.Timeline) {
	for _, e := range carried {
		if e.ID != carried[0].ID {
			t.Find([]ledger.Event{carried[0], e}, carriedAsAnother, e.Text, e)
			return
		}
	}
}

// The attempts are used up, and the instance is not connected: a send is answered as in any other state without a link.
var _ = alsoUnder("MSG-05", []under[bool]{
	{"used-up", "when the attempts are used up", "尝试次数用尽时", false},
	{"room-used-up", "a chatroom, when the attempts are used up", "聊天室，尝试次数用尽时", true},
}, msg05AnsweredWhenUsedUp)

// msg05AnsweredWhenUsedUp is MSG-05: a message sent when the attempts are used up fails.
func msg05AnsweredWhenUsedUp(t *Trial, inRoom bool) {
	if !t.Capabilities[clients.ReconnectCap] {
		t.NotApplicable(t.Lacks(clients.ReconnectCap))
	}
	instance, to := loss{room: inRoom}.instance(), bob
	if inRoom {
		to = ""
	}
	t.loseForGood(away{attempts: 1, room: inRoom})
	begin := t.Mark("send a message when the attempts are used up")
	t.SendText(instance, to, "is anybody there?")
	t.Let(quiet)
	sent, failed := outcomes(t.Timeline().After(begin.Seq), "send text")
	t.Check(exactly(failed, 1, errorUsedUp))
	t.Check(none(sent, confirmedThoughOffline))
}

// arrivesLast lets a message come, and another one a moment before the caller ends the instance. For the first message
// an SDK may have to look up its sender.
func (t *Trial) arrivesLast(inRoom bool) {
	push := func(text string) {
		if inRoom {
			t.PushRoom("1001", bob, text)
		} else {
			t.Push(alice, bob, text)
		}
	}
	t.logInOrEnter(inRoom, usual)
	t.Let(time.Second)
	push("the first one")
	t.Let(10 * time.Second)
	push("a moment before")
	t.Let(10 * time.Millisecond)
}

var _ = alsoUnder("KCK-09", []under[bool]{
	{"message-just-before", "a message that came 10 ms before", "10 毫秒前到达的消息", false},
	{"room-message-just-before", "a chatroom, a message that came 10 ms before", "聊天室，10 毫秒前到达的消息", true},
}, kck09MessageJustBefore)

// kck09MessageJustBefore is KCK-09: a message that came just before a kick is not delivered after it.
func kck09MessageJustBefore(t *Trial, inRoom bool) {
	t.arrivesLast(inRoom)
	kicked := kick{reason: 1, room: inRoom}.kick(t)
	t.Let(quiet)
	t.Check(none(t.Timeline().After(kicked.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message)),
		deliveredAfterKick))
}

// late is an instance that is ended when a message has just come.
type late struct {
	verb string
	room bool
}

var _ = alsoUnder("DST-07", []under[late]{
	{"destroy-message-just-before", "destroy, a message having come 10 ms before", "destroy，10 毫秒前有消息到达",
		late{"destroy", false}},
	{"disconnect-message-just-before", "disconnect, a message having come 10 ms before", "disconnect，10 毫秒前有消息到达",
		late{"disconnect", false}},
	{"destroy-room-message-just-before", "destroy of a chatroom, a message having come 10 ms before",
		"destroy 聊天室，10 毫秒前有消息到达",
		late{"destroy", true}},
	{"disconnect-room-message-just-before", "disconnect of a chatroom, a message having come 10 ms before",
		"disconnect 聊天室，10 毫秒前有消息到达",
		late{"disconnect", true}},
}, dst07CallsInFlight)

// dst07CallsInFlight is DST-07: a message that came just before the end is not delivered after done.
func dst07CallsInFlight(t *Trial, l late) {
	t.arrivesLast(l.room)
	begin := t.endOf(l.verb, loss{room: l.room}.instance())
	done := t.Expect(callsDone.Of(l.verb), begin, t.Policy.DoneWithin+slack, doneOf(l.verb))
	t.Let(quiet)
	t.Check(none(t.Timeline().After(done.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message)),
		deliveredAfterDone.Of(done)))
}

// The findings of this file.
var (
	oneOutcome = say("message.one-outcome",
		"the message sent at {at} was reported as sent {sent:times} and as failed {failed:times}; it must be "+
			"one of them, once",
		"{at} 发送的消息被报告发送成功 {sent:times}、失败 {failed:times}；应当只有其中之一，且只有 1 次")
	withTheService   = say("event.message-held", "the message is with the service", "消息已到服务端")
	carriedAsAnother = say("message.carried-as-another",
		"the message {text:q} goes out again at {at} under another id: the other side gets it twice",
		"消息 {text:q} 在 {at} 以另一个 id 再次发出：对方会收到两次")
	errorUsedUp = say("message.error-used-up",
		"done with an error, for a message sent when the attempts are used up",
		"尝试次数用尽时发送的消息，done 应带着错误")
	deliveredAfterDone = say("message.after-done",
		"a message was delivered after done at {at}",
		"{at} 的 done 之后仍投递了消息")
)
