package invariants

import (
	"slices"
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "LIM-01", Name: "sockets",
	Blind: "which of two instances a socket belongs to on which the service saw no login",
	check: sockets,
})

// sockets checks that no instance holds two sockets, and all together no more than there are instances. A socket counts
// until the platform has closed it. A socket that is still closing when done comes at its deadline is the peer's fault.
func sockets(v *view) (out []Finding) {
	live := []int64{}
	excused := map[int64]bool{}
	cause := "login"
	for i, e := range v.Timeline {
		switch {
		case isWanting(e) || isEnding(e):
			cause = hyphened(e.Verb)
		case e.Who == ledger.Client && e.Kind == ledger.WillReconnect:
			cause = "reconnect"
		case e.Who == ledger.Client && e.Kind == ledger.Done && v.late(i):
			for _, s := range live {
				excused[s] = true
			}
		case e.Who == ledger.Host && e.Kind == ledger.SocketClosed:
			live = slices.DeleteFunc(live, func(s int64) bool { return s == e.Socket })
		case e.Who == ledger.Host && e.Kind == ledger.SocketRefused && !v.Capped:
			if n := v.counted(live, excused) + 1; n > v.instances(e.Seq) {
				out = append(out, found("one-too-many-asked-for-behind-"+cause, []ledger.Event{e},
					saySocketTooMany, e, n, v.instances(e.Seq)))
			}
		case e.Who == ledger.Host && e.Kind == ledger.SocketConnecting:
			live = append(live, e.Socket)
			n := v.counted(live, excused)
			if there := v.instances(e.Seq); n > there {
				out = append(out, found("more-sockets-than-instances-behind-"+cause, []ledger.Event{e},
					sayMoreSockets, e, n, there))
			} else if two := v.twice(live, excused); two != "" {
				out = append(out, found("two-sockets-of-one-instance-behind-"+cause, []ledger.Event{e},
					sayTwoSockets, e, two))
			}
		}
	}
	return out
}

// late reports whether a done came because of its deadline, and not because everything was closed.
func (v *view) late(i int) bool {
	d := v.Timeline[i]
	return len(v.Timeline[:i].Where(ledger.Of(d.Instance), isEnding, func(call ledger.Event) bool {
		return d.At-call.At >= v.Policy.DoneWithin-slack && d.At-call.At <= v.Policy.DoneWithin+slack
	})) > 0
}

func (v *view) counted(live []int64, excused map[int64]bool) int {
	n := 0
	for _, s := range live {
		if !excused[s] {
			n++
		}
	}
	return n
}

// instances counts the instances that may hold a socket at a moment: each from the call that makes it until done, or
// until everything that followed a kick is over.
func (v *view) instances(seq int) int {
	n := 0
	for _, l := range v.lives {
		if l.from > seq || l.to <= seq {
			continue
		}
		if call, ok := l.line.Before(seq).First(isCall([]string{"destroy"})); ok {
			if _, done := l.line.After(call.Seq).Before(seq).First(ledger.Is(ledger.Done),
				func(e ledger.Event) bool { return e.Verb == "destroy" }); done {
				continue
			}
		}
		n++
	}
	return n
}

// twice names an instance that has two sockets.
func (v *view) twice(live []int64, excused map[int64]bool) string {
	owners := map[string]bool{}
	for _, s := range live {
		name, ok := v.owner[s]
		if !ok || excused[s] {
			continue
		}
		if owners[name] {
			return name
		}
		owners[name] = true
	}
	return ""
}

var _ = register(Invariant{
	Requirement: "LIM-05", Name: "asked-twice",
	Blind: "a login of an instance that is there, while something troubles its link",
	check: askedTwice,
})

// askedTwice checks that asking for a connected instance opens no link and closes none.
func askedTwice(v *view) (out []Finding) {
	for _, l := range v.lives {
		for i, call := range l.line {
			until := call.At + time.Second + v.slow
			if i == 0 || !isCall([]string{"login", "enter chatroom"})(call) || until > v.end ||
				!Connected(v.before(call.Seq), l.Instance) ||
				!v.calm(l.Instance, call.At-v.settling(), until) {
				continue
			}
			for _, e := range v.Timeline.After(call.Seq).Before(l.to) {
				if e.At > until || isEnding(e) && e.Instance == l.Instance || isWanting(e) && e.Verb == "connect" {
					break
				}
				closes := e.Who == ledger.Host && (e.Kind == ledger.SocketClosing || e.Kind == ledger.SocketClosed) &&
					v.owner[e.Socket] == l.Instance
				opens := e.Kind == ledger.Attempt &&
					(e.Instance == l.Instance || e.Instance == "" && v.alone(l, l.from, e.Seq))
				if closes || opens {
					out = append(out, found("another-link", []ledger.Event{call, e},
						sayAnotherLink, l.Instance, call, e, e.Kind))
					break
				}
			}
		}
	}
	return out
}

// The findings of this file.
var (
	saySocketTooMany = say("lim-01.one-too-many",
		"at {at} a socket more is asked for than there are instances: {n} for {instances}",
		"{at} 要的 socket 比实例还多：{instances} 个实例，{n} 个 socket")
	sayMoreSockets = say("lim-01.more-sockets",
		"at {at} there are {n} sockets, and {instances} instances",
		"{at} 有 {n} 个 socket，却只有 {instances} 个实例")
	sayTwoSockets  = say("lim-04.two-sockets", "at {at} {who} holds two sockets", "{who} 在 {at} 占着两个 socket")
	sayAnotherLink = say("lim-05.another-link",
		"{who} is connected and asked for again at {call}, and at {at} there is: {kind}",
		"{who} 已连接，{call} 再次获取，{at} 又有：{kind}")
)
