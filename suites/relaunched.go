// REC-01, REC-09, KCK-07, MSG-04, STO-02: what an earlier run of the program left on the device.
//
// A user swipes a mini program away, and opens it again an hour later; a system that needs its memory ends it. What the
// SDK stored is there then, and nothing else is.

package suites

import (
	"fmt"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
)

// earlier is how the run before came to its end. The instance is alice, or the lobby where there are only chatrooms.
type earlier func(t *Trial)

// relaunch ends the program and starts it again, an hour later.
func (t *Trial) relaunch() {
	t.requires(clients.OnPlatform)
	t.Relaunch()
	t.Let(time.Hour)
}

func killedWhileConnected(t *Trial) {
	who := t.comesIn(usual)
	t.sends(who.instance, who.to)
	t.greets(who.instance)
}

func usedUpBefore(t *Trial) {
	t.requires(clients.ReconnectCap)
	t.comesIn(capOf(2))
	t.Let(time.Second)
	t.Refuse()
	t.Let(t.exhaust(2) + time.Minute)
	t.Heal()
}

func kickedBefore(t *Trial) {
	t.requires(clients.IM)
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.Kick(alice, 1)
	t.Let(time.Minute)
}

var _ = alsoUnder("REC-09", []under[earlier]{
	{"relaunched-connected", "in a run behind one that was killed while connected", "上次运行在连接中被结束之后",
		killedWhileConnected},
	{"relaunched-kicked", "in a run behind one that was kicked", "上次运行被踢之后", kickedBefore},
	{"relaunched-used-up", "in a run behind one whose attempts were used up", "上次运行次数用尽之后", usedUpBefore},
	{"relaunched-refused", "in a run behind one whose login was refused for good", "上次运行登录被永久拒绝之后", func(t *Trial) {
		t.requires(clients.IM)
		t.RefuseLogin(302)
		t.begin(im(alice))
		t.Let(time.Minute)
		t.RefuseLogin(0)
	}},
	{"relaunched-pending", "in a run behind one that was killed in its first login", "上次运行在首次登录中被结束之后", func(t *Trial) {
		t.requires(clients.IM)
		held := t.Hold(fakeserver.StepLogin)
		t.begin(im(alice))
		t.stops(alice, held, fakeserver.StepLogin)
		t.Let(time.Second)
	}},
}, rec09BehindAnEarlierRun)

// rec09BehindAnEarlierRun is REC-09: a run behind another one gets in, and comes back from two losses.
func rec09BehindAnEarlierRun(t *Trial, before earlier) {
	t.requires(clients.OnPlatform)
	before(t)
	t.relaunch()
	t.Forget(fakeserver.StepLogin)
	who := t.comesIn(usual)
	for range 2 {
		t.Let(time.Second)
		t.backAs(who.instance, t.Drop())
	}
	t.Let(time.Second)
	t.sends(who.instance, who.to)
	t.Check(holds(t.Timeline(), 1, afterReconnect))
}

var _ = alsoUnder("REC-01", []under[away]{
	{"n-3-relaunched", "N = 3, in a run behind one whose attempts were used up", "N = 3，上次运行次数用尽之后", away{attempts: 3}},
}, func(t *Trial, a away) {
	t.requires(clients.OnPlatform)
	usedUpBefore(t)
	t.relaunch()
	a.room = t.someone().instance == lobby
	rec01ExactlyN(t, a)
})

var _ = alsoUnder("KCK-07", []under[bool]{
	{"relaunched", "in another run of the program, marked manual on the wire", "重新启动程序之后，在线上标记为手动", false},
}, kck07Relaunched)

// kck07Relaunched is KCK-07: the login of another run is one by hand, whatever the run before stored.
func kck07Relaunched(t *Trial, _ bool) {
	t.requires(clients.OnPlatform)
	kickedBefore(t)
	t.relaunch()
	begin := t.Mark("log in again, in another run")
	t.LogIn(im(alice))
	t.manual(begin)
	t.sends(alice, bob)
	t.Check(holds(t.Timeline(), 1, minuteAfterNewLogin))
}

