// REC-09: two instances whose links end, both at once or one of them.

package suites

import (
	"time"

	"nimcert/ledger"
)

// pair is two instances.
type pair struct {
	accounts, rooms int
	one             bool // the link of the first alone ends
}

// enter connects both. It returns them.
func (p pair) enter(t *Trial) []tenant {
	t.needs(p.accounts, p.rooms)
	var both []tenant
	if p.accounts > 0 {
		t.LogIn(im(alice))
		both = append(both, tenant{alice, bob})
	}
	if p.accounts > 1 {
		t.LogIn(im(dave))
		both = append(both, tenant{dave, bob})
	}
	if p.rooms > 0 {
		t.Enter(room(lobby))
		both = append(both, tenant{instance: lobby})
	}
	if p.rooms > 1 {
		t.Enter(room(attic))
		both = append(both, tenant{instance: attic})
	}
	return both
}

var _ = alsoUnder("REC-09", []under[pair]{
	{"two-accounts", "two accounts at once", "两个账号同时断线", pair{accounts: 2}},
	{"two-rooms", "two chatrooms at once", "两个聊天室同时断线", pair{rooms: 2}},
	{"im-and-room", "IM and a chatroom at once", "IM 和聊天室同时断线", pair{accounts: 1, rooms: 1}},
	{"one-of-two-accounts", "one of two accounts", "两个账号中的一个断线", pair{accounts: 2, one: true}},
	{"one-of-two-rooms", "one of two chatrooms", "两个聊天室中的一个断线", pair{rooms: 2, one: true}},
}, rec09TwoAtOnce)

// rec09TwoAtOnce is REC-09: of two instances each comes back that lost its link, and the other is told of nothing.
func rec09TwoAtOnce(t *Trial, p pair) {
	both := p.enter(t)
	t.Let(time.Second)
	var lost ledger.Event
	if p.one {
		lost = t.closesLink(both[0].instance, 1001)
	} else {
		lost = t.Drop()
	}
	t.Let(t.backWithin())
	after := t.Timeline().After(lost.Seq)
	for i, o := range both {
		told := after.Where(ledger.By(ledger.Client), ledger.Of(o.instance))
		if p.one && i > 0 {
			t.Check(none(told.Where(ledger.Is(ledger.WillReconnect, ledger.Disconnected, ledger.Connected)),
				toldOfOthersLoss.Of(o.instance, both[0].instance)))
			continue
		}
		if in := told.Where(ledger.Is(ledger.Connected)); len(in) == 0 {
			t.Find([]ledger.Event{lost}, notBackFromLoss, o.instance, lost)
		}
	}
	t.Check(holds(t.Timeline(), len(both), afterReconnect))
	t.allSend(both)
}

var (
	toldOfOthersLoss = say("told.of-others-loss",
		"{who} is told of a loss or a connection although the link of {other} ended alone",
		"只有 {other} 的连接结束，{who} 却收到断线或连接的通知")
	notBackFromLoss = say("link.not-back", "{who} is not connected again after the loss at {at}",
		"{at} 断线之后 {who} 没有恢复连接")
)
