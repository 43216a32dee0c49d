// REC-01, REC-07, REC-08, REC-19, DST-07 and KCK-03: the program goes to the background, and the network goes, and both
// come back.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// hides takes the program off the screen for a while.
func (t *Trial) hides(d time.Duration) ledger.Event {
	hidden := t.Mark("the program goes to the background for %s", d)
	t.MiniProgram().Background()
	t.Let(d)
	t.Mark("the program comes to the front")
	t.MiniProgram().Foreground()
	return hidden
}

var _ = requirementUnder("REC-19", []under[func(*Trial)]{
	{"hidden-a-minute", "hidden for a minute", "在后台一分钟", func(t *Trial) {
		t.comesIn(usual)
		t.Let(time.Second)
		hidden := t.hides(time.Minute)
		t.Check(lostAtHost(t.Timeline().After(hidden.Seq), hidden))
	}},
	// The platform closes the sockets after 5 s, so here they are still there.
	{"hidden-two-seconds-thrice", "hidden for two seconds, three times", "在后台两秒，三次", func(t *Trial) {
		t.comesIn(usual)
		t.Let(time.Second)
		for range 3 {
			t.hides(2 * time.Second)
			t.Let(time.Second)
		}
	}},
	{"hidden-ten-seconds-thrice", "hidden for ten seconds, three times", "在后台十秒，三次", func(t *Trial) {
		t.comesIn(usual)
		t.Let(time.Second)
		for range 3 {
			t.hides(10 * time.Second)
			t.Let(300 * time.Millisecond)
		}
	}},
	{"hidden-in-the-wait", "hidden in the wait before a reconnect", "重连等待中进入后台", func(t *Trial) {
		t.comesIn(usual)
		t.Let(time.Second)
		lost := t.Refuse()
		t.Expect(waitBegins, lost, t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(t.someone().instance))
		t.MiniProgram().Background()
		t.Let(time.Minute)
		t.Heal()
		t.MiniProgram().Foreground()
	}},
	{"in-front-without-a-network", "in front again without a network, which comes later", "回到前台时没有网络，稍后恢复",
		func(t *Trial) {
			t.comesIn(usual)
			t.Let(time.Second)
			t.MiniProgram().Background()
			t.Let(time.Second)
			t.NetworkOff()
			t.Let(70 * time.Second) // by then each socket is closed, also where nobody answers
			t.MiniProgram().Foreground()
			t.Let(10 * time.Second)
			t.NetworkOn(t.Mobile())
		}},
	{"hidden-in-automatic-login", "hidden while an automatic login is pending", "自动登录等待应答时进入后台", func(t *Trial) {
		t.comesIn(usual)
		t.Let(time.Second)
		held := t.Hold(t.loginStep())
		t.Drop()
		t.stops(t.someone().instance, held, t.loginStep())
		t.Forget(t.loginStep())
		t.hides(time.Minute)
	}},
}, rec19Foreground)

// rec19Foreground is REC-19: Foreground ends with one live socket.
func rec19Foreground(t *Trial, act func(*Trial)) {
	t.needsBackground()
	act(t)
	who := t.someone()
	t.Let(2 * time.Minute)
	t.Check(holds(t.Timeline(), 1, afterFront))
	t.Check(never(t.Timeline(), 1))
	t.sends(who.instance, who.to)
}

// comeAndGo lets the program (if the client is one) and the device's network come and go, both for longer and for
// shorter than the platform takes to close a hidden program's sockets.
func (t *Trial) comeAndGo() {
	if t.Capabilities[clients.OnPlatform] {
		t.hides(10 * time.Second)
		t.Let(time.Second)
		t.hides(2 * time.Second)
		t.Let(time.Second)
	}
	t.NetworkOff()
	t.Let(10 * time.Second)
	t.NetworkOn("wifi")
	t.Let(time.Second)
	t.NetworkChange(t.Mobile())
	t.Let(quiet)
}

// over is an instance that has ended.
type over struct {
	end func(*Trial) ledger.Event // everything after the returned mark must not happen any more
}

