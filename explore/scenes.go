package explore

import (
	"slices"
	"strconv"
	"time"

	"nimcert/clients"
	"nimcert/scenario"
)

// scenes lists groups of steps that belong together, because a single fault shows little of a client at rest. Each is a
// situation in a client's life, whose moments, faults and calls are drawn.
func scenes() []weighted {
	return []weighted{
		{40, (*drawer).midway}, {30, (*drawer).wayBack}, {28, (*drawer).longOutage}, {18, (*drawer).series},
		{24, (*drawer).kicked}, {50, (*drawer).insideACallback}, {24, (*drawer).ending}, {14, (*drawer).usedUp},
		{24, (*drawer).refused}, {16, (*drawer).missed}, {10, (*drawer).returns}, {12, (*drawer).asksAgain},
		{18, (*drawer).uploads}, {10, (*drawer).fullHouse}, {6, (*drawer).renewed}, {14, (*drawer).underWay},
		{20, (*drawer).crossing}, {16, (*drawer).silence}, {5, (*drawer).rounds},
	}
}

// midway is a call while a login, first or automatic, waits for one of its steps.
func (d *drawer) midway() {
	name := pick(d.r, d.names)
	step := pick(d.r, d.waysIn(name))
	d.add(d.when(false), "hold", step)
	switch d.r.IntN(4) {
	case 0:
		d.add(d.then(0), "disconnect", name)
		d.add(scenario.When{Mode: scenario.Inside, Event: "done", Instance: name}, "connect", name)
	case 1:
		d.add(d.then(0), "destroy", name)
		d.add(scenario.When{Mode: scenario.Inside, Event: "done", Instance: name}, d.again(name)...)
	default:
		d.add(d.then(0), d.loses()...)
	}
	d.whileHeld(name)
	d.add(d.then(pick(d.r, waits[3:])),
		pick(d.r, [][]string{{"release", step}, {"release", step}, {"forget", step}})...)
	if d.chance(30) {
		d.add(d.then(pick(d.r, waits[7:])), d.act(name)...)
	}
}

// whileHeld is a call while the service keeps an answer back.
func (d *drawer) whileHeld(name string) {
	w := scenario.When{Mode: scenario.After, Event: "held", D: pick(d.r, waits[:8])}
	if d.chance(15) {
		w.Nth = 2
	}
	d.add(w, d.act(name)...)
	for d.chance(35) {
		w := d.then(pick(d.r, waits[:8]))
		if d.chance(30) {
			w = scenario.When{Mode: scenario.And}
		}
		d.add(w, d.act(name)...)
	}
}

// waysIn lists the steps of an instance's login.
func (d *drawer) waysIn(name string) []string {
	if isRoom(name) {
		return []string{"handshake", "upgrade", "connect", "room-login", "room-login"}
	}
	return []string{"lbs", "handshake", "upgrade", "connect", "login", "login", "sync"}
}

// wayBack is an obstacle during a reconnect.
func (d *drawer) wayBack() {
	lift := d.obstacle()
	d.add(d.then(pick(d.r, waits[:8])), d.loses()...)
	if d.chance(40) {
		d.more()
	}
	d.add(d.then(pick(d.r, waits[7:])), lift...)
}

// longOutage is an obstacle that lasts until the attempts are used up, or for as long as a client without a cap must go
// on.
func (d *drawer) longOutage() {
	lift := d.obstacle()
	d.add(d.then(0), d.loses()...)
	d.add(d.then(
		pick(d.r, []time.Duration{70 * time.Second, 2 * time.Minute, 5 * time.Minute, 6 * time.Minute, 10 * time.Minute,
			35 * time.Minute})), lift...)
}

// series is a series of losses, each a while after the login.
func (d *drawer) series() {
	name, n := pick(d.r, d.names), 2+d.r.IntN(3)
	if d.chance(40) {
		n = 11
	}
	wait := pick(d.r, waits[4:15])
	d.add(d.then(wait), d.loses(name)...)
	for range n - 1 {
		d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: name, D: wait}, d.loses(name)...)
	}
}

