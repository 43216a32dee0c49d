package runner

import (
	"context"

	"nimcert/clock"
	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/reports/evidence"
	"nimcert/suites"
	"nimcert/verdict"
)

// otherwhere tries a case on the other engines of its subject, and holds what they show against the first: the answers,
// and on a skipping clock, where nothing is chance, each event of host and client. A difference is an error, since
// nobody knows which of the two a user's phone shows.
func (t *pending) otherwhere(ctx context.Context, first outcome, c, glb *verdict.Case) {
	for _, o := range t.subject.Others {
		if !first.broke.IsZero() || ctx.Err() != nil {
			return
		}
		other := t.sessionOf(ctx, o.Client, t.platform(), t.plan.Seed, 0, t.plan.Mode)
		if ctx.Err() != nil {
			return // whatever it says, it was not heard out
		}
		var one, two *ledger.Event
		if t.plan.Mode == clock.Skip {
			one, two = parting(wordless(seen(first.timeline)), wordless(seen(other.timeline)))
		}
		for _, judged := range []struct {
			c     *verdict.Case
			found []verdict.Finding
		}{{c, other.findings}, {glb, suites.Uncaught(other.timeline)}} {
			before := answer(judgement.Phrase{}, judged.c.NotApplicable, judged.c.Findings)
			after := answer(other.broke, judgedNot(judged.c, other), judged.found)
			switch {
			case !judged.c.Broke.IsZero():
			case one != nil || two != nil:
				judged.c.Broke = otherEngine.Of(eventOf(one), t.subject.Engines[0], eventOf(two), o.Engine)
			case !before.SameKeys(after):
				judged.c.Broke = otherAnswer.Of(t.subject.Engines[0], before, o.Engine, after)
			}
		}
	}
}

// seen are the events that host and client saw, in their order, without what is the machine's chance: how the end of a
// connection was worded (FIN or RST, when bytes cross it), and how late a callback ran. The service's and the proxy's
// own events are left out: between connections, theirs have no order within an instant.
func seen(t ledger.Timeline) []ledger.Event {
	var out []ledger.Event
	for _, e := range t {
		if e.Who != ledger.Host && e.Who != ledger.Client {
			continue
		}
		if e.Kind == ledger.SocketClosed {
			e.Detail = ""
		}
		e.Seq, e.Late = 0, 0
		out = append(out, e)
	}
	return out
}

// wordless leaves out what an engine says in its own words: the message of an exception, and its places.
func wordless(events []ledger.Event) []ledger.Event {
	for i := range events {
		switch e := &events[i]; e.Kind {
		case ledger.Uncaught, ledger.Unhandled, ledger.Threw, ledger.Failed, ledger.Console, ledger.Done:
			e.Reason, e.Detail = "", ""
		}
	}
	return events
}

// parting are the first events in which two lines differ; one that has ended has none. Both are nil when none differs.
func parting(a, b []ledger.Event) (one, other *ledger.Event) {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return nil, &b[i]
		case i >= len(b):
			return &a[i], nil
		case a[i] != b[i]:
			return &a[i], &b[i]
		}
	}
	return nil, nil
}

// eventOf describes an event for a sentence.
func eventOf(e *ledger.Event) judgement.Phrase {
	if e == nil {
		return nothingMore.Of()
	}
	return thereIs.Of(evidence.Describe(*e), *e)
}
