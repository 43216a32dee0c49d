// DST-01, DST-02 and DST-03: done comes once, after the socket, in time.

package suites

import (
	"slices"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
	"nimcert/verdict"
)

// done lists the calls of a verb's done callback.
func done(t ledger.Timeline, verb, instance string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Done), ledger.Of(instance),
		func(e ledger.Event) bool { return e.Verb == verb })
}

func doneOf(verb string) ledger.Filter {
	return func(e ledger.Event) bool { return e.Who == ledger.Client && e.Kind == ledger.Done && e.Verb == verb }
}

// destroy calls it and returns the mark before.
func (t *Trial) destroy(instance string) ledger.Event {
	begin := t.Mark("destroy %s", instance)
	t.Destroy(instance, nil)
	return begin
}

// end calls destroy or disconnect on alice.
func (t *Trial) end(verb string) ledger.Event { return t.endOf(verb, alice) }

// endOf calls destroy or disconnect on an instance.
func (t *Trial) endOf(verb, instance string) ledger.Event {
	begin := t.Mark("%s %s", verb, instance)
	if verb == "destroy" {
		t.Destroy(instance, nil)
	} else {
		t.Disconnect(instance, nil)
	}
	return begin
}

// slack is what the catalogue adds to the longest time in which done must come.
const slack = 500 * time.Millisecond

// peer says how the other end of a link behaves, and which link that is.
type peer struct {
	latency, answer time.Duration
	room            bool // the link is a chatroom's
	automatic       bool // it was opened by an automatic reconnect
	pending         bool // its login is not answered
	syncing         bool // the sync that follows its login is not answered
	beating         bool // a heartbeat is not answered
}

// peers lists the behaviours that a closing handshake meets.
var peers = []under[peer]{
	// A good mobile network has 25 ms each way. A peer without latency would race with the SDK's shortest timer, and
	// prove nothing.
	{"fast-peer", "a fast peer, 25 ms away", "快速的对端，距离 25 ms", peer{latency: 25 * time.Millisecond}},
	{"link-250-ms", "a link of 250 ms", "250 ms 的链路", peer{latency: 250 * time.Millisecond}},
	{"close-3-s-late", "a peer that answers the close 3 s late", "对端晚 3 秒应答关闭", peer{answer: 3 * time.Second}},
}

// peer applies the behaviour to the live link.
func (t *Trial) peer(p peer) {
	if p.latency > 0 {
		t.Latency(p.latency)
		// If the close were answered at once, it would end in the same instant as a handshake that began with it, and
		// the two would come in no order.
		t.AnswerCloseAfter(10 * time.Millisecond)
	}
	if p.answer != 0 {
		t.AnswerCloseAfter(p.answer)
	}
}

// doneOnce checks that a verb's done came once, and in time.
func (t *Trial) doneOnce(verb, instance string, begin ledger.Event) []verdict.Finding {
	calls := done(t.Timeline().After(begin.Seq), verb, instance)
	out := exactly(calls, 1, doneOfVerb.Of(verb))
	for _, e := range calls {
		if within := t.Policy.DoneWithin + slack; e.Due()-begin.At > within {
			out = append(out, finding([]ledger.Event{begin, e}, doneLate, verb, e, within, begin))
		}
	}
	return out
}

