// REC-09, REC-10, REC-11 and REC-19: what platform, network and service do at moments that last long, or come first.

package suites

import (
	"fmt"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

var _ = alsoUnder("REC-19", []under[func(*Trial) []tenant]{
	{"room-hidden-a-minute", "a chatroom, hidden for a minute", "聊天室，在后台一分钟", func(t *Trial) []tenant {
		t.Enter(room(lobby))
		t.Let(time.Second)
		t.hides(time.Minute)
		return []tenant{{instance: lobby}}
	}},
	{"im-and-room-hidden-a-minute", "IM and a chatroom, hidden for a minute", "IM 和聊天室，在后台一分钟",
		func(t *Trial) []tenant {
			both := pair{accounts: 1, rooms: 1}.enter(t)
			t.Let(time.Second)
			t.hides(time.Minute)
			return both
		}},
	{"hidden-twenty-minutes", "hidden for twenty minutes", "在后台二十分钟", func(t *Trial) []tenant {
		who := t.comesIn(usual)
		t.Let(time.Second)
		t.hides(20 * time.Minute)
		return []tenant{who}
	}},
}, rec19EachInFront)

// rec19EachInFront is REC-19: each instance has one live socket in front.
func rec19EachInFront(t *Trial, act func(*Trial) []tenant) {
	t.needsBackground()
	house := act(t)
	t.Let(2 * time.Minute)
	t.Check(holds(t.Timeline(), len(house), afterFront))
	t.Check(never(t.Timeline(), len(house)))
	t.allSend(house)
}

// The platform, the network or the address lookup comes between the first login and its end. It may be given up, if the
// application is told.
var _ = alsoUnder("REC-11", []under[func(*Trial) ledger.Event]{
	{"hidden-login-pending", "hidden for a minute while the login is pending", "登录等待应答时在后台一分钟",
		func(t *Trial) ledger.Event {
			if !t.Capabilities[clients.OnPlatform] {
				t.NotApplicable(t.Lacks(clients.OnPlatform))
			}
			held := t.Hold(t.loginStep())
			t.comes()
			t.stops(t.someone().instance, held, t.loginStep())
			t.Forget(t.loginStep())
			t.hides(time.Minute)
			return held
		}},
	{"network-goes-login-pending", "the network goes while the login is pending", "登录等待应答时断网",
		func(t *Trial) ledger.Event {
			held := t.Hold(t.loginStep())
			t.comes()
			t.stops(t.someone().instance, held, t.loginStep())
			t.Forget(t.loginStep())
			t.NetworkOff()
			t.Let(10 * time.Second)
			t.Heal()
			t.NetworkOn(t.Mobile())
			return held
		}},
	{"no-network-at-first", "the device has no network at first", "一开始设备没有网络", func(t *Trial) ledger.Event {
		off := t.NetworkOff()
		t.comes()
		t.Let(30 * time.Second)
		t.Heal()
		t.NetworkOn(t.Mobile())
		return off
	}},
	{"lbs-names-nothing", "LBS names no address", "LBS 没有给出地址", func(t *Trial) ledger.Event {
		named := t.SetLinks([]string{}, []string{})
		t.comes()
		return named
	}},
}, rec11Interrupted)

// comes asks for someone's connection, and does not wait.
func (t *Trial) comes() {
	if t.someone().instance == lobby {
		t.EnterChatroom(room(lobby))
	} else {
		t.begin(im(alice))
	}
}

// rec11Interrupted is REC-11: a first login that is interrupted ends connected, or told.
func rec11Interrupted(t *Trial, act func(*Trial) ledger.Event) {
	begin := act(t)
	who := t.someone()
	t.Let(3 * time.Minute)
	told := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client),
		ledger.Is(ledger.Disconnected, ledger.Failed, ledger.Threw), ledger.Of(who.instance))
	switch {
	case t.Timeline().Taking().Census(ledger.Server) > 0:
		t.Check(holds(t.Timeline(), 1, minutesAfterInterruption))
		t.Check(never(t.Timeline(), 1))
		t.sends(who.instance, who.to)
	case len(told) == 0:
		t.Find([]ledger.Event{begin}, interruptedUntold, who.instance)
	}
}