func (o over) staysAway(t *Trial) {
	end := o.end(t)
	t.Let(time.Minute)
	t.comeAndGo()
	after := t.Timeline().After(end.Seq)
	t.Check(none(attempts(after), opensAfterEnd))
	t.Check(none(after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting, ledger.SocketRefused)),
		socketAfterEnd))
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected, ledger.WillReconnect)),
		toldAfterEnd))
	t.Check(holds(t.Timeline(), 0, afterComingAndGoing))
}

// endedBy is an instance that the application ended.
func endedBy(verb, instance string) over {
	return over{func(t *Trial) ledger.Event {
		if instance == lobby {
			t.Enter(room(lobby))
		} else {
			t.LogIn(im(instance))
		}
		t.Let(time.Second)
		begin := t.endOf(verb, instance)
		return t.Expect(callsDone.Of(verb), begin, t.Policy.DoneWithin+slack, doneOf(verb))
	}}
}

// thrownOut is an instance that was kicked.
func thrownOut(k kick) over {
	return over{func(t *Trial) ledger.Event {
		k.enter(t)
		t.Let(time.Second)
		kicked := t.Mark("before the kick")
		k.kick(t)
		return kicked
	}}
}

var (
	_ = alsoUnder("DST-07", []under[over]{
		{"destroy-come-and-go", "destroy, and then program and network come and go", "destroy，随后小程序与网络来回切换",
			endedBy("destroy", alice)},
		{"disconnect-come-and-go", "disconnect, and then program and network come and go", "disconnect，随后小程序与网络来回切换",
			endedBy("disconnect", alice)},
		{"disconnect-room-come-and-go", "disconnect of a chatroom, and then program and network come and go",
			"disconnect 聊天室，随后小程序与网络来回切换",
			endedBy("disconnect", lobby)},
	}, func(t *Trial, o over) { o.staysAway(t) })
	_ = alsoUnder("KCK-03", []under[over]{
		{"im-kicked-come-and-go", "IM is kicked, and then program and network come and go", "IM 被踢，随后小程序与网络来回切换",
			thrownOut(kick{reason: 1})},
		{"room-kicked-come-and-go", "the chatroom is kicked, and then program and network come and go",
			"聊天室被踢，随后小程序与网络来回切换",
			thrownOut(kick{reason: 2, room: true})},
	}, func(t *Trial, o over) { o.staysAway(t) })
	_ = alsoUnder("REC-01", []under[over]{
		{"n-1-come-and-go", "N = 1, and then program and network come and go", "N = 1，随后小程序与网络来回切换",
			over{func(t *Trial) ledger.Event {
				t.loseForGood(away{attempts: 1})
				t.Heal()
				return t.Mark("the attempts are used up")
			}}},
	}, func(t *Trial, o over) { o.staysAway(t) })
	_ = alsoUnder("REC-07", []under[over]{
		{"lost-come-and-go", "lost, and then program and network come and go", "断线，随后小程序与网络来回切换",
			over{func(t *Trial) ledger.Event {
				t.logInOrEnter(false, noReconnect)
				t.Let(time.Second)
				return t.Drop()
			}}},
	}, func(t *Trial, o over) { o.staysAway(t) })
	_ = alsoUnder("REC-08", []under[over]{
		{"302-come-and-go", "302, and then program and network come and go", "返回 302，随后小程序与网络来回切换",
			over{func(t *Trial) ledger.Event {
				begin := t.RefuseLogin(302)
				t.begin(im(alice))
				t.Expect(serviceRefuses, begin, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
				return t.RefuseLogin(0)
			}}},
	}, func(t *Trial, o over) { o.staysAway(t) })
)

// The findings of this file.
var (
	afterFront     = say("when.after-front", "two minutes after coming to the front", "回到前台两分钟之后")
	socketAfterEnd = say("sockets.opened-after-end",
		"a socket is opened although the instance was ended",
		"实例已经结束，却又打开 socket")
	toldAfterEnd = say("told.after-end",
		"a connection or a reconnect is told although the instance was ended",
		"实例已经结束，却又通知连接或重连")
	afterComingAndGoing = say("when.after-coming-and-going",
		"ten minutes after the program and the network came and went",
		"小程序与网络来回切换之后过了十分钟")
)