// endings lists the states in which an instance is ended. Each returns the instance.
var endings = []under[func(*Trial) string]{
	{"logged-in", "logged in", "已登录", func(t *Trial) string {
		t.LogIn(im(alice))
		return alice
	}},
	{"in-room", "in a chatroom", "在聊天室中", func(t *Trial) string {
		t.Enter(room(lobby))
		return lobby
	}},
	{"in-lbs", "in LBS", "LBS 阶段", func(t *Trial) string {
		t.pending(fakeserver.StepLBS, im(alice))
		return alice
	}},
	{"in-handshake", "in the handshake", "握手中", func(t *Trial) string {
		t.pending(fakeserver.StepHandshake, im(alice))
		return alice
	}},
	{"login-pending", "while the login is pending", "登录等待应答时", func(t *Trial) string {
		t.pending(fakeserver.StepLogin, im(alice))
		return alice
	}},
	{"sync-pending", "while the sync is pending", "同步等待应答时", func(t *Trial) string {
		t.syncing(im(alice))
		return alice
	}},
	{"after-reconnect", "after an automatic reconnect", "自动重连之后", func(t *Trial) string {
		t.LogIn(im(alice))
		t.comesBack(t.Drop())
		return alice
	}},
	{"used-up", "when the attempts are used up", "尝试次数用尽时", func(t *Trial) string {
		t.loseForGood(away{attempts: 1})
		return alice
	}},
	{"mute-heartbeat", "while a heartbeat is not answered", "心跳没有应答时", func(t *Trial) string {
		begin := t.Hold(fakeserver.StepHeartbeat)
		t.LogIn(im(alice))
		t.Expect(heartbeatHeld, begin, t.Policy.Heartbeat, ledger.By(ledger.Server), ledger.Is(ledger.Held))
		return alice
	}},
	{"close-12-s-late", "with a peer that answers the close 12 s late", "对端晚 12 秒应答关闭", func(t *Trial) string {
		t.LogIn(im(alice))
		t.AnswerCloseAfter(12 * time.Second) // after done must have come: the close must not bring it again
		return alice
	}},
	{"mute-close", "with a peer that never answers the close", "对端始终不应答关闭", func(t *Trial) string {
		t.LogIn(im(alice))
		t.AnswerCloseAfter(fakeserver.Never)
		return alice
	}},
	{"mute-logout", "with a peer that never answers the logout", "对端始终不应答登出", func(t *Trial) string {
		t.LogIn(im(alice))
		t.Hold(fakeserver.StepLogout)
		return alice
	}},
}

var _ = requirementUnder("DST-01",
	append(slices.Clone(endings), under[func(*Trial) string]{"after-disconnect", "after disconnect", "disconnect 之后",
		func(t *Trial) string {
			t.LogIn(im(alice))
			t.Let(time.Second)
			t.end("disconnect")
			t.Let(time.Minute)
			return alice
		}}), dst01DoneOnce)

// dst01DoneOnce is DST-01: done is called exactly once.
func dst01DoneOnce(t *Trial, reach func(*Trial) string) {
	instance := reach(t)
	t.Let(time.Second)
	begin := t.destroy(instance)
	t.Let(quiet)
	t.Check(t.doneOnce("destroy", instance, begin))
}

// closedBefore checks DST-02: done is called only when the host counts no socket any more.
func (t *Trial) closedBefore(verb string, p peer) {
	instance := alice
	switch {
	case p.room:
		instance = lobby
		t.Enter(room(lobby))
	case p.pending:
		t.pending(fakeserver.StepLogin, im(alice))
	case p.syncing:
		t.syncing(im(alice))
	case p.beating:
		begin := t.Hold(fakeserver.StepHeartbeat)
		t.LogIn(im(alice))
		t.Expect(heartbeatHeld, begin, t.Policy.Heartbeat, ledger.By(ledger.Server), ledger.Is(ledger.Held))
	default:
		t.LogIn(im(alice))
	}
	t.Let(time.Second)
	if p.automatic {
		t.comesBack(t.Drop())
		t.Let(time.Second)
	}
	t.peer(p)
	begin := t.endOf(verb, instance)
	e := t.Expect(callsDone.Of(verb), begin, t.Policy.DoneWithin+slack, doneOf(verb))
	t.Let(time.Minute)
	if open := t.Timeline().Before(e.Seq).Live(ledger.Host); len(open) > 0 {
		closed, ok := t.Timeline().After(e.Seq).First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed))
		when := notClosed.Of()
		if ok {
			when = closedAt.Of(closed)
		}
		t.Find([]ledger.Event{begin, e, closed}, doneEarly, verb, e, len(open), when)
	}
}

// otherLinks lists links that are not the first one of a login.
var otherLinks = []under[peer]{
	{"room-25-ms", "a chatroom, 25 ms away", "聊天室，距离 25 ms", peer{latency: 25 * time.Millisecond, room: true}},
	{"room-close-3-s-late", "a chatroom, 3 s late", "聊天室，晚 3 秒", peer{answer: 3 * time.Second, room: true}},
	{"after-reconnect-3-s-late", "after an automatic reconnect, 3 s late", "自动重连之后，晚 3 秒",
		peer{answer: 3 * time.Second, automatic: true}},
	{"login-pending-3-s-late", "while the login is pending, 3 s late", "登录等待应答时，晚 3 秒",
		peer{answer: 3 * time.Second, pending: true}},
	{"sync-pending-3-s-late", "while the sync is pending, 3 s late", "同步等待应答时，晚 3 秒",
		peer{answer: 3 * time.Second, syncing: true}},
	{"mute-heartbeat-3-s-late", "while a heartbeat is not answered, 3 s late", "心跳没有应答时，晚 3 秒",
		peer{answer: 3 * time.Second, beating: true}},
}