var _ = alsoUnder("REC-09", []under[loss]{
	{"wifi-gone-then-4g", "the network goes, and another one comes ten minutes later", "断网，十分钟后换成另一个网络",
		loss{lose: func(t *Trial) ledger.Event {
			lost := t.NetworkOff()
			t.Let(quiet)
			t.Heal()
			if t.Network() == t.Mobile() {
				t.NetworkOn("wifi")
			} else {
				t.NetworkOn(t.Mobile())
			}
			return lost
		}}},
	{"network-goes-in-the-wait", "the network goes in the wait, and another one comes", "重连等待中断网，随后换成另一个网络",
		loss{lose: func(t *Trial) ledger.Event {
			lost := t.Drop()
			t.waits(lost, alice)
			t.NetworkOff()
			t.Let(10 * time.Second)
			t.Heal()
			if t.Network() == t.Mobile() {
				t.NetworkOn("wifi")
			} else {
				t.NetworkOn(t.Mobile())
			}
			return lost
		}}},
}, (*Trial).leadsBack)

// spell is a time after the login at whose end the link falls silent.
type spell struct {
	length time.Duration
	before func(*Trial) // what happens a minute before that
	lost   bool         // the link is lost meanwhile, and comes back
}

var _ = alsoUnder("REC-10", []under[spell]{
	{"two-hours-after-login", "two hours after the login", "登录两小时之后", spell{length: 2 * time.Hour}},
	// The customer service's screen stays on: 720 heartbeats and more.
	{"six-hours-after-login", "six hours after the login", "登录六小时之后", spell{length: 6 * time.Hour}},
	{"a-minute-after-a-message", "a minute after a message", "收到消息一分钟之后",
		spell{length: time.Minute, before: func(t *Trial) { t.pushes(t.someone().instance, "hello") }}},
	{"a-minute-after-sixty-messages", "a minute after sixty messages", "收到六十条消息一分钟之后",
		spell{length: time.Minute, before: func(t *Trial) {
			who := t.someone().instance
			for i := range 60 {
				t.pushes(who, fmt.Sprint("message number ", i+1))
				t.Let(time.Second)
			}
		}}},
	// The platform closes the sockets after 5 s, so here they are still there.
	{"a-minute-after-two-seconds-hidden", "a minute after two seconds in the background", "在后台两秒之后过了一分钟",
		spell{length: 70 * time.Second, before: func(t *Trial) { // between two heartbeats of every family
			t.needsBackground()
			t.requires(clients.OnPlatform)
			t.hides(2 * time.Second)
		}}},
	{"opened-in-the-background", "a link that opened in the background", "连接在后台恢复之后",
		spell{length: time.Second, lost: true, before: func(t *Trial) {
			t.needsBackground()
			t.requires(clients.OnPlatform)
			who := t.someone().instance
			lost := t.Drop()
			t.Expect(waitBegins, lost, t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(who))
			t.Let(500 * time.Millisecond)
			t.hides(3 * time.Second)
			t.backAs(who, lost)
		}}},
}, rec10AfterASpell)

// rec10AfterASpell is REC-10: silence is noticed, however long the link was well.
func rec10AfterASpell(t *Trial, s spell) {
	who := t.comesIn(usual)
	in, _ := t.Timeline().Last(ledger.By(ledger.Client), ledger.Is(ledger.Connected))
	t.Let(s.length)
	if s.before != nil {
		s.before(t)
		if s.lost {
			in, _ = t.Timeline().Last(ledger.By(ledger.Client), ledger.Is(ledger.Connected))
		}
		t.Let(time.Minute)
	}
	t.Check(none(attempts(t.Timeline().After(in.Seq)), openedThoughWell))
	silent := t.BlackHole()
	noticed := t.Expect(noticesWithin.Of(t.Policy.Heartbeat), silent, t.Policy.Heartbeat,
		ledger.Is(ledger.WillReconnect, ledger.Attempt))
	t.Heal()
	t.backAs(who.instance, noticed)
}

var _ = alsoUnder("REC-11", []under[fakeserver.Step]{
	{"portal-then-network", "a web page instead of everything, for half a minute", "半分钟内一切请求都返回网页",
		fakeserver.StepHandshake},
}, func(t *Trial, _ fakeserver.Step) {
	rec11Interrupted(t, func(t *Trial) ledger.Event {
		begin := t.Portal(true, fakeserver.StepLBS, fakeserver.StepHandshake)
		t.comes()
		t.Let(30 * time.Second)
		t.Portal(false, fakeserver.StepLBS, fakeserver.StepHandshake)
		return begin
	})
})

var (
	openedThoughWell = say("link.opened-though-well",
		"the link is opened anew although nothing happened to it and all its heartbeats were answered",
		"连接一切正常，心跳都得到应答，却重新打开连接")
	minutesAfterInterruption = say("when.minutes-after-interruption",
		"three minutes after the first login was interrupted",
		"首次登录被打断之后三分钟")
	interruptedUntold = say("login.interrupted-untold",
		"{who} is not connected three minutes after its first login was interrupted, and no callback says so",
		"首次登录被打断之后三分钟，{who} 仍未连接，也没有任何回调说明")
)
