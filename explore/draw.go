package explore

import (
	"math/rand/v2"
	"strconv"
	"time"

	"nimcert/clients"
	"nimcert/scenario"
)

// drawer draws schedules for one client: what its family lacks does not come up.
type drawer struct {
	has   map[clients.Capability]bool
	slots int
	r     *rand.Rand

	// Of the schedule that is being drawn.
	steps []scenario.Step
	names []string // its instances
	armed bool     // its network ends connections with RST
}

// waits are the times between steps: within one turn of the network, within a login, around the documented waits, and
// long enough for everything to come to rest.
var waits = []time.Duration{
	0, 0, time.Millisecond, 10 * time.Millisecond, 30 * time.Millisecond, 100 * time.Millisecond, 300 * time.Millisecond,
	time.Second, time.Second, 1600 * time.Millisecond, 2 * time.Second, 4 * time.Second, 6 * time.Second, 9 * time.Second,
	12 * time.Second, 20 * time.Second, 35 * time.Second, 70 * time.Second, 2 * time.Minute, 6 * time.Minute,
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// weighted is a choice with its weight.
type weighted struct {
	weight int
	draw   func(d *drawer)
}

// chance says whether something of so many per cent happens.
func (d *drawer) chance(percent int) bool { return d.r.IntN(100) < percent }

// schedule draws a whole schedule. It begins with a login or an entry, as every life of an application does.
func (d *drawer) schedule() scenario.Schedule {
	d.steps, d.names, d.armed = nil, nil, d.chance(30)
	if d.chance(50) {
		d.add(d.then(0), "latency", pick(d.r, []string{"10ms", "25ms", "100ms", "250ms"}))
	}
	d.opens()
	if d.chance(70) {
		d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: d.names[0], D: pick(d.r, waits[:9])}, d.harmless()...)
	}
	for n := 1 + d.r.IntN(7); n > 0; n-- {
		d.more()
	}
	return scenario.Schedule{Steps: d.steps}
}

// more draws one more step, or a few that belong together.
func (d *drawer) more() {
	if d.has[clients.Acts] && d.chance(25) {
		d.quick()
		return
	}
	total := 0
	for _, c := range choices {
		total += c.weight
	}
	n := d.r.IntN(total)
	for _, c := range choices {
		if n -= c.weight; n < 0 {
			c.draw(d)
			return
		}
	}
}

// harmless is a step that may follow a login at once.
func (d *drawer) harmless() []string {
	return pick(d.r, [][]string{{"send", d.names[0]}, {"push", d.names[0]}})
}

func (d *drawer) add(w scenario.When, words ...string) {
	if d.has[clients.Acts] {
		if w, words = d.ofUser(w, words); words == nil {
			return
		}
	}
	d.steps = append(d.steps, scenario.Step{When: w, Verb: words[0], Args: words[1:]})
}

func (d *drawer) then(wait time.Duration) scenario.When {
	return scenario.When{Mode: scenario.Then, D: wait}
}

// told are the callbacks of the events that a step may come behind, or inside.
var told = []string{
	"connected", "connected", "will-reconnect", "will-reconnect", "disconnected", "lost", "done", "done", "message", "sent",
	"sync-done", "error",
}

// behind are the other events that a step may come behind.
var behind = []string{"attempt", "socket", "socket-open", "socket-closed", "held"}

// when draws a moment. Inside a callback acts the application alone.
func (d *drawer) when(application bool) scenario.When {
	switch n := d.r.IntN(100); {
	case n < 55:
		return d.then(pick(d.r, waits))
	case n < 65:
		w := scenario.When{Mode: scenario.After, Event: pick(d.r, behind), D: pick(d.r, waits[:8])}
		return w
	case n < 82 || !application:
		return scenario.When{Mode: scenario.After, Event: pick(d.r, told), Instance: pick(d.r, d.names), D: pick(d.r, waits[:8])}
	}
	w := scenario.When{Mode: scenario.Inside, Event: pick(d.r, told), Instance: pick(d.r, d.names)}
	if d.chance(15) {
		w.Nth = 2 + d.r.IntN(2)
	}
	return w
}

// opens draws the login of an instance that is not there yet, or of one that is.
func (d *drawer) opens() {
	var names []string
	if d.has[clients.IM] {
		names = []string{"alice", "alice", "alice"}
	}
	if d.has[clients.Chatroom] {
		names = append(names, "lobby", "lobby")
	}
	if len(d.names) > 0 && d.slots > 1 {
		if names = nil; d.has[clients.IM] {
			names = []string{"alice", "bob", "bob"}
		}
		if d.has[clients.Chatroom] {
			names = append(names, "lobby", "lobby", "attic")
		}
	}
	if len(d.names) == 0 && d.has[clients.Acts] {
		names = []string{"alice"} // a user logs in first
	}
	name := pick(d.r, names)
	w := d.then(0)
	if len(d.names) > 0 {
		w = d.when(true)
	}
	verb := "login"
	if name == "lobby" || name == "attic" {
		verb = "enter"
	}
	words := []string{verb, name}
	if has(d.names, name) { // with the options that it has: what other options would mean, no family says
		for _, step := range d.steps {
			if step.Verb == verb && step.Args[0] == name {
				words = append([]string{verb}, step.Args...)
				break
			}
		}
		d.add(w, words...)
		return
	}
	if d.has[clients.ReconnectCap] && d.chance(45) {
		words = append(words, "attempts="+strconv.Itoa(pick(d.r, []int{0, 1, 1, 2, 3, 3, 5})))
	}
	if d.has[clients.ReconnectSwitch] && d.chance(4) {
		words = append(words, "no-reconnect")
	}
	if verb == "login" && d.has[clients.DelayOption] && d.chance(5) {
		words = append(words, "delay="+pick(d.r, []string{"500ms", "3s", "20s"}))
	}
	d.names = append(d.names, name)
	d.add(w, words...)
}
