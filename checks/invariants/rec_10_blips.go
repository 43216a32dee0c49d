package invariants

import (
	"slices"
	"time"

	"nimcert/ledger"
)

// slowSync is how long the service may take for a sync that a client must wait for, as in LIM-01's spec; slowHeartbeat
// how late it may answer a heartbeat, as in REC-10's. A packet of nim-web-sdk says that it waits 8 s for its answer,
// and an upload is a request, for which the platform waits 60 s: neither says anything of the link before.
const (
	slowSync      = 15 * time.Second
	slowHeartbeat = 2 * time.Second
	slowMessage   = 6 * time.Second
	slowUpload    = 30 * time.Second
)

// calmButForSlowAnswers is calm, except for answers that the service gives late and soon enough.
func (v *view) calmButForSlowAnswers(instance string, from, to time.Duration) bool {
	return !slices.ContainsFunc(v.Troubles, func(t Trouble) bool {
		return t.meets(instance, from, to) && !v.answeredSoon(t)
	})
}

// answeredSoon reports whether a trouble is that the service answers late, and each answer that it kept back came in
// time.
func (v *view) answeredSoon(t Trouble) bool {
	within, known := map[string]time.Duration{"sync": slowSync, "heartbeat": slowHeartbeat,
		"message": slowMessage, "upload": slowUpload}[t.Step]
	if t.Verb != "hold" || !known || t.Forgotten {
		return false
	}
	for _, e := range v.Timeline.After(t.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Held)) {
		if e.At <= t.To && e.Detail == t.Step && t.To-e.At > within {
			return false
		}
	}
	return true
}