// kicked is a kick, and the application's reaction to it.
func (d *drawer) kicked() {
	name := pick(d.r, d.names)
	w := d.when(false)
	if d.chance(50) {
		w = scenario.When{Mode: scenario.After, Event: pick(d.r, []string{"connected", "sync-done"}), Instance: name,
			D: pick(d.r, waits[:9])}
	}
	d.add(w, "kick", name, d.kickReason(name))
	switch d.r.IntN(4) {
	case 0:
		d.add(d.then(pick(d.r, waits[:8])), d.act(name)...)
	case 1:
		d.add(scenario.When{Mode: scenario.Inside, Event: "disconnected", Instance: name}, d.act(name)...)
	default:
		d.add(scenario.When{Mode: scenario.After, Event: "disconnected", Instance: name, D: pick(d.r, waits)},
			pick(d.r, [][]string{{"connect", name}, {"connect", name}, d.again(name), {"destroy", name}})...)
	}
	if d.chance(50) {
		after := scenario.When{Mode: scenario.After, Event: "connected", Instance: name, D: pick(d.r, waits[:10])}
		d.add(after,
			pick(d.r, [][]string{{"kick", name, d.kickReason(name)}, d.loses(name), {"push", name}, {"send", name}})...)
	}
}

// insideACallback is a call when the application is told of something.
func (d *drawer) insideACallback() {
	name := pick(d.r, d.names)
	event := pick(d.r,
		[]string{"will-reconnect", "will-reconnect", "disconnected", "connected", "lost", "message", "sent",
			"sync-done", "done", "error"})
	w := scenario.When{Mode: scenario.Inside, Event: event, Instance: name}
	if d.chance(30) {
		w = scenario.When{Mode: scenario.After, Event: event, Instance: name, D: pick(d.r, waits[:6])}
	} else {
		d.add(w, d.act(name)...)
	}
	d.add(d.then(pick(d.r, waits[6:9])),
		pick(d.r, [][]string{d.loses(name), d.loses(name), {"kick", name, "2"}, {"push", name}, {"send", name},
			{"disconnect", name}, {"destroy", name}})...)
	if w.Mode == scenario.After {
		d.add(w, d.act(name)...)
	}
}

// ending is an end while something else is under way.
func (d *drawer) ending() {
	name := pick(d.r, d.names)
	if d.chance(60) {
		d.add(d.then(0), "answer-close", pick(d.r, []string{"500ms", "3s", "5s", "12s", "never"}))
	} else if d.chance(30) {
		d.add(d.then(0), pick(d.r, []string{"black-hole", "refuse", "stop"}))
	}
	d.add(d.when(true), pick(d.r, ends), name)
	d.add(d.then(pick(d.r, waits[:8])), pick(d.r, [][]string{
		{"kick", name, "1"}, {"close", name, "1000"}, d.loses(name), d.loses(name), {"stop"}, {"push", name},
		{"connect", name},
	})...)
	if d.chance(30) {
		d.add(scenario.When{Mode: scenario.Inside, Event: "done", Instance: name},
			pick(d.r, [][]string{{"connect", name}, d.again(name)})...)
	}
}

// usedUp is the end of all attempts, after which the application asks again.
func (d *drawer) usedUp() {
	name := pick(d.r, d.names)
	lift := d.obstacle()
	if d.chance(50) {
		d.add(d.then(0), d.loses()...)
	}
	d.add(scenario.When{Mode: scenario.After, Event: "disconnected", Instance: name, D: pick(d.r, waits[:10])},
		d.act(name)...)
	d.add(d.then(pick(d.r, waits[7:])), lift...)
	d.add(d.then(pick(d.r, waits[7:])), d.act(name)...)
}

// refused is a login that the service refuses, for good or for now: the first login, an automatic one, or one that the
// application asked for.
func (d *drawer) refused() {
	name := pick(d.r, d.names)
	verb := "refuse-login"
	if isRoom(name) {
		verb = "refuse-entry"
	}
	d.add(d.when(false), verb, d.refusal(verb))
	switch d.r.IntN(3) {
	case 0:
		d.add(d.then(0), "disconnect", name)
		d.add(scenario.When{Mode: scenario.Inside, Event: "done", Instance: name}, "connect", name)
	default:
		d.add(d.then(pick(d.r, waits[:8])), d.loses()...)
	}
	if d.chance(50) {
		d.add(d.then(pick(d.r, waits[5:])), d.act(name)...)
	}
	d.add(d.then(pick(d.r, waits[7:])), verb, "0")
}

