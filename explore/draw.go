package explore

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"nimcert/clients"
	"nimcert/scenario"
)

// drawer draws schedules for one client, without steps that its family lacks.
type drawer struct {
	has   map[clients.Capability]bool
	slots int
	r     *rand.Rand

	// About the schedule that is being drawn.
	steps []scenario.Step
	names []string // its instances
	armed bool     // its network ends connections with RST
	// dynamic are the accounts whose token expires: all their logins say so.
	dynamic map[string]bool
}

// waits are the times between steps: within one turn of the network, within a login, around the documented waits, and
// long enough for everything to come to rest.
var waits = []time.Duration{
	0, 0, time.Millisecond, 10 * time.Millisecond, 30 * time.Millisecond, 100 * time.Millisecond,
	300 * time.Millisecond,
	time.Second, time.Second, 1600 * time.Millisecond, 2 * time.Second, 4 * time.Second, 6 * time.Second,
	9 * time.Second,
	12 * time.Second, 20 * time.Second, 35 * time.Second, 70 * time.Second, 2 * time.Minute, 6 * time.Minute,
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// weighted is a choice with its weight.
type weighted struct {
	weight int
	draw   func(d *drawer)
}

// chance reports true with a probability of so many per cent.
func (d *drawer) chance(percent int) bool { return d.r.IntN(100) < percent }

// schedule draws a whole schedule. It begins with a login or an entry, as every application does.
func (d *drawer) schedule() scenario.Schedule {
	d.steps, d.names, d.armed, d.dynamic = nil, nil, d.chance(30), nil
	if d.chance(50) {
		d.add(d.then(0), "latency", pick(d.r, []string{"10ms", "25ms", "100ms", "250ms"}))
	}
	switch n := d.r.IntN(100); {
	case n < 4 && d.has[clients.IM] && !d.has[clients.Acts]:
		d.deadAddress()
	case n < 20:
		d.intoTrouble()
	case n < 50 && d.slots > 1:
		d.opens()
		d.opens()
		fallthrough
	default:
		if len(d.names) == 0 {
			d.opens()
		}
		if d.chance(25) {
			d.atTheFirst(d.names[len(d.names)-1])
		} else if d.chance(70) {
			d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: d.names[0],
				D: pick(d.r, waits[:9])}, d.harmlessTo(d.names[0])...)
		}
	}
	for n := 1 + d.r.IntN(5); n > 0; n-- {
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

// intoTrouble begins with a first login that meets an obstacle.
func (d *drawer) intoTrouble() {
	name := pick(d.r, d.newcomers())
	d.names = append(d.names, name)
	var lift []string
	switch {
	case d.chance(25):
		verb := "refuse-login"
		switch {
		case isRoom(name):
			verb = "refuse-entry"
		case d.chance(20):
			verb = "refuse-sync"
		}
		d.add(d.then(0), verb, d.refusal(verb))
		lift = []string{verb, "0"}
	case d.chance(8) && d.has[clients.OnPlatform]:
		d.add(d.then(0), "break-storage")
	default:
		lift = d.obstacleAt(d.then(0))
	}
	held := d.steps[len(d.steps)-1].Verb == "hold"
	d.add(d.then(0), d.login(name)...)
	switch {
	case held && d.chance(60):
		d.whileHeld(name)
	case d.chance(30):
		d.add(d.when(true), d.act(name)...)
	}
	if lift != nil {
		d.add(d.then(pick(d.r, waits[3:])), lift...)
	}
}

func (d *drawer) add(w scenario.When, words ...string) {
	if d.has[clients.Acts] {
		if w, words = d.ofUser(w, words); words == nil {
			return
		}
	}
	if words[0] == "login" && d.dynamic[words[1]] && !has(words, "dynamic") {
		words = append(slices.Clone(words), "dynamic")
	}
	d.steps = append(d.steps, scenario.Step{When: w, Verb: words[0], Args: words[1:]})
}

func (d *drawer) then(wait time.Duration) scenario.When {
	return scenario.When{Mode: scenario.Then, D: wait}
}

// told lists the events with callbacks that a step may come after, or inside.
var told = []string{
	"connected", "connected", "will-reconnect", "will-reconnect", "disconnected", "lost", "done", "done", "message",
	"sent",
	"sync-done", "error",
}

// behind lists the other events that a step may come after.
var behind = []string{"attempt", "socket", "socket-open", "socket-closed", "held"}

// when draws a moment. Only the application can act inside a callback.
func (d *drawer) when(application bool) scenario.When {
	switch n := d.r.IntN(100); {
	case n < 55:
		return d.then(pick(d.r, waits))
	case n < 65:
		w := scenario.When{Mode: scenario.After, Event: pick(d.r, behind), D: pick(d.r, waits[:8])}
		return w
	case n < 82 || !application:
		return scenario.When{Mode: scenario.After, Event: pick(d.r, told), Instance: pick(d.r, d.names),
			D: pick(d.r, waits[:8])}
	}
	w := scenario.When{Mode: scenario.Inside, Event: pick(d.r, told), Instance: pick(d.r, d.names)}
	if d.chance(15) {
		w.Nth = 2 + d.r.IntN(2)
	}
	return w
}

// newcomers lists the instances that a login may make now.
func (d *drawer) newcomers() []string {
	if len(d.names) == 0 && d.has[clients.Acts] {
		return []string{"alice"} // a user logs in first
	}
	var names []string
	if len(d.names) > 0 && d.slots > 1 {
		if d.has[clients.IM] {
			names = []string{"alice", "bob", "bob"}
		}
		if d.has[clients.Chatroom] {
			names = append(names, "lobby", "lobby", "attic")
		}
		return names
	}
	if d.has[clients.IM] {
		names = []string{"alice", "alice"}
	}
	if d.has[clients.Chatroom] {
		names = append(names, "lobby", "lobby")
	}
	return names
}

// opens draws the login of a new instance, or of a live one.
func (d *drawer) opens() {
	name := pick(d.r, d.newcomers())
	w := d.then(0)
	if len(d.names) > 0 && len(d.steps) > 2 {
		w = d.when(true)
	}
	if has(d.names, name) {
		d.add(w, d.again(name)...)
		return
	}
	d.names = append(d.names, name)
	d.add(w, d.login(name)...)
}

// login draws the options of a new instance.
func (d *drawer) login(name string) []string {
	words := []string{opening(name), name}
	if d.has[clients.ReconnectCap] && d.chance(50) {
		words = append(words, "attempts="+strconv.Itoa(pick(d.r, []int{0, 0, 1, 1, 2, 3, 3, 5, 7})))
	}
	if d.has[clients.ReconnectSwitch] && d.chance(14) {
		words = append(words, "no-reconnect")
	}
	if !isRoom(name) && d.has[clients.DelayOption] && d.chance(8) {
		words = append(words, "delay="+pick(d.r, []string{"100ms", "500ms", "3s", "20s"}))
	}
	return words
}
