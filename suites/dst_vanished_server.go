// DST-11: the server vanishes while an instance is destroyed.

package suites

import (
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

var _ = requirementUnder("DST-11", []under[loss]{
	{"rst", "RST", "RST", loss{armed: true, lose: func(t *Trial) ledger.Event { return t.Reset() }}},
	{"black-hole", "black hole", "黑洞（数据全部丢失）", loss{lose: func(t *Trial) ledger.Event { return t.BlackHole() }}},
	{"service-stops", "the service stops", "服务停机", loss{lose: func(t *Trial) ledger.Event { return t.StopService() }}},
}, dst11ServerVanished)

// dst11ServerVanished is DST-11: A vanished server changes nothing.
func dst11ServerVanished(t *Trial, l loss) {
	if l.armed {
		t.Arm()
	}
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.AnswerCloseAfter(fakeserver.Never) // so that destroy is under way
	begin := t.destroy(alice)
	t.Let(100 * time.Millisecond)
	l.lose(t)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(t.doneOnce("destroy", alice, begin))
	t.Check(none(attempts(after), opensAgain))
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected, ledger.WillReconnect)),
		toldAfterDestroy))
	if open := t.Timeline().Live(ledger.Host); len(open) > 0 {
		t.Find([]ledger.Event{begin}, stillCounts, len(open))
	}
}

// The findings of this file.
var (
	toldAfterDestroy = say("told.after-destroy",
		"a connection or a reconnect was told although the instance was destroyed",
		"实例已销毁，却仍通知连接或重连")
	stillCounts = say("sockets.after-destroy",
		"ten minutes after destroy the host still counts {n:socket}",
		"destroy 之后过了十分钟，平台上还有 {n} 个 socket")
)
