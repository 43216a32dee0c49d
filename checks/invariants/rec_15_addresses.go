package invariants

import (
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "REC-15", Name: "dead-address",
	Blind: "a service that names one link host alone; the chatrooms' addresses, which the application gives",
	check: deadAddress,
})

// deadAddress checks that a client which knows two link hosts, of which one cannot be reached, connects over the other
// one within a few attempts.
func deadAddress(v *view) (out []Finding) {
	if v.Spare == 0 || !v.Capabilities[clients.Lookup] {
		return nil
	}
	within := 5*(time.Duration(float64(v.Policy.MaxDelay)*(1+v.Policy.Jitter))+time.Second) + loginWithin + v.slow
	for _, l := range v.lives {
		if l.Room != "" || l.from < v.Spare {
			continue // it may have been told of one host
		}
		for _, dead := range v.Troubles {
			if dead.Verb != "unreachable" || v.Capped || !v.oneHost(dead) {
				continue
			}
			for i, e := range l.line {
				begins := isWanting(e) || e.Kind == ledger.WillReconnect && e.Count == 1 || e.Kind == ledger.Lost
				until := e.At + within
				if !begins || e.At < dead.From || until > dead.To || until > v.end ||
					isWanting(e) && Connected(v.before(e.Seq), l.Instance) ||
					!v.calm(l.Instance, e.At-v.settling(), until, "unreachable", "drop", "reset", "close") ||
					v.loses(l.Instance, e.At+time.Millisecond, until) {
					continue
				}
				other := slices.ContainsFunc(l.line[i+1:], func(n ledger.Event) bool {
					return n.At <= until &&
						(n.Kind == ledger.Connected || n.Kind == ledger.Disconnected || n.Kind == ledger.Failed ||
							isEnding(n) || isWanting(n) || n.Kind == ledger.Threw)
				})
				if !other {
					return append(out,
						found("not-passed-over", []ledger.Event{e}, sayNotPassedOver, l.Instance, dead.Step, e, within))
				}
			}
		}
	}
	return out
}

// oneHost reports whether a trouble takes one of the two link hosts away, and no other trouble takes another host.
func (v *view) oneHost(dead Trouble) bool {
	return !slices.ContainsFunc(v.Troubles, func(t Trouble) bool {
		return t.Verb == "unreachable" && t.Step != dead.Step && t.From <= dead.To && t.To >= dead.From
	})
}

// loses reports whether the instance's link was taken again between two moments.
func (v *view) loses(instance string, from, to time.Duration) bool {
	return !v.calm(instance, from, to, "unreachable")
}

var sayNotPassedOver = say("rec-15.not-passed-over",
	"{who} knows two link hosts, of which {host} cannot be reached, and from {at} on does not connect within "+
		"{within:short}",
	"{who} 知道两个 link 地址，其中 {host} 无法访问，从 {at} 起没有在 {within:short} 内连接成功")
