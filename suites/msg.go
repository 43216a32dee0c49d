// MSG-01 to MSG-05: messages of accounts, teams and chatrooms, over losses and without a link.

package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// thrice exchanges messages now, once more, and after ten minutes of silence.
func (t *Trial) thrice(exchange func()) {
	exchange()
	exchange()
	t.Let(quiet)
	exchange()
}

var _ = requirementUnder("MSG-01", []under[bool]{
	{"with-service", "with the service", "与服务端", false},
	{"two-accounts", "between two accounts", "两个账号之间", true},
}, msg01OneToOne)

// msg01OneToOne is MSG-01: One-to-one messages work.
func msg01OneToOne(t *Trial, two bool) {
	t.requires(clients.Direct)
	if two {
		t.needs(2, 0)
	}
	t.LogIn(im(alice))
	if two {
		t.LogIn(im(bob))
	}
	t.thrice(func() {
		begin := t.Mark("alice and bob exchange messages")
		t.sends(alice, bob)
		if two {
			got := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message),
				ledger.Of(bob))
			t.Check(exactly(got, 1, deliveryToOf.Of(bob, alice)))
			for _, e := range got {
				if want := fmt.Sprintf(texts, alice); e.Text != want || e.From != alice {
					t.Find([]ledger.Event{e}, deliveredToOther, bob, e, e.Text, e.From, want, alice)
				}
			}
		}
		t.greets(alice)
		t.isSaidIn(begin, alice, "p2p")
	})
}

var _ = requirement("MSG-02", msg02Team)

// msg02Team is MSG-02: Team messages work, also where two accounts of the program are members.
func msg02Team(t *Trial) {
	t.requires(clients.Direct)
	t.LogIn(im(alice))
	var others []string
	if t.fits(2, 0) { // a build that does not let him in fails LIM-01 and MSG-01
		begin := t.Mark("log %s in", dave)
		t.begin(im(dave))
		if _, in := t.Await(begin, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected),
			ledger.Of(dave)); in {
			others = append(others, dave)
		}
	}
	t.thrice(func() {
		t.sends(alice, clients.Team("7001"))
		begin, id := t.Mark("a message of the team"), ""
		t.arrives(alice, fmt.Sprintf(texts, "team"), func(text string) string {
			id = t.PushTeam(alice, "7001", bob, text, others...)
			return id
		})
		t.isSaidIn(begin, alice, "team")
		for _, other := range others {
			t.isSaidIn(begin, other, "team")
			t.Check(exactly(received(t.Timeline().After(begin.Seq), other, id), 1, deliveryTo.Of(other)))
		}
	})
}

var _ = requirementBeside("MSG-03", "both-ways", msg03Chatroom)

// msg03Chatroom is MSG-03: Chatroom messages work.
func msg03Chatroom(t *Trial) {
	t.Enter(room(lobby))
	t.thrice(func() {
		t.sends(lobby, "")
		t.greets(lobby)
	})
}

var _ = requirementBeside("MSG-04", "over-losses", msg04OrderOverLosses)

// msg04OrderOverLosses is MSG-04: Order and once-only across a reconnect.
func msg04OrderOverLosses(t *Trial) {
	t.requires(clients.Direct)
	begin := t.Mark("thirty messages, at each of two losses five before it, five while away, five after")
	var ids []string
	five := func(when string) {
		for i := range 5 {
			ids = append(ids, t.Push(alice, bob, fmt.Sprintf("%s %d", when, i+1)))
		}
	}
	t.LogIn(im(alice))
	for range 2 {
		t.Let(time.Second)
		five("before")
		t.Let(time.Second)
		lost := t.Refuse()
		t.Let(time.Second)
		five("away")
		t.Heal()
		t.comesBack(lost)
		t.Let(time.Second)
		five("after")
		t.Let(time.Minute)
	}
	got := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(alice))
	for i, id := range ids {
		t.Check(exactly(received(got, alice, id), 1, deliveryOf.Of(i+1, len(ids))))
	}
	t.inOrder(got, ids)
}

// inOrder checks that messages were delivered in the order in which they were sent.
func (t *Trial) inOrder(got ledger.Timeline, ids []string) {
	last := -1
	for _, e := range got {
		n := slices.Index(ids, e.ID)
		if n < last {
			t.Find([]ledger.Event{e}, outOfOrder, n+1, e, last+1)
		}
		last = max(last, n)
	}
}

// absence is a state without a link, with the way back from it.
type absence struct {
	room  bool
	leave func(*Trial)
	back  func(*Trial)
}

