package invariants

import (
	"math"
	"slices"
	"strings"
	"time"

	"nimcert/ledger"
)

// view is a world, with indexes that every invariant uses.
type view struct {
	World
	lives []*life
	owner map[int64]string // of sockets, by the login that the service saw on them
	slow  time.Duration    // what the schedule's latency adds to an exchange of two round trips
	end   time.Duration    // of the time line
}

// life is one instance, from the login that made it until the next login that makes one of the same name.
type life struct {
	Asked
	from, to int             // Seq: from the call that made it until just before the next
	line     ledger.Timeline // the application's calls and callbacks
}

// wanting lists the calls that ask for a connected instance; ending lists those that end it.
var (
	wanting = []string{"login", "enter chatroom", "connect"}
	ending  = []string{"disconnect", "destroy"}
)

// isCall is for the application's calls of these verbs.
func isCall(verbs []string) ledger.Filter {
	return func(e ledger.Event) bool {
		return e.Who == ledger.Test && e.Kind == ledger.Verb && slices.Contains(verbs, e.Verb)
	}
}

var (
	isWanting = isCall(wanting)
	isEnding  = isCall(ending)
)

func look(w World) *view {
	v := &view{World: w, owner: map[int64]string{}, slow: 4 * w.Latency}
	if len(w.Timeline) > 0 {
		v.end = w.Timeline[len(w.Timeline)-1].At
	}
	rooms := map[string]string{}
	for _, a := range w.Asked {
		if a.Room != "" {
			rooms[a.Account+"@"+a.Room] = a.Instance
		}
	}
	for _, e := range w.Timeline {
		if e.Who == ledger.Server && e.Socket != 0 && e.Instance != "" {
			name := e.Instance
			if entry, ok := rooms[name]; ok {
				name = entry
			}
			v.owner[e.Socket] = name
		}
	}
	v.Troubles = slices.Clone(w.Troubles)
	for _, e := range w.Timeline.Where(isCall([]string{"renew token"})) { // an attempt that runs may still be refused
		v.Troubles = append(v.Troubles, Trouble{Verb: "renew", Instance: e.Instance, From: e.At, To: e.At, Seq: e.Seq})
	}
	for _, a := range w.Asked {
		v.lives = append(v.lives, v.live(a))
	}
	return v
}

// live finds an instance's part of the time line.
func (v *view) live(a Asked) *life {
	l := &life{Asked: a, from: math.MaxInt, to: math.MaxInt}
	nth := 0 // counted among the lives of this name
	for _, b := range v.lives {
		if b.Instance == a.Instance {
			nth++
		}
	}
	ended, begun := true, 0
	for _, e := range v.Timeline {
		if e.Instance != a.Instance {
			continue
		}
		switch {
		case e.Who == ledger.Test && e.Kind == ledger.Verb && e.Verb == "destroy":
			ended = true
		case isWanting(e) && ended:
			ended = false
			if begun++; begun == nth+1 {
				l.from = e.Seq
			} else if begun == nth+2 {
				l.to = e.Seq
			}
		}
		if e.Seq >= l.from && e.Seq < l.to &&
			(e.Who == ledger.Client || e.Who == ledger.Test && e.Kind == ledger.Verb) {
			l.line = append(l.line, e)
		}
	}
	return l
}

// last is the newest life of each instance.
func (v *view) last() []*life {
	var out []*life
	for i, l := range v.lives {
		if !slices.ContainsFunc(v.lives[i+1:], func(m *life) bool { return m.Instance == l.Instance }) {
			out = append(out, l)
		}
	}
	return out
}

// alone reports whether no other instance exists between two moments. Then all that happens at the host belongs to this
// one.
func (v *view) alone(l *life, from, to int) bool {
	for _, m := range v.lives {
		if m != l && m.Instance != l.Instance && m.from <= to && v.gone(m) >= from {
			return false
		}
	}
	return true
}

// gone is the Seq at which nothing of a destroyed instance can happen any more: a minute after its done. It is beyond
// the time line while the instance lives.
func (v *view) gone(l *life) int {
	if !l.Destroyed {
		return math.MaxInt
	}
	d, ok := l.line.Last(ledger.By(ledger.Client), ledger.Is(ledger.Done))
	if !ok {
		return math.MaxInt
	}
	for _, e := range v.Timeline.After(d.Seq) {
		if e.At > d.At+time.Minute {
			return e.Seq
		}
	}
	return math.MaxInt
}

