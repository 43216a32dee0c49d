// LIM-03: one socket more than the platform gives.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// tooMany is a way to ask for one socket more than there are slots; it names the instance that gets none.
type tooMany struct {
	instance string                    // empty: the first instance, during its reconnect
	ask      func(t *Trial, slots int) // of the platform, all of them in use
}

var _ = requirementUnder("LIM-03", []under[tooMany]{
	{"another-account", "one socket too many: another account", "超出上限的 socket：另一个账号",
		tooMany{carol, func(t *Trial, _ int) { t.begin(capped(im(carol), refusedCap)) }}},
	{"another-room", "one socket too many: another chatroom", "超出上限的 socket：另一个聊天室",
		tooMany{attic, func(t *Trial, _ int) {
			o := room(attic)
			o.Options = capOf(refusedCap)
			t.EnterChatroom(o)
		}}},
	{"on-the-way-back", "on the way back, when the platform gives one socket less", "重连时平台少给一个 socket",
		tooMany{ask: func(t *Trial, slots int) {
			t.Cap(slots - 1)
			t.closesLink(t.someone().instance, 1001)
		}}},
}, lim03RefusedSocket)

// lim03RefusedSocket is LIM-03: A refused socket is reported, not repeated.
func lim03RefusedSocket(t *Trial, more tooMany) {
	t.needsLimit()
	if t.Platform().Unlimited {
		t.NotApplicable(noSocketRefused)
	}
	back := more.instance == ""
	if back && !t.Capabilities[clients.ReconnectCap] {
		t.NotApplicable(noLimitToKeep)
	}
	first := t.comesIn(capOf(refusedCap))
	if back {
		more.instance = first.instance
	}
	others := t.fill(first.instance)
	t.Let(time.Second)
	live := t.Timeline().Live(ledger.Host)
	if back {
		live = live[1:] // its own socket was lost by the scenario
	}
	begin := t.Mark("ask for one socket more than the platform gives")
	more.ask(t, 1+len(others))
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	refusals := after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketRefused))
	if len(refusals) == 0 {
		t.Find([]ledger.Event{begin}, neverAsked)
		return
	}
	reports := []ledger.Kind{ledger.WillReconnect, ledger.Disconnected, ledger.Failed}
	allowed := 1 + refusedCap
	if back { // the loss itself is announced as well; the end tells of the refusal
		reports, allowed = []ledger.Kind{ledger.Disconnected}, refusedCap
	}
	told := after.Where(ledger.By(ledger.Client), ledger.Is(reports...), ledger.Of(more.instance))
	known := t.exhaust(refusedCap) + time.Duration(refusedCap)*t.Policy.AttemptTimeout
	switch {
	case len(told) == 0:
		t.Find(refusals, refusalUntold, quiet)
	case told[0].Due()-refusals[0].At > known:
		t.Find([]ledger.Event{refusals[0], told[0]}, refusalToldLate, refusals[0], told[0], refusedCap, known)
	}
	if len(refusals) > allowed*addresses {
		t.Find(refusals, askedTooOften, len(refusals), allowed, refusedCap)
	}
	t.Check(none(
		after.Where(ledger.By(ledger.Client), ledger.Is(ledger.WillReconnect, ledger.Disconnected),
			func(e ledger.Event) bool { return e.Instance != more.instance }),
		otherTooldOfLoss))
	if n := len(attempts(after)); n > allowed {
		t.Find(attempts(after), triedTooOften, n, allowed, refusedCap)
	}
	t.Check(Uncaught(after))
	t.Check(threw(after))
	for _, socket := range live {
		if e, ok := after.First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosing, ledger.SocketClosed),
			func(e ledger.Event) bool { return e.Socket == socket }); ok {
			t.Find([]ledger.Event{e}, liveSocketLost, socket, e.Kind, e)
		}
	}
	if !back {
		others = append([]tenant{first}, others...)
	}
	for _, o := range others {
		t.sends(o.instance, o.to)
		t.greets(o.instance)
	}
}

// addresses is how many addresses one attempt may try in turn: nim-web-sdk-ng knows up to four.
const addresses = 4

// refusedCap is the cap that LIM-03 sets for the instance whose socket is refused.
const refusedCap = 3

var noSocketRefused = say("lacks.socket-limit",
	"this platform refuses no socket",
	"这个平台不会拒绝 socket")

var noLimitToKeep = say("lacks.limit",
	"the client reconnects without end: no limit can be set that it could keep",
	"客户端无限重连：没有可以设置并遵守的上限")

// The findings of this file.
var (
	neverAsked = say("nothing-shown.refused-socket",
		"the client never asked for the socket that is too many, so nothing shows what it does when it is refused",
		"客户端没有去要超出上限的 socket，所以看不出被拒绝时它会怎样")
	refusalUntold = say("refused.silently",
		"the host refused the socket, and no callback of the SDK says so within {within:short}",
		"平台拒绝了 socket，而 SDK 在 {within:short} 内没有任何回调说明")
	refusalToldLate = say("refused.told-late",
		"the host refused the socket at {refused}, and the first callback that says so comes at {told}; "+
			"{n:attempt} and their waits take {most:short} at most",
		"平台在 {refused} 拒绝了 socket，说明此事的第一个回调在 {told} 才来；{n} 次尝试和它们的等待最多需要 {most:short}")
	askedTooOften = say("refused.asked-too-often",
		"the client asks the host {n:times} for the refused socket; {most:attempt} are allowed, with "+
			"reconnectionAttempts {cap}",
		"客户端为被拒绝的 socket 向平台要了 {n:times}；reconnectionAttempts 为 {cap} 时允许 {most} 次尝试")
	otherTooldOfLoss = say("refused.other-told",
		"an instance whose link is up is told of a loss when another's socket is refused",
		"另一个实例的 socket 被拒绝，连接正常的实例却收到断线通知")
	triedTooOften = say("refused.tried-too-often",
		"{n:attempt} to open the refused link; {most} are allowed, with reconnectionAttempts {cap}",
		"被拒绝的连接尝试了 {n} 次；reconnectionAttempts 为 {cap} 时允许 {most} 次")
	liveSocketLost = say("refused.live-socket-lost",
		"the live socket {socket} did not survive the refusal: {kind} at {at}",
		"正在使用的 socket {socket} 没有挺过这次拒绝：{at} {kind}")
)
