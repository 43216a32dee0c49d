// SWI-01 to SWI-05: another account, another chatroom, and the same again.

package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
	"nimcert/verdict"
)

var _ = requirementUnder("SWI-01", peers, swi01AccountSwitch)

// swi01AccountSwitch is SWI-01: Account switch closes before it opens.
func swi01AccountSwitch(t *Trial, p peer) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.peer(p)
	begin := t.Mark("destroy alice, and log bob in from done")
	t.Destroy(alice, func(v clients.Verbs) {
		v.Login(token(im(bob)))
	})
	t.Expect(logsIn.Of(bob), begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected), ledger.Of(bob))
	t.Let(time.Minute)
	t.Check(inOrder(t.Timeline(), begin, alice, bob))
	t.Check(holds(t.Timeline(), 1, afterSwitch))
	t.sends(bob, carol)
}

// inOrder checks that the service saw the old link closed before the new one opened.
func inOrder(t ledger.Timeline, begin ledger.Event, before, next string) []verdict.Finding {
	after := t.After(begin.Seq)
	opened, ok := after.First(ledger.By(ledger.Server), ledger.Is(ledger.LinkOpen))
	live := t.Before(begin.Seq).Live(ledger.Server)
	closed, gone := after.First(ledger.By(ledger.Server), ledger.Is(ledger.LinkClosed),
		func(e ledger.Event) bool { return slices.Contains(live, e.Socket) })
	switch {
	case !ok:
		return []verdict.Finding{finding([]ledger.Event{begin}, linkNeverSeen, next)}
	case !gone:
		return []verdict.Finding{finding([]ledger.Event{begin, opened}, closeNeverSeen, next, opened, before)}
	case closed.Seq > opened.Seq:
		return []verdict.Finding{finding([]ledger.Event{opened, closed}, closeLate, next, opened, before, closed)}
	}
	return nil
}

var _ = requirementUnder("SWI-02", peers, swi02RoomSwitch)

// swi02RoomSwitch is SWI-02: Room switch closes before it opens.
func swi02RoomSwitch(t *Trial, p peer) {
	t.Enter(room(lobby))
	t.Let(time.Second)
	t.peer(p)
	begin := t.Mark("leave the lobby, and enter the attic from done")
	t.Destroy(lobby, func(v clients.Verbs) { v.EnterChatroom(room(attic)) })
	t.Expect(enters.Of(alice), begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected),
		ledger.Of(attic))
	t.Let(time.Minute)
	t.Check(inOrder(t.Timeline(), begin, lobby, attic))
	t.Check(holds(t.Timeline(), 1, afterSwitch))
	t.sends(attic, "")
}

// change is a switch in a full house, of the account or of the room.
type change struct {
	peer
	room bool
}

func changes() []under[change] {
	var list []under[change]
	for _, p := range peers {
		list = append(list, with(p, change{peer: p.value}))
	}
	for _, p := range peers {
		list = append(list, with(p, change{p.value, true}).as("room-%s", "the chatroom, %s", "聊天室，%s"))
	}
	return list
}

var _ = requirementUnder("SWI-03", changes(), swi03SwitchAtFullHouse)

// swi03SwitchAtFullHouse is SWI-03: A switch at full house keeps the cap.
func swi03SwitchAtFullHouse(t *Trial, c change) {
	t.needsLimit()
	var others []tenant
	next := bob
	if c.room {
		next = attic
		t.Enter(room(lobby))
		others = t.fill(lobby)
	} else {
		t.LogIn(im(alice))
		others = t.fill(alice)
	}
	t.Let(time.Second)
	t.peer(c.peer)
	begin := t.Mark("destroy one, and log the next in from done, with every slot in use")
	if c.room {
		t.Destroy(lobby, func(v clients.Verbs) { v.EnterChatroom(room(attic)) })
	} else {
		t.Destroy(alice, func(v clients.Verbs) { v.Login(token(im(bob))) })
	}
	t.Await(begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected), ledger.Of(next))
	t.Let(time.Minute)
	t.Check(withinCap(t.Timeline().After(begin.Seq)))
	t.Check(holds(t.Timeline(), 1+len(others), minuteAfterSwitch))
	t.allSend(others)
}

// withinCap checks that the client never asked for a socket that the platform had to refuse.
func withinCap(t ledger.Timeline) []verdict.Finding {
	return none(t.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketRefused)), hostRefused)
}

var _ = requirementUnder("SWI-04", []under[bool]{
	{"im", "IM", "IM", false},
	{"room", "a chatroom", "聊天室", true},
}, swi04SameAccount)

// swi04SameAccount is SWI-04: The same account again works.
func swi04SameAccount(t *Trial, inRoom bool) {
	instance, to := alice, bob
	again := func(v clients.Verbs) { v.Login(token(im(alice))) }
	if inRoom {
		instance, to = lobby, ""
		again = func(v clients.Verbs) { v.EnterChatroom(room(lobby)) }
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
	for range 3 {
		t.Let(time.Second)
		begin := t.Mark("destroy %s, and ask for it again from done", instance)
		t.Destroy(instance, again)
		t.Expect(logsInAgain.Of(instance), begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected),
			ledger.Of(instance))
		t.Let(time.Minute)
		t.Check(holds(t.Timeline(), 1, afterSwitch))
		t.sends(instance, to)
	}
	t.greets(instance)
	t.backAs(instance, t.Drop()) // it is an instance like any other: it recovers from a loss
}

var _ = requirementUnder("SWI-05", []under[bool]{
	{"accounts", "accounts", "账号", false},
	{"rooms", "chatrooms", "聊天室", true},
}, swi05TwentySwitches)

