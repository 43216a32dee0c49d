// KCK-05: the end of one instance spares another one.

package suites

import (
	"strings"
	"time"

	"nimcert/ledger"
)

// sparings lists kicks that must leave the other connection alone. The usual ones have the short names.
func sparings() []under[kick] {
	var list []under[kick]
	for _, k := range everyKick {
		who, usual := under[kick]{"im-kicked", "IM is kicked", "IM 被踢", k.value}, 1
		if k.value.room {
			who, usual = under[kick]{"room-kicked", "the chatroom is kicked", "聊天室被踢", k.value}, 2
		}
		if name := k.value.name; k.value.reason != usual {
			who = who.as("%s-"+strings.ToLower(name), "%s, "+name, "%s，"+name)
		}
		list = append(list, who)
	}
	return list
}

var _ = requirementUnder("KCK-05", sparings(), kck05SparesTheOther)

// kck05SparesTheOther is KCK-05: A kick spares the other connection.
func kck05SparesTheOther(t *Trial, k kick) {
	t.needs(1, 1)
	k.documented(t)
	t.LogIn(im(alice))
	t.Enter(room(lobby))
	t.Let(time.Second)
	mine, theirs, to := alice, lobby, ""
	if k.room {
		mine, theirs, to = lobby, alice, bob
	}
	kicked := k.kick(t)
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	if len(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected), ledger.Of(mine))) == 0 {
		t.Find([]ledger.Event{kicked}, kickUntoldTo, kicked, mine)
	}
	t.Check(none(
		after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.WillReconnect), ledger.Of(theirs)),
		toldThoughSpared.Of(theirs, mine)))
	t.Check(none(attempts(after), linkThoughSpared.Of(theirs, mine)))
	t.Check(holds(t.Timeline(), 1, tenMinutesAfterKickOf.Of(mine)))
	t.sends(theirs, to)
}

// beside is the state of the spared instance when the other one ends.
type beside struct {
	spared string                             // the instance that is spared
	reach  func(t *Trial) ledger.Event        // brings both to their states; the returned mark is before the end
	end    func(t *Trial)                     // ends the other
	after  func(t *Trial, begin ledger.Event) // what the service then does to the spared one
}

