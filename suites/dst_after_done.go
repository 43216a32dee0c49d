// DST-06 and DST-07: destroy a second time, and nothing after done.

package suites

import (
	"slices"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

// destroyedTwice is an instance that is destroyed again, and who answers its close.
type destroyedTwice struct {
	inRoom bool
	peer
}

var _ = requirementUnder("DST-06", []under[destroyedTwice]{
	{"at-once-and-later", "at once and a minute later", "立刻，以及一分钟之后", destroyedTwice{}},
	{"close-3-s-late", "with a peer that answers the close 3 s late", "对端晚 3 秒应答关闭",
		destroyedTwice{peer: peer{answer: 3 * time.Second}}},
	{"room-at-once-and-later", "a chatroom, at once and a minute later", "聊天室：立刻，以及一分钟之后",
		destroyedTwice{inRoom: true}},
	{"room-close-3-s-late", "a chatroom, with a peer that answers the close 3 s late", "聊天室：对端晚 3 秒应答关闭",
		destroyedTwice{true, peer{answer: 3 * time.Second}}},
}, dst06DestroyedTwice)

// dst06DestroyedTwice is DST-06: destroy twice is harmless.
func dst06DestroyedTwice(t *Trial, c destroyedTwice) {
	instance, _ := t.logInOrEnter(c.inRoom, usual)
	t.Let(time.Second)
	t.peer(c.peer)
	begin := t.destroy(instance)
	t.destroy(instance)
	t.Let(time.Minute)
	next, to := bob, carol // another instance, which it must not touch
	if c.inRoom {
		next, to = attic, ""
		t.Enter(room(attic))
	} else {
		t.LogIn(im(bob))
	}
	again := t.destroy(instance)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	if len(done(after, "destroy", instance)) == 0 {
		t.Find([]ledger.Event{begin}, neverDoneAgain)
	}
	t.Check(Uncaught(after))
	t.Check(threw(after))
	t.Check(none(attempts(t.Timeline().After(again.Seq)), opensAgain))
	t.Check(none(
		t.Timeline().After(again.Seq).Where(ledger.By(ledger.Client),
			ledger.Is(ledger.Disconnected, ledger.WillReconnect), ledger.Of(next)), otherTold.Of(next, instance)))
	t.Check(holds(t.Timeline(), 1, oneInOneDestroyed.Of(next, instance)))
	t.sends(next, to)
}

// leaving is an instance that is ended in some state; after that nothing must happen.
type leaving struct {
	verb  string
	reach func(*Trial) string // nil: it is ended in the callback that tells of its login
}

func leavings() []under[leaving] {
	var list []under[leaving]
	for _, verb := range []string{"destroy", "disconnect"} {
		for _, e := range append(slices.Clone(endings),
			under[func(*Trial) string]{"message-unconfirmed", "with a message that is not confirmed", "有消息没有得到确认",
				func(t *Trial) string {
					t.LogIn(im(alice))
					t.Hold(fakeserver.StepMessage)
					t.SendText(alice, bob, "on its way")
					return alice
				}}) {
			if e.slug == endings[0].slug {
				list = append(list, under[leaving]{verb, verb, verb, leaving{verb, e.value}})
				continue
			}
			list = append(list, with(e, leaving{verb, e.value}).as(verb+"-%s", verb+" %s", verb+"（%s）"))
		}
		list = append(list, with(whenTold, leaving{verb: verb}).as(verb+"-%s", verb+" %s", verb+"（%s）"))
	}
	return list
}

// callback names a callback.
func callback(e ledger.Event) any {
	if e.Kind == ledger.Failed && e.Verb != "" {
		return failureOf.Of(e.Verb)
	}
	return e.Kind
}

// answersWith reports whether a callback is the failure of a call that the application still waited for, a login or a
// message, and comes in the turn of done. It has to come, because each call is answered once. If both are promises that
// are settled together, their order depends on how each was made, and no code runs between them. A later failure is
// late, and so is any listener. The 50 ms are the catalogue's allowance for a timer: a real clock goes on within a
// turn.
func (t *Trial) answersWith(done, e ledger.Event) bool {
	if e.Kind != ledger.Failed || e.Verb == "" || e.Due()-done.Due() > 50*time.Millisecond {
		return false
	}
	before := t.Timeline().Before(e.Seq)
	call, ok := before.Last(ledger.By(ledger.Test), ledger.Is(ledger.Verb), ledger.Of(e.Instance),
		func(c ledger.Event) bool { return c.Verb == e.Verb })
	_, answered := before.After(call.Seq).First(ledger.By(ledger.Client), ledger.Of(e.Instance),
		func(a ledger.Event) bool { return a.Kind == ledger.Connected || a.Verb == e.Verb })
	return ok && !answered
}

var _ = requirementUnder("DST-07", leavings(), dst07SilentAfterDone)

// dst07SilentAfterDone is DST-07: Nothing happens after done.
func dst07SilentAfterDone(t *Trial, l leaving) {
	var begin ledger.Event
	if l.reach == nil {
		begin = t.endsWhenTold(l.verb)
	} else {
		instance := l.reach(t)
		t.Let(time.Second)
		begin = t.endOf(l.verb, instance)
	}
	t.silentAfter(t.Expect(callsDone.Of(l.verb), begin, t.Policy.DoneWithin+slack, doneOf(l.verb)))
}

var _ = alsoUnder("DST-07", []under[string]{
	{"destroy-statistics-unreachable", "destroy, the hosts of statistics being out of reach", "destroy，统计域名连不上",
		"destroy"},
}, dst07ReportsEnd)

// dst07ReportsEnd is DST-07: a report that cannot be made is given up. An SDK may be asking another host when it ends:
// it has a minute.
func dst07ReportsEnd(t *Trial, verb string) {
	who := t.comesIn(usual)
	t.Let(time.Minute)
	t.gone(who.instance)
	asides := t.asides()
	if len(asides) == 0 {
		t.Mark("the client asks no host but those of its links: no report can outlive it")
		return
	}
	without := t.Unreachable(asides...)
	t.comes()
	if _, ok := t.Await(without, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected),
		ledger.Of(who.instance)); !ok {
		t.NotApplicable(noLoginWithout) // DOM-06 asks for that, of the hosts that no list has
	}
	t.Let(time.Minute)
	begin := t.endOf(verb, who.instance)
	t.Expect(callsDone.Of(verb), begin, t.Policy.DoneWithin+slack, doneOf(verb))
	t.Let(time.Minute)
	minute := t.Mark("a minute after done")
	t.Let(quiet)
	t.Check(none(t.Timeline().After(minute.Seq).Where(ledger.By(ledger.Host), ledger.Is(ledger.RequestStart)),
		requestAfterDone))
	if left := t.Rest(); left.Timers > 0 {
		t.Find([]ledger.Event{minute}, timerAfterTen, left.Timers)
	}
}

