package suites

import (
	"fmt"
	"time"

	"nimcert/ledger"
)

// kick is a reason of the service and the name that the SDK documents for it.
type kick struct {
	reason int
	name   string
}

func kicks() []under[kick] {
	var out []under[kick]
	for _, k := range []kick{{1, "samePlatformKick"}, {2, "serverKick"}, {3, "otherPlatformKick"}, {4, "silentlyKick"}} {
		out = append(out, under[kick]{fmt.Sprintf("reason %d, %s", k.reason, k.name), k})
	}
	return out
}

var _ = requirementUnder("KCK-01", kicks(), func(t *Trial, k kick) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	kicked := t.Kick(alice, k.reason)
	t.Let(quiet)
	told := disconnections(t.Timeline().After(kicked.Seq), alice)
	t.Check(exactly(told, 1, "ondisconnect after the kick"))
	for _, e := range told {
		if e.Code != "kicked" {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect at %s has the code %q, not \"kicked\"", at(e), e.Code)
		}
		if e.Reason != k.name {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect at %s has the reason %q, not %q", at(e), e.Reason, k.name)
		}
	}
})

var _ = requirementUnder("KCK-02", kicks(), func(t *Trial, k kick) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	kicked := t.Kick(alice, k.reason)
	t.Let(time.Second)
	for _, f := range holds(t.Timeline(), 0, fmt.Sprintf("one second after the kick at %s", at(kicked))) {
		f.Events = append(f.Events, kicked.Seq)
		t.findings = append(t.findings, f)
	}
})

var _ = requirementUnder("KCK-03", kicks(), func(t *Trial, k kick) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	kicked := t.Kick(alice, k.reason)
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	t.Check(none(attempts(after), "the client opens a link again after the kick"))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), "onwillreconnect after the kick"))
	t.Check(holds(t.Timeline(), 0, "ten minutes after the kick"))
})

var _ = requirementUnder("KCK-05", []under[bool]{{"IM is kicked", true}, {"the chatroom is kicked", false}}, func(t *Trial, im1 bool) {
	t.LogIn(im(alice))
	t.Enter(room(lobby))
	t.Let(time.Second)
	mine, theirs := lobby, alice
	to := bob
	var kicked ledger.Event
	if im1 {
		mine, theirs, to = alice, lobby, ""
		kicked = t.Kick(alice, 1)
	} else {
		kicked = t.KickRoom(lobby, alice, "1001", 2)
	}
	t.Let(time.Minute)
	after := t.Timeline().After(kicked.Seq)
	if len(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected), ledger.Of(mine))) == 0 {
		t.Find([]ledger.Event{kicked}, "the kick at %s raised no ondisconnect at %s, so nothing was shown", at(kicked), mine)
	}
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.WillReconnect), ledger.Of(theirs)), fmt.Sprintf("%s was told of a disconnect although only %s was kicked", theirs, mine)))
	t.Check(holds(t.Timeline(), 1, fmt.Sprintf("a minute after the kick of %s", mine)))
	t.sends(theirs, to)
})
