package suites

import (
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

// wait is a wait before a reconnect.
type wait struct {
	attempts int // that failed before it
	room     bool
}

func (w wait) instance() string { return loss{room: w.room}.instance() }

var waiting = []under[wait]{{"the first wait", wait{}}, {"the third wait", wait{attempts: 2}}, {"the wait of a chatroom", wait{room: true}}}

// reach logs in, loses the link, and goes on until the wait begins. The service stays away.
func (w wait) reach(t *Trial) {
	if w.room {
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
	t.Let(time.Second)
	w.lose(t)
}

// lose takes the link away and goes on until the wait begins.
func (w wait) lose(t *Trial) {
	last := t.Refuse()
	for range w.attempts + 1 {
		last = t.Expect("the wait before a reconnect begins", last, t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(w.instance()))
	}
}

var _ = requirementUnder("REC-12", waiting, func(t *Trial, w wait) {
	w.reach(t)
	begin := t.Mark("disconnect in the wait")
	t.Disconnect(w.instance(), nil)
	t.Let(time.Second)
	t.Heal()
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	t.Check(none(attempts(after), "an attempt followed although disconnect was called in the wait"))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), "a reconnect was announced although disconnect was called in the wait"))
})

// again is a moment at which the application calls connect although it need not.
type again struct {
	wait *wait
	step fakeserver.Step
}

func agains() []under[again] {
	var list []under[again]
	for _, w := range waiting {
		name := "connect in " + w.name
		if w.value == (wait{}) {
			name = "connect in the wait"
		}
		list = append(list, under[again]{name, again{wait: &w.value}})
	}
	list = append(list, under[again]{"connect while connecting", again{step: fakeserver.StepUpgrade}})
	for _, s := range steps {
		if s.value != fakeserver.StepUpgrade {
			list = append(list, under[again]{"connect " + s.name, again{step: s.value}})
		}
	}
	return list
}

var _ = requirementUnder("REC-13", agains(), func(t *Trial, a again) {
	instance, to := alice, bob
	var begin ledger.Event
	if a.wait != nil {
		if a.wait.room {
			instance, to = lobby, ""
		}
		a.wait.reach(t)
		t.Heal()
		begin = t.Mark("connect in the wait")
		t.Connect(instance)
	} else {
		t.pending(a.step, im(alice))
		begin = t.Mark("connect while connecting")
		t.Connect(alice)
		t.Let(time.Second)
		t.Release(a.step)
	}
	in := t.Expect(instance+" is connected", begin, t.exhaust(1)+loginWithin, ledger.Is(ledger.Connected), ledger.Of(instance))
	t.Let(time.Minute)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, "a minute after connect"))
	t.Check(none(attempts(t.Timeline().After(in.Seq)), "the link is opened anew although it is up"))
	t.sends(instance, to)
})
