// KCK-06, KCK-07 and KCK-09: destroy, a new login and messages after a kick.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

var _ = requirementUnder("KCK-06", moments, kck06DestroyAfterwards)

// kck06DestroyAfterwards is KCK-06: destroy after a kick counts once.
func kck06DestroyAfterwards(t *Trial, m moment) {
	k := m.kick()
	k.enter(t)
	t.Let(time.Second)
	k.kick(t)
	t.Let(m.later)
	begin := t.destroy(k.instance())
	t.Let(quiet)
	t.Check(t.doneOnce("destroy", k.instance(), begin))
	t.Check(holds(t.Timeline(), 0, afterKickAndEnd))
	t.Check(none(attempts(t.Timeline().After(begin.Seq)), linkAfterKickAndEnd))
}

// comeback is a way to log in again after a kick.
type comeback struct {
	moment
	again func(*Trial)
}

var _ = requirementUnder("KCK-07", []under[comeback]{
	{"connect-a-minute-after", "connect a minute after the kick", "connect（被踢一分钟之后）",
		comeback{moment{later: time.Minute}, func(t *Trial) { t.Connect(alice) }}},
	{"connect-at-once", "connect at once", "connect（立即）",
		comeback{moment{later: 50 * time.Millisecond}, func(t *Trial) { t.Connect(alice) }}},
	{"asked-again", "the instance is asked for again", "再次获取实例",
		comeback{moment{later: time.Minute}, func(t *Trial) { t.begin(im(alice)) }}},
	{"destroyed-and-asked-again", "the instance is destroyed, and a new one asked for", "销毁实例，再获取新的",
		comeback{moment{later: time.Second}, func(t *Trial) {
			t.Destroy(alice, func(v clients.Verbs) { v.Login(token(im(alice))) })
		}}},
	{"room", "a chatroom", "聊天室",
		comeback{moment{later: time.Minute, room: true}, func(t *Trial) { t.Connect(lobby) }}},
}, kck07LoginAfterwards)

// kck07LoginAfterwards is KCK-07: Login after a kick works.
func kck07LoginAfterwards(t *Trial, c comeback) {
	k, to := c.kick(), bob
	if c.room {
		to = ""
	}
	k.enter(t)
	t.Let(time.Second)
	k.kick(t)
	t.Let(c.later)
	begin := t.Mark("log in again after the kick")
	c.again(t)
	t.Expect(logsInAgain.Of(k.instance()), begin, t.Policy.DoneWithin+loginWithin, ledger.By(ledger.Client),
		ledger.Is(ledger.Connected), ledger.Of(k.instance()))
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, minuteAfterNewLogin))
	t.Check(never(t.Timeline(), 1))
	t.sends(k.instance(), to)
	t.greets(k.instance())
	t.backAs(k.instance(), t.Drop()) // it is a login like any other: it recovers from a loss
}

var _ = requirementUnder("KCK-09", []under[bool]{
	{"im", "IM", "IM", false},
	{"room", "a chatroom", "聊天室", true},
}, kck09NoMessage)

// kck09NoMessage is KCK-09: No message after a kick.
func kck09NoMessage(t *Trial, inRoom bool) {
	k := kick{reason: 1, room: inRoom}
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	if inRoom {
		t.PushRoom("1001", bob, "too late")
	} else {
		t.Push(alice, bob, "too late")
		t.PushTeam(alice, "7001", bob, "too late, team")
	}
	t.Let(quiet)
	t.Check(none(t.Timeline().After(kicked.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message)),
		deliveredAfterKick))
	if len(disconnections(t.Timeline().After(kicked.Seq), k.instance())) == 0 {
		t.Find([]ledger.Event{kicked}, kickUntold, kicked)
	}
}

// A login that the user asks for after a kick must be marked as manual: the service would refuse an automatic one, or
// would not let it kick other clients.
var _ = alsoUnder("KCK-07", []under[comeback]{
	{"marked-manual", "the login is marked manual on the wire", "登录在线上标记为手动",
		comeback{moment{later: time.Minute}, func(t *Trial) { t.Connect(alice) }}},
	{"marked-manual-asked-again", "the same by asking for the instance again", "重新获取实例，同样如此",
		comeback{moment{later: time.Minute}, func(t *Trial) { t.begin(im(alice)) }}},
	{"room-marked-manual", "the chatroom's login is marked manual on the wire", "聊天室登录在线上标记为手动",
		comeback{moment{later: time.Minute, room: true}, func(t *Trial) { t.Connect(lobby) }}},
}, kck07LoginLater)

// kck07LoginLater is KCK-07: a login after a kick is marked as one by hand.
func kck07LoginLater(t *Trial, c comeback) {
	k := c.kick()
	k.enter(t)
	t.Let(time.Second)
	k.kick(t)
	t.Let(c.later)
	begin := t.Mark("log in again after the kick")
	c.again(t)
	t.backAs(k.instance(), begin)
	t.manual(begin)
}

// The findings of this file.
var (
	afterKickAndEnd     = say("when.after-kick-and-destroy", "after the kick and destroy", "被踢并销毁之后")
	linkAfterKickAndEnd = say("link.opened-after-kick-and-destroy",
		"a link is opened after the kick and destroy",
		"被踢并销毁之后又打开连接")
	minuteAfterNewLogin = say("when.minute-after-new-login", "a minute after the new login", "再次登录之后一分钟")
	kickUntold          = say("nothing-shown.kick",
		"the kick at {at} raised no ondisconnect, so nothing was shown",
		"{at} 被踢时没有触发 ondisconnect，所以什么都看不出")
	unmarked = say("lacks.mark",
		"the login at {at} has no mark on the wire that says whether the application asked for it",
		"{at} 的登录在线上没有标记，看不出是否由应用要求")
	markedThoughAsked = say("login.marked-though-asked",
		"the login at {at}, which the application asked for, is marked {mark} on the wire",
		"{at} 的登录是应用要求的，在线上却标记为 {mark}")
)