// missed is a message that comes while the client is away.
func (d *drawer) missed() {
	name := pick(d.r, d.names)
	lift := []string{"heal"}
	if d.chance(50) {
		d.add(d.when(false), "refuse")
	} else {
		lift = d.obstacle()
		d.add(d.then(0), d.loses()...)
	}
	d.add(d.then(pick(d.r, waits[:8])), "push", name)
	for range d.r.IntN(pick(d.r, []int{2, 8, 14})) {
		d.add(scenario.When{Mode: scenario.And}, "push", name)
	}
	d.add(d.then(pick(d.r, waits[7:14])), lift...)
	if d.chance(50) {
		d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: name, D: pick(d.r, waits[:12])},
			d.loses(name)...)
		d.add(scenario.When{Mode: scenario.After, Event: "will-reconnect", Instance: name, D: pick(d.r, waits[:7])},
			"push", name)
	}
}

// returns is the return of the program, or of its network, after another event.
func (d *drawer) returns() {
	d.more()
	if d.has[clients.OnPlatform] && d.chance(60) {
		d.add(d.then(pick(d.r, waits[5:])), "background")
		d.add(d.then(pick(d.r, waits[4:])), "foreground")
		return
	}
	d.add(d.then(pick(d.r, waits[5:])), "network-off")
	d.add(d.then(pick(d.r, waits[4:])), "network-on")
}

// asksAgain is a login of a live instance: at rest, in the wait before a reconnect, or after one.
func (d *drawer) asksAgain() {
	name := pick(d.r, d.names)
	switch d.r.IntN(3) {
	case 0:
		d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: name, D: pick(d.r, waits[:9])},
			d.again(name)...)
	case 1:
		d.add(d.then(time.Second), d.loses(name)...)
		d.add(scenario.When{Mode: scenario.After, Event: "will-reconnect", Instance: name, D: pick(d.r, waits[:8])},
			d.again(name)...)
	case 2:
		d.add(d.then(time.Second), d.loses(name)...)
		d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: name, D: pick(d.r, waits[:9])},
			d.again(name)...)
	}
	for d.chance(40) {
		d.add(d.then(pick(d.r, waits[:8])), d.again(name)...)
	}
}

// uploads is an upload that is under way when something else happens.
func (d *drawer) uploads() {
	if !d.has[clients.Upload] || !d.has[clients.OnPlatform] {
		return
	}
	name := pick(d.r, d.names)
	if isRoom(name) {
		return
	}
	step := pick(d.r, []string{"nos-token", "upload", "upload", "message"})
	lift := []string{pick(d.r, []string{"release", "forget"}), step}
	if d.chance(60) && step == "upload" {
		d.add(d.then(0), "latency", "100ms") // so that an upload that is repeated at once takes time, too
		d.add(d.when(false), "fail", "upload", pick(d.r, []string{"403", "413", "500", "502", "503"}))
		lift = []string{"fail", "upload", "0"}
	} else if d.chance(80) {
		d.add(d.when(false), "hold", step)
	}
	d.add(d.when(true), "send-file", name)
	if d.chance(70) {
		d.add(scenario.When{Mode: scenario.After, Event: "held", D: pick(d.r, waits[:8])},
			pick(d.r, [][]string{{"destroy", name}, {"disconnect", name}, d.loses(name), {"kick", name, "1"}})...)
	}
	d.add(d.then(pick(d.r, waits[5:13])), lift...)
}

// fullHouse is a platform with fewer sockets than the application asks for.
func (d *drawer) fullHouse() {
	d.add(d.then(pick(d.r, waits)), "cap", pick(d.r, []string{"0", "0", "1"}))
	if d.chance(50) {
		d.add(d.then(pick(d.r, waits[:8])), d.loses()...)
	} else {
		d.opens()
	}
	if d.chance(60) {
		d.add(d.then(pick(d.r, waits[7:])), "cap", strconv.Itoa(d.slots))
	}
}