// swi05TwentySwitches is SWI-05: Twenty switches keep the cap.
func swi05TwentySwitches(t *Trial, rooms bool) {
	t.needsLimit()
	last := alice
	if rooms {
		last = lobby
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
	others := t.fill(last)
	t.Let(time.Second)
	t.AnswerCloseAfter(switchDelay)
	for i := range 20 {
		next := fmt.Sprintf("account %d", i+1)
		open := func(v clients.Verbs) { v.Login(token(im(next))) }
		if rooms {
			next = fmt.Sprintf("room %d", i+1)
			o := room(attic)
			o.Instance, o.RoomID = next, fmt.Sprint(2001+i)
			open = func(v clients.Verbs) { v.EnterChatroom(o) }
		}
		begin := t.Mark("switch from %s to %s", last, next)
		t.Destroy(last, open)
		if _, ok := t.Await(begin, t.Policy.DoneWithin+slack+loginWithin, ledger.Is(ledger.Connected),
			ledger.Of(next)); !ok {
			t.Find([]ledger.Event{begin}, switchUnfinished, i+1, begin)
			break
		}
		last = next
	}
	t.Let(time.Minute)
	t.Check(withinCap(t.Timeline()))
	t.Check(holds(t.Timeline(), 1+len(others), afterSwitches.Of(len(others))))
}

// switchDelay makes each close of SWI-05 as late as on a link of 250 ms: with 20 logins over a really slow link the
// case would take a minute of session time.
const switchDelay = 500 * time.Millisecond

// A new instance uses the options with which it is made, and not those of the destroyed one.
var _ = alsoUnder("SWI-04", []under[bool]{
	{"im-renewed-token", "IM, with a renewed token", "IM，使用新的 token", false},
	{"im-other-attempts", "IM, with another number of attempts", "IM，使用另一个尝试次数", true},
}, swi04NewOptions)

// swi04NewOptions is SWI-04: a new instance uses the options with which it is made.
func swi04NewOptions(t *Trial, limit bool) {
	if limit {
		if !t.Capabilities[clients.ReconnectCap] {
			t.NotApplicable(t.Lacks(clients.ReconnectCap))
		}
		t.LogIn(capped(im(alice), 5))
		t.Let(time.Second)
		t.gone(alice)
		t.LogIn(capped(im(alice), 1))
		t.Let(time.Second)
		lost := t.Refuse()
		t.Let(t.exhaust(5) + quiet)
		t.Check(exactly(attempts(t.Timeline().After(lost.Seq)), 1, newInstanceCap))
		return
	}
	t.LogIn(im(alice))
	for _, o := range []clients.IMOptions{renewed(im(alice)), token(im(alice)), renewed(im(alice))} {
		t.Let(time.Second)
		t.gone(alice)
		t.logInWith(o)
		t.Let(time.Minute)
		t.Check(holds(t.Timeline(), 1, minuteAfterToken))
	}
	t.sends(alice, bob)
}

// The application keeps its object of options, and gives no callback that it need not give.
var _ = alsoUnder("SWI-04", []under[bool]{
	{"im-same-options", "IM, from the same object of options, with few callbacks", "IM，使用同一个选项对象，只有少数回调", false},
	{"room-same-options", "a chatroom, from the same object of options, with few callbacks",
		"聊天室，使用同一个选项对象，只有少数回调", true},
}, swi04SameOptions)

// swi04SameOptions is SWI-04: what the application gave is its own, and serves it again; what it did not give is not
// missed.
func swi04SameOptions(t *Trial, inRoom bool) {
	for range 3 {
		begin := t.Mark("it is made")
		instance, to := t.beginOrEnter(inRoom, clients.Options{Frugal: true})
		t.backAs(instance, begin)
		t.Let(time.Minute)
		t.backAs(instance, t.Drop())
		t.Let(time.Minute)
		t.Check(holds(t.Timeline(), 1, afterSwitch))
		t.sends(instance, to)
		t.gone(instance)
	}
}

// The findings of this file.
var (
	afterSwitch    = say("when.after-switch", "after the switch", "切换之后")
	linkNeverSeen  = say("switch.link-never-seen", "the service never saw the link of {next}", "服务端从未看到 {next} 的连接")
	closeNeverSeen = say("switch.close-never-seen",
		"the link of {next} opened at {at}; the service never saw the close of {before}",
		"{next} 的连接在 {at} 打开；服务端从未看到 {before} 的关闭")
	closeLate = say("switch.close-late",
		"the service saw the link of {next} open at {at} and the close of {before} only at {closed}",
		"服务端在 {at} 看到 {next} 的连接打开，而 {before} 的连接在 {closed} 才关闭")
	enters            = say("event.enters", "{who} enters the attic", "{who} 进入 attic")
	minuteAfterSwitch = say("when.minute-after-switch", "a minute after the switch", "切换之后一分钟")
	hostRefused       = say("sockets.refused",
		"the host had to refuse a socket, because every slot was in use",
		"名额已全部占用，平台只能拒绝一个 socket")
	switchUnfinished = say("switch.unfinished",
		"switch {n} of 20, begun at {at}, did not end in a login",
		"第 {n} 次切换（共 20 次）始于 {at}，没有以登录结束")
	afterSwitches = say("when.after-switches",
		"after 20 switches, with {n:other connection}",
		"在另有 {n} 个连接的情况下切换 20 次之后")
	newInstanceCap = say("attempts.new-instance",
		"attempts with reconnectionAttempts 1, given to a new instance of the account",
		"该账号的新实例设置 reconnectionAttempts 为 1 时的尝试")
	minuteAfterToken = say("when.minute-after-token",
		"a minute after the login with another token",
		"用另一个 token 登录一分钟之后")
)
