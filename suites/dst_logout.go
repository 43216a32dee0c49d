// DST-08: a logout before the close.

package suites

import (
	"time"

	"nimcert/ledger"
)

var _ = requirementUnder("DST-08", []under[func(*Trial) ledger.Event]{
	{"destroy", "destroy", "destroy", func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		t.Let(time.Second)
		return t.destroy(alice)
	}},
	{"disconnect", "disconnect", "disconnect", func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		t.Let(time.Second)
		return t.end("disconnect")
	}},
	{"destroy-room", "destroy of a chatroom", "destroy 聊天室", func(t *Trial) ledger.Event {
		t.Enter(room(lobby))
		t.Let(time.Second)
		return t.destroy(lobby)
	}},
	{"disconnect-room", "disconnect of a chatroom", "disconnect 聊天室", func(t *Trial) ledger.Event {
		t.Enter(room(lobby))
		t.Let(time.Second)
		return t.endOf("disconnect", lobby)
	}},
	{"destroy-after-reconnect", "destroy after an automatic reconnect", "destroy（自动重连之后）", func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		t.comesBack(t.Drop())
		t.Let(time.Second)
		return t.destroy(alice)
	}},
	{"destroy-sync-pending", "destroy while the sync is pending", "destroy（同步等待应答时）", func(t *Trial) ledger.Event {
		t.syncing(im(alice))
		t.Let(time.Second)
		if _, told := t.Timeline().First(ledger.By(ledger.Client), ledger.Is(ledger.Connected)); !told {
			t.NotApplicable(connectingUntilSynced)
		}
		return t.destroy(alice)
	}},
	{"destroy-second-account", "destroy of the second account", "destroy 第二个账号", func(t *Trial) ledger.Event {
		t.LogIn(im(bob))
		t.Let(time.Second)
		t.destroy(bob)
		t.Let(time.Minute)
		t.LogIn(im(alice))
		t.Let(time.Second)
		return t.destroy(alice)
	}},
}, dst08LogsOutBeforeTheClose)

// dst08LogsOutBeforeTheClose is DST-08: A logout precedes the close.
func dst08LogsOutBeforeTheClose(t *Trial, leave func(*Trial) ledger.Event) {
	begin := leave(t)
	t.Let(time.Minute)
	after := t.Timeline().After(begin.Seq)
	logout, sent := after.First(ledger.By(ledger.Server), ledger.Is(ledger.Logout))
	closed, gone := after.First(ledger.By(ledger.Server), ledger.Is(ledger.CloseReceived, ledger.LinkClosed))
	switch {
	case !sent:
		t.Find([]ledger.Event{begin, closed}, noLogout, begin)
	case gone && closed.Seq < logout.Seq:
		t.Find([]ledger.Event{closed, logout}, logoutLate, closed, logout)
	}
}

// The findings of this file.
var (
	connectingUntilSynced = say("lacks.connected-before-sync",
		"the client tells of its login when the sync is answered, and counts as connecting until then",
		"客户端在同步得到应答后才通知登录成功，在那之前算作连接中")
	noLogout   = say("logout.none", "the service saw no logout after the call at {at}", "{at} 调用之后服务端没有看到登出")
	logoutLate = say("logout.after-close",
		"the service saw the close at {closed} and the logout only at {at}",
		"服务端在 {closed} 看到关闭，{at} 才看到登出")
)