var _ = requirementUnder("MSG-05", []under[absence]{
	{"in-the-wait", "in the wait before a reconnect", "重连等待中",
		absence{false, wait{}.lose, func(t *Trial) { t.Heal() }}},
	{"room-in-the-wait", "a chatroom, in the wait before a reconnect", "聊天室，重连等待中",
		absence{true, wait{room: true}.lose, func(t *Trial) { t.Heal() }}},
	{"after-disconnect", "after disconnect", "disconnect 之后", absence{false, func(t *Trial) {
		begin := t.end("disconnect")
		t.Expect(callsDone.Of("disconnect"), begin, t.Policy.DoneWithin+slack, doneOf("disconnect"))
	}, func(t *Trial) { t.Connect(alice) }}},
	{"after-kick", "after a kick", "被踢之后",
		absence{false, func(t *Trial) { t.Kick(alice, 1) }, func(t *Trial) { t.Connect(alice) }}},
}, msg05SendWhileAway)

// msg05SendWhileAway is MSG-05: Sending while disconnected reports an error.
func msg05SendWhileAway(t *Trial, a absence) {
	instance, to := t.logInOrEnter(a.room, usual)
	t.Let(time.Second)
	a.leave(t)
	t.Let(time.Second)
	begin := t.Mark("send a message while disconnected")
	t.SendText(instance, to, "is anybody there?")
	t.Let(time.Minute)
	a.back(t)
	t.backAs(instance, begin)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	sent, failed := outcomes(after, "send text")
	t.Check(exactly(failed, 1, errorOffline))
	t.Check(none(sent, confirmedThoughOffline))
	t.Check(none(sentMessages(after, to), sentAfterAll))
	t.sends(instance, to)
}

var _ = alsoUnder("MSG-04", []under[int]{
	{"sixty-messages-away", "sixty messages while away", "离线期间六十条消息", 60},
}, msg04SixtyWhileAway)

// msg04SixtyWhileAway is MSG-04: sixty messages come once each after a loss.
func msg04SixtyWhileAway(t *Trial, n int) {
	t.requires(clients.Direct)
	t.LogIn(im(alice))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(time.Second)
	var ids []string
	for i := range n {
		ids = append(ids, t.Push(alice, bob, fmt.Sprintf("away %d", i+1)))
	}
	t.Heal()
	t.comesBack(lost)
	t.Let(time.Minute)
	for i, id := range ids {
		t.Check(exactly(received(t.Timeline(), alice, id), 1, deliveryOf.Of(i+1, n)))
	}
}

// No document says whether the service pushes a message again that it was not sure of. The IM of published builds
// delivers such a message again (nim-web-sdk 9.21.12 writes "msg is not unique" to its log, and drops it in chatrooms
// alone). A client that drops one has to drop them all: its application relies on that.
var _ = alsoUnder("MSG-04", each("%d-messages-pushed-again", "%d messages pushed again after a loss",
	"断线重连后再次推送 %d 条消息", 40, 120), msg04PushedAgain)

// msg04PushedAgain is MSG-04: messages that the service pushes again, because their link ended before it knew that they
// arrived, are not delivered again, whatever their number.
func msg04PushedAgain(t *Trial, n int) {
	t.requires(clients.Direct)
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.Doubt()
	ids := []string{t.Push(alice, bob, "once")}
	t.Let(time.Second)
	t.comesBack(t.Drop())
	t.Let(10 * time.Second)
	if len(received(t.Timeline(), alice, ids[0])) > 1 {
		t.NotApplicable(deliversAgain)
	}
	for i := range n - 1 {
		ids = append(ids, t.Push(alice, bob, fmt.Sprintf("once %d", i+1)))
	}
	t.Let(time.Second)
	t.Disturb() // a client that gives memory back must not forget what it delivered
	t.Let(time.Second)
	t.comesBack(t.Drop())
	t.Let(time.Minute)
	for i, id := range ids {
		t.Check(exactly(received(t.Timeline(), alice, id), 1, deliveryOf.Of(i+1, n)))
	}
}

// The findings of this file.
var (
	deliveryToOf     = say("message.delivery-to-of", "delivery to {to} of what {who} sent", "{who} 发送的消息投递给 {to}")
	deliveredToOther = say("message.delivered-to-other",
		"the message delivered to {to} at {at} says {text:q} and is from {who:q}, not {want:q} from {sender:q}",
		"{at} 投递给 {to} 的消息内容是 {text:q}、来自 {who:q}，应为来自 {sender:q} 的 {want:q}")
	outOfOrder = say("message.out-of-order",
		"message {i} was delivered at {at}, after message {before}",
		"第 {i} 条消息在 {at} 投递，排在第 {before} 条之后")
	deliversAgain = say("lacks.repetitions",
		"the client delivers a message again that the service pushes again; no document says that it must not",
		"服务端再次推送的消息，客户端会再次投递；没有文档说不可以")
	errorOffline = say("message.error-offline",
		"done with an error, for a message sent while disconnected",
		"断线时发送的消息，done 带着错误返回")
	sentAfterAll = say("message.sent-after-all",
		"the message is sent after all, although its done had an error",
		"done 已经报错，消息却还是发出去了")
)