var _ = requirementUnder("DST-02", slices.Concat(peers, otherLinks), dst02DoneAfterTheSocket)

// dst02DoneAfterTheSocket is DST-02: done comes after the sockets closed.
func dst02DoneAfterTheSocket(t *Trial, p peer) { t.closedBefore("destroy", p) }

// mutes lists the peers that never answer, each with what it leaves unanswered.
var mutes = []under[func(*Trial) string]{
	{"mute-close", "the close", "关闭", func(t *Trial) string {
		t.LogIn(im(alice))
		t.AnswerCloseAfter(fakeserver.Never)
		return alice
	}},
	{"mute-logout-and-close", "the logout and the close", "登出和关闭", func(t *Trial) string {
		t.LogIn(im(alice))
		t.Hold(fakeserver.StepLogout)
		t.AnswerCloseAfter(fakeserver.Never)
		return alice
	}},
	{"room-mute-close", "the close of a chatroom", "聊天室的关闭", func(t *Trial) string {
		t.Enter(room(lobby))
		t.AnswerCloseAfter(fakeserver.Never)
		return lobby
	}},
	{"mute-handshake", "the handshake", "握手", func(t *Trial) string {
		t.pending(fakeserver.StepHandshake, im(alice))
		return alice
	}},
	{"mute-upgrade", "the upgrade", "升级（upgrade）", func(t *Trial) string {
		t.pending(fakeserver.StepUpgrade, im(alice))
		return alice
	}},
	{"mute-login-and-close", "the login and the close", "登录和关闭", func(t *Trial) string {
		t.AnswerCloseAfter(fakeserver.Never)
		t.pending(fakeserver.StepLogin, im(alice))
		return alice
	}},
}

// timely checks DST-03: done comes in time even if the peer never answers.
func (t *Trial) timely(verb string, reach func(*Trial) string) {
	instance := reach(t)
	t.Let(time.Second)
	begin := t.endOf(verb, instance)
	t.Let(quiet)
	calls := done(t.Timeline().After(begin.Seq), verb, instance)
	within := t.Policy.DoneWithin + slack
	switch {
	case len(calls) == 0:
		t.Find([]ledger.Event{begin}, doneNever, verb, quiet)
	case calls[0].Due()-begin.At > within:
		t.Find([]ledger.Event{begin, calls[0]}, doneSlow, verb, calls[0].Due()-begin.At, within)
	}
}

var _ = requirementUnder("DST-03", mutes, dst03DoneInTime)

// dst03DoneInTime is DST-03: done comes within ten seconds.
func dst03DoneInTime(t *Trial, reach func(*Trial) string) { t.timely("destroy", reach) }

// The findings of this file.
var (
	doneOfVerb = say("done.of", "{verb}'s done", "{verb} 的 done")
	doneLate   = say("done.late",
		"{verb}'s done came at {at}, not within {within:short} of the call at {call}",
		"{verb} 在 {call} 被调用，done 在 {at} 才触发，超过了 {within:short}")
	heartbeatHeld = say("event.heartbeat-unanswered", "a heartbeat is not answered", "心跳没有得到应答")
	closedAt      = say("done.closed-at", "it closed at {at}", "它在 {at} 才关闭")
	notClosed     = say("done.not-closed", "it did not close in the minute after", "之后一分钟内没有关闭")
	doneEarly     = say("done.early",
		"{verb}'s done came at {at}, while the host still counted {n:socket}; {when}",
		"{verb} 的 done 在 {at} 触发，平台上当时还有 {n} 个 socket；{when}")
	doneNever = say("done.never-silent-peer",
		"the peer never answers, and {verb}'s done did not come within {within:short}",
		"对端始终不应答，{verb} 的 done 在 {within:short} 内没有触发")
	doneSlow = say("done.late-silent-peer",
		"the peer never answers, and {verb}'s done came after {after}, not within {within}",
		"对端始终不应答，{verb} 的 done 过了 {after} 才触发，应在 {within} 内")
)
