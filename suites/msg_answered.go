// MSG-05: of all that is on its way when a link ends, each is answered once, whatever else is on its way.

package suites

import (
	"fmt"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// several are messages on their way when their link ends.
type several struct {
	room bool
	one  bool // one attempt is allowed
	end  func(*Trial)
}

var _ = alsoUnder("MSG-05", []under[several]{
	{"several-lost", "several on their way when the link is lost", "断线时有几条消息正在发送", several{end: dropping}},
	{"several-kicked", "several on their way when the account is kicked", "账号被踢时有几条消息正在发送",
		several{end: func(t *Trial) { t.Kick(alice, 1) }}},
	{"several-disconnect", "several on their way at disconnect", "disconnect 时有几条消息正在发送",
		several{end: func(t *Trial) { t.end("disconnect") }}},
	{"several-destroy", "several on their way at destroy", "destroy 时有几条消息正在发送",
		several{end: func(t *Trial) { t.end("destroy") }}},
	{"room-several-kicked", "several on their way to a chatroom at a kick", "被踢出聊天室时有几条消息正在发送",
		several{room: true, end: func(t *Trial) { t.KickRoom(lobby, alice, "1001", 2) }}},
	{"room-several-destroy", "several on their way to a chatroom at destroy", "destroy 聊天室时有几条消息正在发送",
		several{room: true, end: func(t *Trial) { t.endOf("destroy", lobby) }}},
	{"room-several-used-up", "several on their way to a chatroom when the attempts are used up",
		"聊天室尝试次数用尽时有几条消息正在发送", several{room: true, one: true, end: func(t *Trial) { t.Refuse() }}},
}, msg05EachOfSeveral)

// msg05EachOfSeveral is MSG-05: each of several messages is answered once, and none that failed is sent later.
func msg05EachOfSeveral(t *Trial, s several) {
	options := usual
	if s.one {
		options = capOf(1)
	}
	instance, to := t.logInOrEnter(s.room, options)
	t.Let(time.Second)
	held := t.Hold(fakeserver.StepMessage)
	begin := t.Mark("%s sends messages that are not confirmed", instance)
	n := 0
	send := func(to string) {
		n++
		t.SendText(instance, to, fmt.Sprintf("%s %d", onItsWay, n))
	}
	send(to)
	send(to)
	if !s.room {
		send(clients.Team("7001"))
	}
	t.Expect(withTheService, held, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
	t.Let(100 * time.Millisecond)
	t.Forget(fakeserver.StepMessage)
	s.end(t)
	t.Let(quiet)
	t.answersAll(begin, n)
}

// A window of so many has been full: whoever does not give a place back when a message fails sends no more.
var _ = alsoUnder("MSG-05", []under[bool]{
	{"forty-lost", "forty on their way when the link is lost, and one behind", "断线时有四十条消息正在发送，之后再发一条", false},
	{"room-forty-lost", "forty on their way to a chatroom when the link is lost, and one behind",
		"聊天室断线时有四十条消息正在发送，之后再发一条", true},
}, msg05ManyLost)

// msg05ManyLost is MSG-05: what failed takes no place from what is sent later.
func msg05ManyLost(t *Trial, inRoom bool) {
	const n = 40
	instance, to := t.logInOrEnter(inRoom, usual)
	t.Let(time.Second)
	t.Hold(fakeserver.StepMessage)
	begin := t.Mark("%s sends %d messages that are not confirmed", instance, n)
	for i := range n {
		t.SendText(instance, to, fmt.Sprintf("%s %d", onItsWay, 1+i))
	}
	t.Let(time.Second)
	t.Forget(fakeserver.StepMessage)
	t.backAs(instance, t.Drop())
	t.Let(2 * time.Minute)
	t.answersAll(begin, n)
	t.sends(instance, to)
}

// onItsWay is what the messages say that a link's end meets.
const onItsWay = "on its way"

// answersAll checks that each of n such messages was answered once, and that none was sent after all had failed.
func (t *Trial) answersAll(begin ledger.Event, n int) {
	after := t.Timeline().After(begin.Seq)
	sent, failed := outcomes(after, "send text")
	if len(sent)+len(failed) != n {
		t.Find(append(append(ledger.Timeline{begin}, sent...), failed...), outcomesOfSeveral, n, begin, len(sent),
			len(failed))
	}
	if last, ok := failed.Last(); ok && len(sent) == 0 {
		t.Check(none(after.After(last.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Packet),
			func(e ledger.Event) bool { return strings.HasPrefix(e.Text, onItsWay) }), sentAfterAll))
	}
}

// slowly is a message that the service confirms late, or refuses, while the link is well.
type slowly struct {
	room bool
	code int // the service refuses
}

var _ = alsoUnder("MSG-05", []under[slowly]{
	{"confirmed-late", "confirmed after two minutes, and then the link is lost", "两分钟之后才确认，随后断线", slowly{}},
	{"room-confirmed-late", "a chatroom, confirmed after two minutes, and then the link is lost",
		"聊天室，两分钟之后才确认，随后断线", slowly{room: true}},
	// 7101: the other one has put the sender on a list (nim-web-sdk 9.21.12 has its text among those of its errors).
	{"refused", "refused by the service, and then the link is lost", "被服务端拒绝，随后断线", slowly{code: 7101}},
}, msg05ConfirmedLate)

// msg05ConfirmedLate is MSG-05: a message that is confirmed late, or refused, is answered once.
func msg05ConfirmedLate(t *Trial, s slowly) {
	instance, to := t.logInOrEnter(s.room, usual)
	t.Let(time.Second)
	if s.code != 0 {
		t.RefuseMessages(s.code)
	} else {
		t.Hold(fakeserver.StepMessage)
	}
	begin := t.Mark("%s sends a message", instance)
	t.SendText(instance, to, onItsWay)
	t.Let(2 * time.Minute)
	if s.code != 0 { // what is refused costs no link
		t.Check(none(attempts(t.Timeline().After(begin.Seq)), openedThoughWell))
	}
	t.RefuseMessages(0)
	t.Release(fakeserver.StepMessage)
	t.Let(time.Minute)
	t.backAs(instance, t.Drop())
	t.Let(time.Minute)
	t.answersAll(begin, 1)
	t.sends(instance, to) // what waited for its confirmation blocks nothing
}

// An answer names the request that it is for (SER): nothing says that answers come in the order of the requests.
var _ = alsoUnder("MSG-05", []under[bool]{
	{"second-refused-first", "the second of two is refused before the first is confirmed",
		"两条中的第二条先被拒绝，第一条之后才得到确认", false},
	{"room-second-refused-first", "a chatroom, the second of two is refused before the first is confirmed",
		"聊天室，两条中的第二条先被拒绝，第一条之后才得到确认", true},
}, msg05InAnotherOrder)

// msg05InAnotherOrder is MSG-05: each message gets its own answer, whichever comes first.
func msg05InAnotherOrder(t *Trial, inRoom bool) {
	instance, to := t.logInOrEnter(inRoom, usual)
	t.Let(time.Second)
	held := t.Hold(fakeserver.StepMessage)
	begin := t.Mark("%s sends two messages", instance)
	first := onItsWay + " 1"
	t.SendText(instance, to, first)
	t.Expect(withTheService, held, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
	refused := t.RefuseMessages(7101)
	t.SendText(instance, to, onItsWay+" 2")
	t.Expect(withTheService, refused, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
	t.RefuseMessages(0)
	t.ReleaseLastFirst(fakeserver.StepMessage)
	t.Let(time.Minute)
	sent, failed := outcomes(t.Timeline().After(begin.Seq), "send text")
	t.Check(exactly(failed, 1, errorRefused))
	t.Check(exactly(sent, 1, confirmationThrough.Of(instance)))
	for _, e := range sent {
		if e.Text != first {
			t.Find([]ledger.Event{begin, e}, confirmedOther, e, e.Text, first)
		}
	}
}

// Inside the callback that tells of the end of a link there is none.
var _ = alsoUnder("MSG-05", []under[inside]{
	{"sent-in-onwillreconnect", "sent inside onwillreconnect", "在 onwillreconnect 中：发送", toldOfWait},
	{"sent-in-ondisconnect-kicked", "sent inside ondisconnect, kicked", "在被踢的 ondisconnect 中：发送", toldOfKick},
	{"sent-in-ondisconnect-used-up", "sent inside ondisconnect, with no attempt left",
		"在 ondisconnect 中（已无重连次数）：发送", toldOfEnd},
	{"sent-in-done", "sent inside disconnect's done", "在 disconnect 的 done 中：发送", toldOfDone},
}, msg05SentInside)

// msg05SentInside is MSG-05: a message sent inside a callback that tells of the end of its link fails, once.
func msg05SentInside(t *Trial, i inside) {
	begin := t.callsInside(i, "send text", func(v clients.Verbs) {
		v.SendText(i.instance, bob, "sent inside a callback")
	})
	t.Let(quiet)
	sent, failed := outcomes(t.Timeline().After(begin.Seq), "send text")
	t.Check(exactly(failed, 1, errorOffline))
	t.Check(none(sent, confirmedThoughOffline))
}

var (
	errorRefused = say("message.error-refused",
		"done with an error, for the message that the service refused",
		"服务端拒绝的那条消息，done 带着错误返回")
	confirmedOther = say("message.confirmed-other",
		"the message reported as sent at {at} is {text:q}, and the service confirmed {want:q}",
		"{at} 报告发送成功的消息是 {text:q}，而服务端确认的是 {want:q}")
)

var outcomesOfSeveral = say("message.outcomes-of-several",
	"of {n:message} sent at {at}, {sent} are reported as sent and {failed} as failed; each must be one of them, once",
	"{at} 发送的 {n} 条消息中，{sent} 条被报告成功、{failed} 条被报告失败；每条应当只有其中之一，且只有 1 次")