// asides lists the hosts that were asked for something that no link needs: statistics, tests and the like.
func (t *Trial) asides() []string {
	links := map[string]bool{}
	for _, e := range t.Timeline().Where(ledger.Is(ledger.Attempt, ledger.SocketConnecting)) {
		links[addressOf(e).Hostname()] = true
	}
	var out []string
	for _, e := range t.Timeline().Where(ledger.By(ledger.Host), ledger.Is(ledger.RequestStart)) {
		if h := addressOf(e).Hostname(); h != "" && !links[h] && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}

// silentAfter checks DST-07 in the ten minutes after the done of disconnect or destroy.
func (t *Trial) silentAfter(e ledger.Event) {
	// tidying up may take a moment; a timer that is still there a minute later waits for something
	t.Let(time.Minute)
	minute := t.Rest().Timers
	t.Let(quiet)
	after := t.Timeline().After(e.Seq)
	t.Check(none(after.Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting)), socketAfterDone))
	t.Check(none(
		after.Where(ledger.By(ledger.Host), ledger.Is(ledger.RequestStart, ledger.UploadStart, ledger.DownloadStart)),
		requestAfterDone))
	late := after.Where(ledger.By(ledger.Client),
		ledger.Is(ledger.Connected, ledger.WillReconnect, ledger.Disconnected, ledger.Done, ledger.Message, ledger.Sent,
			ledger.Failed, ledger.SyncDone),
		func(c ledger.Event) bool { return !t.answersWith(e, c) })
	if len(late) > 0 {
		t.Check(none(late, callbackAfterDone.Of(e, callback(late[0]))))
	}
	if minute > 0 {
		t.Find([]ledger.Event{e}, timerAfterAMinute, minute)
	}
	if left := t.Rest(); left.Timers > 0 {
		t.Find([]ledger.Event{e}, timerAfterTen, left.Timers)
	}
}

// The findings of this file.
var (
	neverDoneAgain = say("done.never-again",
		"destroy was called three times, and done never came",
		"destroy 调用了三次，done 一次也没有触发")
	otherTold = say("disconnect.other-told",
		"{other} was told of a disconnect although {who} was destroyed again",
		"{who} 再次被销毁，{other} 却收到断开通知")
	oneInOneDestroyed = say("when.destroyed-three-times",
		"{other} logged in, and {who} destroyed three times",
		"{other} 已登录，{who} 被销毁三次")
	failureOf      = say("event.failure", "the failure of {verb}", "{verb} 失败")
	noLoginWithout = say("lacks.login-without-asides",
		"the client does not log in without the hosts of its statistics",
		"统计等域名连不上时，客户端不能登录")
	socketAfterDone   = say("done.socket-after", "a socket after done", "done 之后仍有 socket")
	requestAfterDone  = say("done.request-after", "a request after done", "done 之后仍有请求")
	callbackAfterDone = say("done.callback-after",
		"a callback after done at {at} ({callback})",
		"{at} 的 done 之后仍有回调（{callback}）")
	timerAfterAMinute = say("done.timer-after-a-minute",
		"{n:timer} pending a minute after done",
		"done 之后一分钟仍有 {n} 个定时器未结束")
	timerAfterTen = say("done.timer-after-ten-minutes",
		"{n:timer} pending ten minutes after done",
		"done 之后十分钟仍有 {n} 个定时器未结束")
)