// renewed is an account that logs in with another token, and later reconnects by itself.
func (d *drawer) renewed() {
	name := pick(d.r, d.names)
	if isRoom(name) {
		return
	}
	words := slices.DeleteFunc(d.again(name), func(word string) bool { return word == "token=2" })
	d.add(d.when(true), "destroy", name)
	d.add(scenario.When{Mode: scenario.Inside, Event: "done", Instance: name}, append(words, "token=2")...)
	d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: name, D: time.Second},
		d.harmlessTo(name)...)
	d.add(d.then(time.Second), d.loses(name)...)
}

// underWay is a message that waits for its confirmation when something else happens.
func (d *drawer) underWay() {
	name := pick(d.r, d.names)
	d.add(d.when(false), "hold", "message")
	d.add(d.then(pick(d.r, waits[:8])), pick(d.r, [][]string{{"send", name}, {"send", name}, {"send-team", name}})...)
	d.add(d.then(pick(d.r, waits[:8])), pick(d.r, [][]string{
		d.loses(name), d.loses(name), {"close", name, "1000"}, {"kick", name, "1"}, {"refuse"}, {"disconnect", name},
		{"destroy", name},
	})...)
	if d.chance(60) {
		d.add(d.then(pick(d.r, waits[5:])), pick(d.r, []string{"release", "forget"}), "message")
	}
	if d.chance(50) {
		d.add(d.then(pick(d.r, waits[7:])), "heal")
	}
}

// crossing is one message or several that cross an end.
func (d *drawer) crossing() {
	name := pick(d.r, d.names)
	d.add(d.when(false), "push", name)
	for d.chance(40) {
		d.add(scenario.When{Mode: scenario.And}, "push", name)
	}
	switch d.r.IntN(4) {
	case 0:
		d.add(scenario.When{Mode: scenario.And}, "kick", name, d.kickReason(name))
		d.add(scenario.When{Mode: scenario.And}, "push", name)
	case 3:
		d.add(d.then(pick(d.r, waits[:5])), "kick", name, d.kickReason(name))
	case 1:
		d.add(d.then(0), pick(d.r, ends), name)
	case 2:
		d.add(scenario.When{Mode: scenario.And}, d.loses(name)...)
	}
}

// silence is a link that falls silent for as long as a client may take to notice, and the reconnect.
func (d *drawer) silence() {
	if d.chance(50) {
		d.add(d.when(false), "answer-close", pick(d.r, []string{"3s", "12s", "never"}))
	}
	lift := []string{"release", "heartbeat"}
	if d.chance(20) { // lost before it is answered: the next link owes it nothing
		d.add(d.when(false), "hold", "heartbeat")
		d.add(scenario.When{Mode: scenario.After, Event: "held", D: pick(d.r, waits[:9])}, d.loses()...)
		d.add(d.then(0), "forget", "heartbeat")
		return
	}
	if d.chance(50) {
		d.add(d.when(false), "hold", "heartbeat")
	} else {
		d.add(d.when(false), "black-hole")
		lift = []string{"heal"}
	}
	if d.chance(30) {
		d.more()
	}
	d.add(d.then(pick(d.r, []time.Duration{35 * time.Second, 70 * time.Second, 2 * time.Minute, 3 * time.Minute})),
		lift...)
}

// rounds is an instance that is ended and made again, time after time.
func (d *drawer) rounds() {
	name := pick(d.r, d.names)
	for range 3 + d.r.IntN(9) {
		d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: name}, "destroy", name)
		d.add(scenario.When{Mode: scenario.Inside, Event: "done", Instance: name}, d.again(name)...)
	}
}

// statuses lists HTTP statuses of failures; refusals lists codes that refuse a login, those for good and one for now;
// busy lists codes that any packet is answered with when the service cannot do what it is asked.
var (
	statuses = []string{"404", "429", "500", "500", "502", "503", "503", "504"}
	refusals = []string{"302", "403", "404", "417", "422", "415", "500"}
	busy     = []string{"503", "500", "408"}
)

// refusal is a code with which the service refuses what a verb is about.
func (d *drawer) refusal(verb string) string {
	if verb == "refuse-sync" {
		return pick(d.r, busy)
	}
	return pick(d.r, refusals)
}
