// REC-07: no reconnect where none is wanted.

package suites

import (
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// unwanted is a loss after which nothing is to be tried, or a first connection that fails.
type unwanted struct {
	loss
	fail    func(*Trial) ledger.Event
	again   bool // it was lost before, and the application connected again
	options clients.Options
}

func unwanteds() []under[unwanted] {
	list := []under[unwanted]{
		{"service-away", "the service stays away", "服务一直不可用",
			unwanted{loss: loss{lose: func(t *Trial) ledger.Event { return t.Refuse() }}}},
		{"first-connection-fails", "the first connection fails", "首次连接失败",
			unwanted{fail: func(t *Trial) ledger.Event { return t.Refuse() }}},
		{"first-handshake-500", "the first handshake is answered with 500", "首次握手返回 500",
			unwanted{fail: func(t *Trial) ledger.Event { return t.failLinks(500) }}},
		{"first-handshake-mute", "the first handshake is not answered", "首次握手没有应答",
			unwanted{fail: func(t *Trial) ledger.Event { return t.holdLinks() }}},
		{"first-login-mute", "the first login is not answered", "首次登录没有应答",
			unwanted{fail: func(t *Trial) ledger.Event { return t.Hold(fakeserver.StepLogin) }}},
		{"first-socket-mute", "the first socket does not open", "首个 socket 打不开",
			unwanted{fail: func(t *Trial) ledger.Event { return t.Hold(fakeserver.StepUpgrade) }}},
		{"first-socket-503", "the first socket is refused with 503", "首个 socket 被拒绝（503）",
			unwanted{fail: func(t *Trial) ledger.Event { return t.FailHTTP(fakeserver.StepUpgrade, 503) }}},
		{"first-greeting-mute", "the first socket is not greeted", "首个 socket 没有得到问候",
			unwanted{fail: func(t *Trial) ledger.Event { return t.Hold(fakeserver.StepConnect) }}},
		{"first-login-refused-for-now", "the first login is refused for now", "首次登录暂时被拒绝",
			unwanted{fail: func(t *Trial) ledger.Event { return t.refuseForNow(refusedForNow) }}},
		{"room-first-connection-fails", "a chatroom: the first connection fails", "聊天室：首次连接失败",
			unwanted{loss: loss{room: true}, fail: func(t *Trial) ledger.Event { return t.Refuse() }}},
		{"room-first-entry-mute", "a chatroom: the first entry is not answered", "聊天室：首次进入没有应答",
			unwanted{loss: loss{room: true},
				fail: func(t *Trial) ledger.Event { return t.Hold(fakeserver.StepRoomLogin) }}},
		{"fin-after-connect", "FIN without a close frame, after connect was called again", "没有关闭帧的 FIN，再次调用 connect 之后",
			unwanted{again: true, loss: loss{lose: func(t *Trial) ledger.Event { return t.Drop() }}}},
		{"fin-n-3", "FIN without a close frame, with reconnectionAttempts 3", "没有关闭帧的 FIN，reconnectionAttempts 3",
			unwanted{options: capOf(3), loss: loss{lose: func(t *Trial) ledger.Event { return t.Drop() }}}},
	}
	for _, l := range slices.Concat(losses, []under[loss]{silentLink}, roomLosses, []under[loss]{ofRoom(silentLink)}) {
		list = append(list, with(l, unwanted{loss: l.value}))
	}
	return list
}

var _ = requirementUnder("REC-07", unwanteds(), rec07NoReconnectWanted)

// rec07NoReconnectWanted is REC-07: needReconnect false means no attempt.
func rec07NoReconnectWanted(t *Trial, u unwanted) {
	if u.fail != nil {
		begin := u.fail(t)
		t.beginOrEnter(u.room, noReconnect)
		t.Let(quiet)
		t.Check(exactly(attempts(t.Timeline().After(begin.Seq)), 1, firstUnwanted))
		return
	}
	if u.armed {
		t.Arm()
	}
	options := u.options
	options.NoReconnect = true
	t.logInOrEnter(u.room, options)
	t.Let(time.Second)
	if u.again {
		lost := t.Drop()
		t.Expect(toldOfLoss, lost, t.Policy.AttemptTimeout, ledger.By(ledger.Client), ledger.Is(ledger.Disconnected),
			ledger.Of(u.instance()))
		again := t.Mark("connect again")
		t.Connect(u.instance())
		t.backAs(u.instance(), again)
		t.Let(time.Second)
	}
	before := t.Mark("the link is lost")
	u.lose(t)
	t.Let(quiet)
	after := t.Timeline().After(before.Seq)
	t.Check(none(attempts(after), attemptsUnwanted))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), announcedUnwanted))
	t.Check(lostAtHost(after, before))
}

// noReconnect is the option needReconnect, false.
var noReconnect = clients.Options{NoReconnect: true}

// The findings of this file.
var (
	firstUnwanted = say("attempts.first-unwanted",
		"attempts at a first connection that fails, although needReconnect is false",
		"needReconnect 为 false，首次连接失败时的尝试次数")
	toldOfLoss       = say("event.told-of-loss", "the application is told of the loss", "应用得知断线")
	attemptsUnwanted = say("attempts.unwanted",
		"attempts although needReconnect is false",
		"needReconnect 为 false，却仍有尝试")
	announcedUnwanted = say("reconnect.unwanted",
		"onwillreconnect although needReconnect is false",
		"needReconnect 为 false，却仍有 onwillreconnect")
)