// The end of one instance leaves another one alone that is connecting.
var _ = alsoUnder("KCK-05", []under[beside]{
	{"room-kicked-im-waits", "the chatroom is kicked while IM waits to reconnect", "聊天室被踢，IM 正在等待重连",
		beside{alice, func(t *Trial) ledger.Event {
			t.LogIn(im(alice))
			t.Enter(room(lobby))
			t.Let(time.Second)
			return t.waits(t.CloseLinks(alice, 1001), alice)
		}, func(t *Trial) { t.KickRoom(lobby, alice, "1001", 2) }, nil}},
	{"im-kicked-room-waits", "IM is kicked while the chatroom waits to reconnect", "IM 被踢，聊天室正在等待重连",
		beside{lobby, func(t *Trial) ledger.Event {
			t.LogIn(im(alice))
			t.Enter(room(lobby))
			t.Let(time.Second)
			return t.waits(t.CloseRoomLinks(lobby, "1001", 1001), lobby)
		}, func(t *Trial) { t.Kick(alice, 1) }, nil}},
	{"im-destroyed-other-connects", "IM is destroyed while another account connects", "IM 被销毁，另一个账号正在连接",
		beside{bob, func(t *Trial) ledger.Event {
			t.LogIn(im(alice))
			return t.connects(bob)
		}, func(t *Trial) { t.Destroy(alice, nil) }, (*Trial).goesOn}},
	{"im-disconnected-other-connects", "IM is disconnected while another account connects", "IM 断开，另一个账号正在连接",
		beside{bob, func(t *Trial) ledger.Event {
			t.LogIn(im(alice))
			return t.connects(bob)
		}, func(t *Trial) { t.Disconnect(alice, nil) }, (*Trial).goesOn}},
	{"im-kicked-other-connects", "IM is kicked while another account connects", "IM 被踢，另一个账号正在连接",
		beside{bob, func(t *Trial) ledger.Event {
			t.LogIn(im(alice))
			return t.connects(bob)
		}, func(t *Trial) { t.Kick(alice, 1) }, (*Trial).goesOn}},
	{"im-destroyed-other-waits", "IM is destroyed while another account waits to reconnect", "IM 被销毁，另一个账号正在等待重连",
		beside{bob, func(t *Trial) ledger.Event {
			t.LogIn(im(alice))
			t.LogIn(im(bob))
			t.Let(time.Second)
			return t.waits(t.CloseLinks(bob, 1001), bob)
		}, func(t *Trial) { t.Destroy(alice, nil) }, nil}},
	{"im-refused-other-connects", "IM is refused for good, and another account connects", "IM 被彻底拒绝，另一个账号连接",
		beside{bob, func(t *Trial) ledger.Event {
			begin := t.RefuseLogin(302)
			t.begin(im(alice))
			t.Expect(serviceRefuses, begin, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
			return t.RefuseLogin(0)
		}, func(t *Trial) { t.begin(im(bob)) }, nil}},
}, kck05BesideAnother)

// kck05BesideAnother is KCK-05: the end of one instance spares another one that is connecting.
func kck05BesideAnother(t *Trial, b beside) {
	if b.spared == bob {
		t.needs(2, 0)
	} else {
		t.needs(1, 1)
	}
	begin := b.reach(t)
	b.end(t)
	if b.after != nil {
		t.Let(500 * time.Millisecond)
		b.after(t, begin)
	}
	t.Expect(isConnected.Of(b.spared), begin, t.exhaust(2)+loginWithin, ledger.By(ledger.Client),
		ledger.Is(ledger.Connected), ledger.Of(b.spared))
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, minuteAfterOtherEnded))
	to := carol
	if b.spared == lobby {
		to = ""
	}
	t.sends(b.spared, to)
}

// waits expects the wait before an instance's reconnect, and lets 500 ms of it pass: the shortest wait that a family
// documents is 1 s.
func (t *Trial) waits(lost ledger.Event, instance string) ledger.Event {
	wait := t.Expect(waitsToReconnect.Of(instance), lost, t.exhaust(1)+loginWithin, ledger.By(ledger.Client),
		ledger.Is(ledger.WillReconnect), ledger.Of(instance))
	t.Let(500 * time.Millisecond)
	return wait
}

// connects begins an account's login, and holds back the answer to the first step of its link.
func (t *Trial) connects(account string) ledger.Event {
	begin := t.holdLinks()
	t.begin(im(account))
	t.Expect(connects.Of(account), begin, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
	return begin
}

// goesOn answers the steps that connects held back.
func (t *Trial) goesOn(ledger.Event) {
	for _, step := range linkSteps {
		t.Release(step)
	}
}

// The findings of this file.
var (
	kickUntoldTo = say("nothing-shown.kick-of",
		"the kick at {at} raised no ondisconnect at {who}, so nothing was shown",
		"{at} 被踢时 {who} 没有触发 ondisconnect，所以什么都看不出")
	toldThoughSpared = say("disconnect.spared",
		"{spared} was told of a disconnect although only {who} was kicked",
		"被踢的只有 {who}，{spared} 却收到断开通知")
	linkThoughSpared = say("link.opened-though-spared",
		"a link is opened although nothing happened to {spared}, and {who} was kicked",
		"被踢的是 {who}，{spared} 没有受影响，却打开了连接")
	tenMinutesAfterKickOf = say("when.ten-minutes-after-kick-of",
		"ten minutes after the kick of {who}",
		"{who} 被踢之后过了十分钟")
	minuteAfterOtherEnded = say("when.minute-after-other-ended",
		"a minute after the other was ended",
		"另一个结束之后一分钟")
	waitsToReconnect = say("event.waits", "{who} waits to reconnect", "{who} 等待重连")
)
