// LIM-01, LIM-02 and LIM-06: the number of sockets of a login, of a chatroom, and after a hundred rounds.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// logins is what an application does around the login whose sockets LIM-01 counts.
type logins struct {
	before, after func(*Trial)
	accounts      int // the number of sockets that are connected at the same time, if more than one
	// the one socket was reopened, because the application asked for it or the first attempt failed
	again bool
}

var _ = requirementUnder("LIM-01", []under[logins]{
	{"one-account", "one account", "一个账号", logins{}},
	{"two-accounts", "two accounts", "两个账号", logins{accounts: 2, after: func(t *Trial) { t.LogIn(im(bob)) }}},
	{"connect-again", "connect is called again", "再次调用 connect", logins{after: func(t *Trial) {
		t.Let(time.Second)
		t.Connect(t.someone().instance)
	}}},
	{"messages", "a message goes and one comes", "收发各一条消息", logins{after: func(t *Trial) {
		who := t.someone()
		t.sends(who.instance, who.to)
		t.pushes(who.instance, "hello")
		if who.instance == alice {
			t.PushTeam(alice, "7001", bob, "hello, everybody")
		}
	}}},
	// A client that opens a second socket when the first is slow to log in has two at the end, or had two before.
	{"link-500-ms", "on a link of 500 ms", "在 500 ms 的链路上",
		logins{before: func(t *Trial) { t.Latency(500 * time.Millisecond) }}},
	// A request takes 2.8 s with its connection, as about with "Slow 3G" in Chrome's developer tools. Some builds ask
	// so much before they are logged in that a slower link would take them beyond loginWithin.
	{"link-700-ms", "on a link of 700 ms", "在 700 ms 的链路上",
		logins{before: func(t *Trial) { t.Latency(700 * time.Millisecond) }}},
	{"another-device", "another device of the account comes and goes", "同一账号的另一台设备登录又离开",
		logins{after: func(t *Trial) {
			t.requires(clients.IM)
			t.Let(time.Second)
			t.OtherDevice(alice, true)
			t.Let(time.Minute)
			t.OtherDevice(alice, false)
		}}},
	{"sync-15-s", "a sync that takes 15 s", "同步耗时 15 秒", logins{before: func(t *Trial) {
		begin := t.Mark("log alice in, with a sync that takes 15 s")
		t.syncing(im(alice))
		t.Let(15 * time.Second)
		t.Release(fakeserver.StepSync)
		t.Await(begin, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected))
	}}},
	{"after-mute-login", "after a login that was not answered", "登录没有应答之后", logins{again: true, before: func(t *Trial) {
		pending := t.pending(fakeserver.StepLogin, im(alice))
		t.Forget(fakeserver.StepLogin)
		t.Await(pending, t.Policy.AttemptTimeout+t.exhaust(1)+loginWithin, ledger.By(ledger.Client),
			ledger.Is(ledger.Connected, ledger.Disconnected, ledger.Failed))
	}}},
	{"again-after-disconnect", "connected again after disconnect", "disconnect 之后再次连接",
		logins{again: true, after: func(t *Trial) {
			t.Let(time.Second)
			instance := t.someone().instance
			begin := t.endOf("disconnect", instance)
			t.Expect(callsDone.Of("disconnect"), begin, t.Policy.DoneWithin+slack, doneOf("disconnect"))
			t.Let(time.Second)
			begin = t.Mark("connect again")
			t.Connect(instance)
			t.backAs(instance, begin)
		}}},
}, lim01OneSocketALogin)

// lim01OneSocketALogin is LIM-01: One login holds one socket.
func lim01OneSocketALogin(t *Trial, l logins) {
	t.needs(max(1, l.accounts), 0) // or as many chatrooms
	if l.before != nil {
		l.before(t)
	}
	if _, in := t.Timeline().First(ledger.By(ledger.Client), ledger.Is(ledger.Connected)); !in {
		t.comesIn(usual)
	}
	if l.after != nil {
		l.after(t)
	}
	in := t.Timeline().Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected))
	want := len(in)
	if l.again {
		want = 1
	}
	t.Let(quiet) // a client that opens a second socket late is seen as well
	t.Check(holds(t.Timeline(), want, tenMinutesAfterLogins.Of(want)))
	t.Check(never(t.Timeline(), want))
	if l.again {
		last, _ := in.Last()
		t.Check(none(attempts(t.Timeline().After(last.Seq)), openedThoughUp))
		return
	}
	t.Check(exactly(attempts(t.Timeline()), want, healthyLogins.Of(want)))
}