var _ = alsoUnder("MSG-04", []under[bool]{
	{"waited-another-was-here", "what waited for an account while another one was logged in", "另一个账号登录期间的离线消息", false},
	{"waited-another-run", "what waited for an account while another one was logged in, in an earlier run",
		"另一个账号登录期间的离线消息，上次运行时", true},
}, msg04WaitedForAnother)

// msg04WaitedForAnother is MSG-04: alice is away, messages come for her, and younger ones for dave, who is logged in
// with the same program. When she logs in she gets hers.
func msg04WaitedForAnother(t *Trial, relaunched bool) {
	t.requires(clients.Direct)
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.arrives(alice, "while she is here", func(text string) string { return t.Push(alice, bob, text) })
	t.gone(alice)
	var waiting []string
	for i := range 3 {
		waiting = append(waiting, t.Push(alice, bob, fmt.Sprintf("she is away %d", i+1)))
		t.Let(time.Second)
	}
	t.LogIn(im(dave))
	t.Let(time.Minute)
	t.arrives(dave, "younger", func(text string) string { return t.Push(dave, bob, text) })
	begin := t.Mark("alice logs in")
	if relaunched {
		t.relaunch()
	} else {
		t.gone(dave)
	}
	t.LogIn(im(alice))
	t.Let(time.Minute)
	for i, id := range waiting {
		t.Check(exactly(received(t.Timeline().After(begin.Seq), alice, id), 1, deliveryOf.Of(i+1, len(waiting))))
	}
}

// Behind each of these the application asks for the instance again, and is given what came while it was away.
var _ = alsoUnder("MSG-04", []under[func(*Trial)]{
	{"waited-behind-disconnect", "what waited behind disconnect", "disconnect 之后的离线消息",
		func(t *Trial) { t.end("disconnect") }},
	{"waited-behind-kick", "what waited behind a kick", "被踢之后的离线消息", func(t *Trial) { t.Kick(alice, 1) }},
	{"waited-behind-used-up", "what waited when the attempts were used up", "尝试次数用尽之后的离线消息", func(t *Trial) {
		t.Refuse()
		t.Let(t.exhaust(1) + time.Minute)
		t.Heal()
	}},
}, msg04WaitedBehindAnEnd)

// msg04WaitedBehindAnEnd is MSG-04: a login that the application asks for brings what was missed, as a reconnect does.
func msg04WaitedBehindAnEnd(t *Trial, end func(*Trial)) {
	t.requires(clients.Direct)
	t.LogIn(capped(im(alice), 1))
	t.Let(time.Second)
	end(t)
	t.Let(10 * time.Second)
	begin := t.Mark("messages come for alice, who is away")
	var waiting []string
	for i := range 3 {
		waiting = append(waiting, t.Push(alice, bob, fmt.Sprintf("she is away %d", i+1)))
		t.Let(time.Second)
	}
	t.Connect(alice)
	t.Let(time.Minute)
	for i, id := range waiting {
		t.Check(exactly(received(t.Timeline().After(begin.Seq), alice, id), 1, deliveryOf.Of(i+1, len(waiting))))
	}
}

var _ = alsoUnder("STO-02", each("full-behind-%d-relaunched",
	"writing throws behind entry %d, and in the next run it does not", "第 %d 项之后写入抛异常，下次运行时不再抛", 1, 2),
	sto02HalfWritten)

// sto02HalfWritten is STO-02: what an SDK stores in more than one entry may be there in part, because the quota ended
// between them.
func sto02HalfWritten(t *Trial, n int) {
	t.MiniProgram().BreakStorage(clients.StorageFilling(n))
	who := t.comesIn(usual)
	t.Let(time.Second)
	t.sends(who.instance, who.to)
	t.relaunch()
	t.MiniProgram().BreakStorage(0)
	who = t.comesIn(usual)
	t.Let(time.Second)
	t.sends(who.instance, who.to)
}
