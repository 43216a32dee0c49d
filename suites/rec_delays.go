// REC-04, REC-05, REC-14 and REC-18: the waits before reconnects.

package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// loseTwice ends the link, lets the client back after a few attempts, and then takes the service away until n attempts
// are used up. It returns the events from each loss on.
func (t *Trial) loseTwice(a away) (first, second ledger.Timeline) {
	n := a.attempts
	t.logInOrEnter(a.room, capOf(n))
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(6 * time.Second) // two attempts, at the documented delays
	t.Heal()
	t.backAs(a.instance(), lost)
	t.Let(time.Minute)
	var again ledger.Event
	if a.how == nil {
		again = t.Refuse()
	} else {
		again = a.how(t)
		t.Let(time.Duration(n) * t.within(a))
	}
	t.Let(t.exhaust(n))
	t.Let(quiet)
	return t.Timeline().After(lost.Seq).Before(again.Seq), t.Timeline().After(again.Seq)
}

var _ = requirementUnder("REC-04", append([]under[away]{
	{"n-12-refused", "N = 12, connections are refused", "N = 12，连接被拒绝", away{attempts: 12}},
	{"n-5-refused-for-now", "N = 5, every login is refused for now", "N = 5，登录暂时都被拒绝",
		away{attempts: 5, how: func(t *Trial) ledger.Event {
			lost := t.refuseForNow(refusedForNow)
			t.Drop()
			return lost
		}}},
}, aways(5)...), rec04AnnouncedOnTime)

// rec04AnnouncedOnTime is REC-04: Each attempt is announced and on time.
func rec04AnnouncedOnTime(t *Trial, a away) {
	first, second := t.loseTwice(a)
	for _, after := range []ledger.Timeline{first, second} {
		if len(attempts(after)) == 0 {
			t.Find(nil, noneToAnnounce)
		}
	}
	// it ends at rest: no announced attempt is still to come
	t.Check(announced(slices.Concat(first, second), a.instance(), t.Now()))
}

// Many waits show that the longest one stays. A few waits, with attempts that take long to fail, show that the waits
// grow.
const many, few = 150, 8

var _ = requirementUnder("REC-05", []under[away]{
	{"im", "IM", "IM", away{attempts: many}},
	{"room", "a chatroom", "聊天室", away{attempts: many, room: true}},
	{"handshake-500", "every handshake is answered with 500", "每次握手都返回 500",
		away{attempts: few, how: func(t *Trial) ledger.Event {
			lost := t.failLinks(500)
			t.Drop()
			return lost
		}}},
	{"mute-login", "no login is answered", "登录都没有应答", away{attempts: few, how: func(t *Trial) ledger.Event {
		lost := t.Hold(fakeserver.StepLogin)
		t.Drop()
		return lost
	}}},
}, rec05DelaysGrow)

// rec05DelaysGrow is REC-05: Delays grow from minimum to maximum.
func rec05DelaysGrow(t *Trial, a away) {
	if a.room && t.Policy.RoomMinDelay != 0 {
		t.NotApplicable(noBounds)
	}
	before, after := t.loseTwice(a) // the second loss shows that the delays begin anew
	early, _ := rising(waits(before, a.instance()), t.Policy.MinDelay, t.Policy.MaxDelay, t.Policy.Jitter)
	t.Check(early)
	late := waits(after, a.instance())
	found, reached := rising(late, t.Policy.MinDelay, t.Policy.MaxDelay, t.Policy.Jitter)
	t.Check(found)
	switch {
	case reached:
	case a.attempts == many:
		t.Find(late, maximumNotReached, len(late), t.Policy.MaxDelay, late[len(late)-1].Duration)
	// no document says after how many waits the maximum comes
	case !longer(late[0], late[len(late)-1], t.Policy.Jitter):
		t.Find(late, doesNotGrow, len(late), late[len(late)-1].Duration, late[0].Duration)
	}
}

// crowd is how many clients are dropped at once. They are a sample of the catalogue's 1,000: 100 waits drawn evenly
// from a range span 98 % of it, so if the sample spans less than 10 % of the delay, the 1,000 do too. (1,000 instances
// of 9.21.12 take 18 s to log in.)
const crowd = 100

var _ = requirement("REC-14", rec14SpreadOut)

// rec14SpreadOut is REC-14: A crowd comes back spread out.
func rec14SpreadOut(t *Trial) {
	begin := t.Mark("log %d accounts in", crowd)
	t.Cap(crowd)
	for i := range crowd {
		t.begin(im(fmt.Sprintf("account %d", i+1)))
	}
	t.Let(time.Minute)
	if n := t.Timeline().Census(ledger.Host); n != crowd {
		t.Find([]ledger.Event{begin}, fewLoggedIn, n, crowd)
		return
	}
	lost := t.Drop()
	t.Let(t.exhaust(1))
	after := t.Timeline().After(lost.Seq)
	waited := after.Where(ledger.Is(ledger.WillReconnect))
	// The times of the attempts count, not the announced ones. Attempt events carry no instance. But all waits began at
	// once, so the shortest wait ends with the first attempt and the longest with the last.
	tries := attempts(after)
	waited = waited[:min(len(waited), len(tries))]
	for i := range waited {
		waited[i].Duration = tries[i].Due() - waited[i].Due()
	}
	if len(waited) < crowd {
		t.Find([]ledger.Event{lost}, fewWaited, len(waited), crowd)
		return
	}
	first, last := waited[0], waited[0]
	for _, e := range waited[:crowd] {
		if e.Duration < first.Duration {
			first = e
		}
		if e.Duration > last.Duration {
			last = e
		}
	}
	if spread := last.Duration - first.Duration; spread < last.Duration/10 {
		t.Find([]ledger.Event{first, last}, allAtOnce, crowd, spread, first.Duration, last.Duration,
			100*float64(spread)/float64(last.Duration))
	}
}