var _ = requirementUnder("LIM-02", []under[bool]{
	{"im-first", "IM first", "先 IM", true},
	{"room-first", "the chatroom first", "先聊天室", false},
}, lim02OneSocketARoom)

// lim02OneSocketARoom is LIM-02: IM and a chatroom share two sockets.
func lim02OneSocketARoom(t *Trial, first bool) {
	t.needs(1, 1)
	if first {
		t.LogIn(im(alice))
		t.Enter(room(lobby))
	} else {
		t.Enter(room(lobby))
		t.LogIn(im(alice))
	}
	t.Let(time.Second)
	t.Check(holds(t.Timeline(), 2, inOneChatroom))
	t.sends(alice, bob)
	t.sends(lobby, "")
	t.greets(alice)
	t.greets(lobby)
	t.Let(quiet)
	t.sends(alice, bob)
	t.sends(lobby, "")
	t.greets(alice)
	t.greets(lobby)
	t.Check(holds(t.Timeline(), 2, tenMinutesInRoom))
	t.Check(never(t.Timeline(), 2))
	t.Check(exactly(attempts(t.Timeline()), 2, undisturbed))
	t.Check(withinCap(t.Timeline()))
}

var _ = requirementUnder("LIM-06", []under[[]string]{
	{"im", "IM", "IM", []string{alice}},
	{"room", "a chatroom", "聊天室", []string{lobby}},
	{"im-and-room", "IM and a chatroom", "IM 和聊天室", []string{alice, lobby}},
}, lim06HundredRounds)

// rounds is how often LIM-06 connects and destroys.
const rounds = 100

// lim06HundredRounds is LIM-06: A hundred rounds leave nothing behind.
func lim06HundredRounds(t *Trial, instances []string) {
	if len(instances) > 1 {
		t.needs(1, 1)
	}
	few := 0 // the listeners after ten rounds: what an SDK sets once, or for each account, is there by then
	for n := range rounds {
		if n == 10 {
			few = t.Rest().Listeners
		}
		for _, instance := range instances {
			if instance == lobby {
				t.Enter(room(lobby))
			} else {
				t.LogIn(im(instance))
			}
		}
		for _, instance := range instances {
			begin := t.destroy(instance)
			t.Expect(callsDone.Of("destroy"), begin, t.Policy.DoneWithin+slack, doneOf("destroy"))
			t.Let(time.Second)
		}
	}
	end := t.Mark("100 rounds are over")
	t.Let(quiet)
	if left := t.Rest(); left.Timers+left.Requests+left.Sockets > 0 {
		t.Find([]ledger.Event{end}, leftAfterRounds, left.Timers, left.Requests, left.Sockets)
	} else if left.Listeners-few >= rounds-10 {
		t.Find([]ledger.Event{end}, listenersAfterRounds, left.Listeners, few)
	}
	t.Check(holds(t.Timeline(), 0, afterRounds))
}

// The findings of this file.
var (
	tenMinutesAfterLogins = say("when.ten-minutes-after-logins", "ten minutes after {n:login}", "{n} 次登录之后过了十分钟")
	healthyLogins         = say("attempts.healthy-logins", "attempts for {n:healthy login}", "{n} 次正常登录的尝试次数")
	tenMinutesInRoom      = say("when.ten-minutes-in-room",
		"logged in, in one chatroom for ten minutes",
		"已登录，并在一个聊天室里待了十分钟")
	undisturbed = say("attempts.undisturbed",
		"attempts for a login and a chatroom that nothing disturbs",
		"没有干扰时登录和聊天室的尝试次数")
	leftAfterRounds = say("rest.after-rounds",
		"ten minutes after 100 rounds of connect and destroy {timers:timer}, {requests:request} and "+
			"{sockets:socket} remain",
		"连接并销毁 100 轮之后过了十分钟，还剩 {timers} 个定时器、{requests} 个请求和 {sockets} 个 socket")
	listenersAfterRounds = say("rest.listeners-after-rounds",
		"after 100 rounds of connect and destroy {all} listeners stand with the platform; after ten there were {few}",
		"连接并销毁 100 轮之后，平台上还挂着 {all} 个监听函数；十轮之后是 {few} 个")
	afterRounds = say("when.after-rounds", "after 100 rounds of connect and destroy", "连接并销毁 100 轮之后")
)
