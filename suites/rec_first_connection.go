// REC-11: the first connection fails.

package suites

import (
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

// refusedForNow is the code for a login that the service could not handle. No document says whether the client tries
// again.
const refusedForNow = 500

// firsts are the ways in which a first connection fails.
func firsts() []under[away] {
	return []under[away]{
		{"refused", "connections are refused", "连接被拒绝", away{attempts: 3, how: (*Trial).Refuse}},
		{"refused-n-0", "connections are refused, N = 0", "连接被拒绝，N = 0", away{how: (*Trial).Refuse}},
		{"handshake-500", "every handshake is answered with 500", "每次握手都返回 500",
			away{attempts: 3, how: func(t *Trial) ledger.Event { return t.failLinks(500) }}},
		{"mute-handshake", "no handshake is answered", "握手都没有应答",
			away{attempts: 3, unheard: 1, how: func(t *Trial) ledger.Event { return t.holdLinks() }}},
		{"mute-socket", "no socket opens", "socket 都打不开",
			away{attempts: 3, unheard: 1, how: func(t *Trial) ledger.Event { return t.Hold(fakeserver.StepUpgrade) }}},
		// The V2 API tells of the failure when its own time for a login is up, which is 60 s.
		{"socket-503", "every socket is refused with 503", "每个 socket 都被拒绝（503）",
			away{attempts: 3, unheard: 1,
				how: func(t *Trial) ledger.Event { return t.FailHTTP(fakeserver.StepUpgrade, 503) }}},
		{"mute-greeting", "no socket is greeted", "服务端始终不问候",
			away{attempts: 3, how: func(t *Trial) ledger.Event { return t.Hold(fakeserver.StepConnect) }}},
		{"mute-login", "no login is answered", "登录都没有应答",
			away{attempts: 3, how: func(t *Trial) ledger.Event { return t.Hold(fakeserver.StepLogin) }}},
		{"refused-for-now", "every login is refused for now", "登录暂时都被拒绝",
			away{attempts: 3, how: func(t *Trial) ledger.Event { return t.refuseForNow(refusedForNow) }}},
		{"room-refused", "a chatroom, connections are refused", "聊天室，连接被拒绝",
			away{attempts: 3, how: (*Trial).Refuse, room: true}},
	}
}

var _ = requirementUnder("REC-11", firsts(), rec11FirstConnection)

// rec11FirstConnection is REC-11: A failing first connection is bounded.
func rec11FirstConnection(t *Trial, a away) {
	n := a.attempts
	begin := a.how(t)
	t.beginOrEnter(a.room, capOf(n))
	t.Let(t.exhaust(n) + time.Duration(1+n)*t.within(a))
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	switch tries := attempts(after); {
	case len(tries) == 0:
		t.Find([]ledger.Event{begin}, neverTried)
	case len(tries) > 1+n:
		t.Find(tries, tooManyFirst, len(tries), n)
	}
	told := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.Failed),
		ledger.Of(a.instance()))
	last, _ := attempts(after).Last()
	switch {
	case len(told) == 0:
		t.Find([]ledger.Event{begin}, failedForGood)
	case told[0].Due()-last.At > t.within(a):
		t.Find([]ledger.Event{last, told[0]}, toldLate, last, told[0], t.within(a))
	}
	if ends := disconnections(after, a.instance()); len(ends) > 1 {
		t.Check(exactly(ends, 1, endOfFirst))
	}
}

// The findings of this file.
var (
	neverTried   = say("attempts.none", "the client never tried to open a link", "客户端从未尝试建立连接")
	tooManyFirst = say("attempts.first-connection",
		"{n:attempt} on a service that is not there; the first and reconnectionAttempts {cap} are allowed",
		"服务不可用时共 {n} 次尝试；允许的是首次加上 reconnectionAttempts 的 {cap} 次")
	toldLate = say("login.failure-told-late",
		"the last attempt began at {last} and the application was told at {told}; an attempt fails within "+
			"{within:short}",
		"最后一次尝试始于 {last}，而应用在 {told} 才得到通知；一次尝试应在 {within:short} 内失败")
	endOfFirst = say("disconnect.first-connection",
		"ondisconnect for a first connection that failed",
		"首次连接失败后的 ondisconnect")
)