var _ = requirementUnder("REC-18", []under[time.Duration]{
	{"three-seconds", "3 s", "3 秒", 3 * time.Second},
	{"above-maximum", "20 s, above the maximum of the SDK's own", "20 秒，高于 SDK 自己的最大值", 20 * time.Second},
	{"below-floor", "half a second, below the floor", "半秒，低于下限", 500 * time.Millisecond},
}, rec18DelayProvider)

// rec18DelayProvider is REC-18: reconnectDelayProvider is honoured.
func rec18DelayProvider(t *Trial, delay time.Duration) {
	o := im(alice)
	o.ReconnectDelay = delay
	t.LogIn(o)
	t.Let(time.Second)
	lost := t.Refuse()
	var waited ledger.Timeline
	// a client that uses the provider's answer only until its first reconnect would be seen at the second loss
	for i := range 2 {
		again := lost
		if i > 0 {
			again = t.Refuse()
		}
		t.Let(time.Minute)
		w := waits(t.Timeline().After(again.Seq), alice)
		if len(w) < 2 {
			t.Find([]ledger.Event{again}, fewWaits, len(w))
		}
		waited = append(waited, w...)
		healed := t.Heal()
		t.Expect(comesBack.Of(alice), healed, delay+t.exhaust(1)+loginWithin, ledger.Is(ledger.Connected),
			ledger.Of(alice))
		t.Let(time.Second)
	}
	least, most := t.Policy.Provided(delay)
	// the catalogue's allowance for a timer, if the wait is measured and not announced
	allowance := 50 * time.Millisecond
	if t.Capabilities[clients.AnnouncedDelay] {
		allowance = 0
		t.Check(announced(t.Timeline().After(lost.Seq), alice, t.Now()))
	}
	for _, e := range waited {
		if e.Duration < least || e.Duration > most+allowance {
			var want any = least
			if most > least {
				want = between.Of(least, most)
			}
			t.Find([]ledger.Event{e}, providerIgnored, delay, e, e.Duration, want)
			break
		}
	}
}

var _ = alsoUnder("REC-18", []under[time.Duration]{
	{"each-longer", "each answer a second longer", "每次的回答都长一秒", time.Second},
}, rec18EachLonger)

// rec18EachLonger is REC-18: reconnectDelayProvider is asked at each wait (V2NIMLoginService.d.ts of 10.8.1: when the
// status becomes waiting), once, and its answer is that wait's.
func rec18EachLonger(t *Trial, step time.Duration) {
	t.requires(clients.VaryingDelay)
	o := im(alice)
	o.ReconnectDelay, o.ReconnectStep = 2*time.Second, step
	t.LogIn(o)
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(time.Minute)
	t.Expect(comesBack.Of(alice), t.Heal(), time.Minute+loginWithin, ledger.Is(ledger.Connected), ledger.Of(alice))
	waited := waits(t.Timeline().After(lost.Seq), alice)
	if len(waited) < 3 {
		t.Find([]ledger.Event{lost}, fewWaits, len(waited))
	}
	answer := o.ReconnectDelay
	for _, e := range waited {
		least, most := t.Policy.Provided(answer)
		if !t.Capabilities[clients.AnnouncedDelay] {
			most += 50 * time.Millisecond // the catalogue's allowance for a timer
		}
		if e.Duration < least || e.Duration > most {
			t.Find([]ledger.Event{e}, providerIgnored, answer, e, e.Duration, least)
			break
		}
		answer += step
	}
}

var noBounds = say("lacks.bounds",
	"the SDK documents no minimum and no maximum for the waits of its chatroom",
	"SDK 没有说明聊天室等待的最小值和最大值")

// The findings of this file.
var (
	noneToAnnounce = say("nothing-shown.announcement",
		"no attempt was made, so nothing could be announced",
		"没有尝试，也就没有可预告的")
	fewLoggedIn = say("nothing-shown.logins", "only {n} of {all} accounts are logged in", "{all} 个账号中只有 {n} 个登录成功")
	fewWaited   = say("nothing-shown.waits",
		"only {n} of {all} clients waited for a reconnect",
		"{all} 个客户端中只有 {n} 个等待重连")
	allAtOnce = say("wait.spread",
		"{n} clients dropped at once come back within {spread} of one another: their waits lie between {least} "+
			"and {most}, a spread of {share:.1f} %, not 10 %",
		"同时断线的 {n} 个客户端在 {spread} 之内先后恢复：它们的等待在 {least} 到 {most} 之间，离散度 {share:.1f} %，应为 10 %")
	fewWaits        = say("wait.few", "there was only {n:wait} in a minute without the service", "服务不可用的一分钟里只有 {n} 次等待")
	providerIgnored = say("wait.provider",
		"reconnectDelayProvider answers {delay:short}, and the wait that began at {at} is {wait}, not {want}",
		"reconnectDelayProvider 返回 {delay:short}，而从 {at} 开始的等待是 {wait}，应为 {want}")
)