// calm reports whether nothing troubled an instance's link between two moments.
func (v *view) calm(instance string, from, to time.Duration, but ...string) bool {
	return !slices.ContainsFunc(v.Troubles, func(t Trouble) bool {
		return t.meets(instance, from, to) && !slices.Contains(but, t.Verb)
	})
}

// meets reports whether a trouble may have affected an instance's link between two moments.
func (t Trouble) meets(instance string, from, to time.Duration) bool {
	return t.From <= to && t.To >= from && (t.Instance == "" || t.Instance == instance) && t.Verb != "answer-close"
}

// wantedAt reports whether the application's last call before a moment asks for the instance to be connected.
func (l *life) wantedAt(seq int) bool {
	call, ok := l.line.Before(seq).Last(func(e ledger.Event) bool { return isWanting(e) || isEnding(e) })
	return ok && isWanting(call)
}

// nextCall is the Seq of the next call of a sort after a moment; it is beyond the time line if there is none.
func (l *life) nextCall(seq int, sort ledger.Filter) int {
	if e, ok := l.line.After(seq).First(sort); ok {
		return e.Seq
	}
	return math.MaxInt
}

// when is the session time of a Seq, or of the end of the time line if the Seq is beyond it.
func (v *view) when(seq int) time.Duration {
	if seq > 0 && seq <= len(v.Timeline) {
		return v.Timeline[seq-1].At
	}
	return v.end
}

// before is the part of the time line before a Seq.
func (v *view) before(seq int) ledger.Timeline { return v.Timeline.Before(seq) }

// held lists the sockets that an instance has at the host just before a Seq. A socket without a login belongs to the
// instance if no other one exists.
func (v *view) held(l *life, seq int) []int64 {
	var out []int64
	for _, s := range v.before(seq).Live(ledger.Host) {
		owner, known := v.owner[s]
		if known && owner == l.Instance || !known && v.alone(l, l.from, seq) {
			out = append(out, s)
		}
	}
	return out
}

// Connected reports whether an application believes, from its callbacks, that an instance is connected: the last
// callback about the connection says so.
func Connected(line ledger.Timeline, instance string) bool {
	e, ok := line.Last(ledger.Of(instance), func(e ledger.Event) bool {
		switch e.Kind {
		case ledger.Connected, ledger.Disconnected, ledger.WillReconnect, ledger.Lost:
			return e.Who == ledger.Client
		case ledger.Verb:
			return isEnding(e)
		}
		return false
	})
	return ok && e.Kind == ledger.Connected
}

// told reports whether a callback says that an instance is not connected and will not come back by itself. The callback
// comes after the last call that asks for the instance, and is no answer to a call that ends it (an ondisconnect
// between that call and its done is such an answer).
func (l *life) told(seq int) bool {
	var call ledger.Event
	told, leaving := false, false
	for _, e := range l.line.Before(seq) {
		switch {
		case isWanting(e):
			told, call = false, e
		case isEnding(e):
			leaving = true
		case e.Kind == ledger.Done:
			leaving = false
		case e.Kind == ledger.Connected, e.Kind == ledger.WillReconnect, e.Kind == ledger.Lost:
			told = false
		case e.Kind == ledger.Disconnected && (!leaving || e.Code == "kicked"),
			e.Kind == ledger.Failed && (e.Verb == call.Verb || !leaving && e.Verb == ""), // onerror names no call
			e.Kind == ledger.Threw && slices.Contains(wanting, e.Verb):
			told = true
		}
	}
	return told
}

// kicks lists the kicks that reached an instance's link.
func (v *view) kicks(instance string) []Trouble {
	var out []Trouble
	for _, t := range v.Troubles {
		if t.Verb == "kick" && t.Instance == instance {
			out = append(out, t)
		}
	}
	return out
}

// hyphened writes the name of a kind or a verb with hyphens.
func hyphened[S ~string](s S) string { return strings.ReplaceAll(string(s), " ", "-") }
