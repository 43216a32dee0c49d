package explore

import (
	"slices"
	"strconv"
	"time"

	"nimcert/clients"
	"nimcert/scenario"
)

// rareScenes are situations that single steps seldom come to: numbers, moments before the first login is over, answers
// that are late and not too late, and calls on everything at once.
func rareScenes() []weighted {
	return []weighted{
		{12, (*drawer).crowds}, {8, (*drawer).fills}, {7, (*drawer).manyRounds}, {14, (*drawer).blips},
		{12, (*drawer).leavesAll},
		{14, (*drawer).closesBehindAKick}, {16, (*drawer).failedUploads}, {12, (*drawer).uploadAtAnEnd},
		{16, (*drawer).lastWords},
		{12, (*drawer).inFlightUsedUp}, {8, (*drawer).spread}, {14, (*drawer).expires}, {10, (*drawer).afterASwitch},
		{12, (*drawer).callsTheFormer}, {10, (*drawer).throws},
	}
}

// crowds are so many messages that a page, or what a client remembers, does not hold them: at once, or while it is
// away.
func (d *drawer) crowds() {
	name := pick(d.r, d.names)
	times := "times=" + strconv.Itoa(pick(d.r, []int{12, 30, 60, 60, 100}))
	if d.chance(70) {
		lift := []string{"heal"}
		if d.chance(60) {
			d.add(d.then(0), "refuse")
		} else {
			lift = d.obstacleAt(d.then(0))
			d.add(d.then(0), d.loses(name)...)
		}
		d.add(d.then(pick(d.r, waits[6:10])), "push", name, times)
		d.add(d.then(pick(d.r, waits[7:14])), lift...)
	} else {
		d.add(d.then(pick(d.r, waits[7:14])), "push", name, times)
	}
	if d.chance(40) {
		d.add(d.then(pick(d.r, waits[9:15])), d.loses(name)...)
		d.add(d.then(pick(d.r, waits[9:15])), "push", name, times)
	}
}

// throws is a mistake in the application's callback of a message, which comes or was sent, and further messages.
func (d *drawer) throws() {
	if !d.has[clients.OnPlatform] {
		return
	}
	name := pick(d.r, d.names)
	event, verb := "message", "push"
	if d.chance(40) {
		event, verb = "sent", "send"
	}
	d.add(scenario.When{Mode: scenario.Inside, Event: event, Instance: name}, "throw")
	for n := 2 + d.r.IntN(2); n > 0; n-- {
		d.add(d.then(pick(d.r, waits[7:])), verb, name)
	}
	if d.chance(30) {
		d.add(d.then(pick(d.r, waits[9:])), d.loses(name)...)
	}
}

// callsTheFormer is a page that was left and calls the instance that it kept, while there is a newer one of the name.
func (d *drawer) callsTheFormer() {
	if !d.has[clients.FormerHandle] {
		return
	}
	name := pick(d.r, d.names)
	calls := []string{"destroy", "destroy", "disconnect", "send"}
	if !isRoom(name) {
		calls = append(calls, "connect") // of a chatroom in every family no document says what that does
	}
	d.add(d.when(true), "destroy", name)
	d.add(scenario.When{Mode: scenario.After, Event: "done", Instance: name, D: pick(d.r, waits[:9])},
		d.again(name)...)
	if d.chance(40) {
		d.more()
	}
	for n := 1 + d.r.IntN(2); n > 0; n-- {
		d.add(d.when(true), pick(d.r, calls), name, "former")
	}
}

// expires is an account whose token is valid no more, and which the application gives the next one: where the vendor's
// documentation shows it, or at any other time.
func (d *drawer) expires() {
	name := pick(d.r, d.names)
	if isRoom(name) || !d.has[clients.TokenRenewal] {
		return
	}
	if d.dynamic == nil {
		d.dynamic = map[string]bool{}
	}
	d.dynamic[name] = true
	for i, step := range d.steps {
		if step.Verb == "login" && step.Args[0] == name && !has(step.Args, "dynamic") {
			d.steps[i].Args = append(slices.Clone(step.Args), "dynamic")
		}
	}
	switch d.r.IntN(3) {
	case 0: // in onwillreconnect
		d.add(scenario.When{Mode: scenario.Inside, Event: "will-reconnect", Instance: name}, "renew", name)
		d.add(d.then(pick(d.r, waits[7:10])), d.loses(name)...)
	case 1: // disconnect, setOptions, connect
		d.add(d.then(pick(d.r, waits[7:12])), "disconnect", name)
		d.add(scenario.When{Mode: scenario.Inside, Event: "done", Instance: name}, "renew", name)
		d.add(scenario.When{Mode: scenario.And}, "connect", name)
	default:
		d.add(d.when(true), "renew", name)
	}
	for range 1 + d.r.IntN(2) {
		d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: name, D: pick(d.r, waits[7:12])},
			d.loses(name)...)
	}
}

// afterASwitch is a loss behind a switch to another account or room: the login that follows is automatic.
func (d *drawer) afterASwitch() {
	name := pick(d.r, d.names)
	next := pick(d.r, []string{"alice", "bob"})
	if isRoom(name) {
		next = pick(d.r, []string{"lobby", "attic"})
	}
	if !has(d.names, next) {
		d.names = append(d.names, next)
	}
	d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: name, D: pick(d.r, waits[7:10])}, "destroy",
		name)
	d.add(scenario.When{Mode: scenario.Inside, Event: "done", Instance: name}, opening(next), next)
	for range 1 + d.r.IntN(2) {
		d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: next, D: pick(d.r, waits[7:12])},
			d.loses(next)...)
	}
}

// fills looks at the storage between short messages and long ones.
func (d *drawer) fills() {
	name := pick(d.r, d.names)
	if !d.has[clients.OnPlatform] || isRoom(name) {
		return
	}
	d.add(d.then(20*time.Second), "push", name, "times=20")
	d.add(d.then(20*time.Second), "inspect")
	d.add(d.then(0), "push", name, "times=20")
	d.add(d.then(20*time.Second), "inspect")
	d.add(d.then(0), "push", name, "times=20", "long")
	d.add(d.then(20*time.Second), "inspect")
}

// manyRounds is an instance that is ended and made again more often than a schedule has steps.
func (d *drawer) manyRounds() {
	d.add(d.then(pick(d.r, waits[7:12])), "rounds", pick(d.r, d.names),
		strconv.Itoa(pick(d.r, []int{3, 6, 12, 22, 32})))
	if d.chance(50) {
		d.add(d.then(pick(d.r, waits[7:12])), d.loses()...)
	}
}

// blips are answers that come late and soon enough.
func (d *drawer) blips() {
	name := pick(d.r, d.names)
	step, late := "heartbeat", []time.Duration{time.Second, 1600 * time.Millisecond, 1900 * time.Millisecond}
	if !isRoom(name) && d.chance(40) {
		step, late = "sync", []time.Duration{6 * time.Second, 9 * time.Second, 14 * time.Second}
		d.add(d.then(0), "hold", step)
		d.add(d.then(pick(d.r, waits[7:9])), "disconnect", name) // no loss: behind one a client is watched less closely
		d.add(scenario.When{Mode: scenario.Inside, Event: "done", Instance: name}, "connect", name)
	} else {
		d.add(d.then(pick(d.r, waits[7:12])), "hold", step)
	}
	d.add(scenario.When{Mode: scenario.After, Event: "held", D: pick(d.r, late)}, "release", step)
	d.add(d.then(2*time.Minute), d.harmlessTo(name)...)
}

// leavesAll ends all instances, one shortly after the other, while closes are answered late.
func (d *drawer) leavesAll() {
	if len(d.names) < 2 && d.slots > 1 {
		d.opens()
		d.add(d.then(pick(d.r, waits[7:9])), d.harmlessTo(d.names[0])...)
	}
	if d.chance(75) {
		d.add(d.then(0), "answer-close", pick(d.r, []string{"3s", "5s", "8s", "12s", "never", "never"}))
	}
	verb := pick(d.r, ends)
	for i, name := range d.names {
		w := d.then(pick(d.r, waits[:9]))
		if i > 0 && d.chance(30) {
			w = scenario.When{Mode: scenario.And}
		}
		d.add(w, verb, name)
	}
}

// closesBehindAKick is a service that closes the socket soon after its kick.
func (d *drawer) closesBehindAKick() {
	name := pick(d.r, d.names)
	d.add(d.then(pick(d.r, waits[7:14])), "kick", name, d.kickReason(name))
	w := d.then(pick(d.r, waits[:7]))
	if d.chance(25) {
		w = scenario.When{Mode: scenario.And}
	}
	d.add(w, pick(d.r,
		[][]string{{"close", name, pick(d.r, codes)}, {"close", name, pick(d.r, codes)}, {d.breaks()}})...)
}

// uploader is an account that sends files; "" if there is none.
func (d *drawer) uploader() string {
	i := slices.IndexFunc(d.names, func(name string) bool { return !isRoom(name) })
	if i < 0 || !d.has[clients.Upload] || !d.has[clients.OnPlatform] {
		return ""
	}
	return d.names[i]
}

// uploadStatuses are answers to an upload that is refused, or that something on the way refuses.
var uploadStatuses = []string{"400", "401", "403", "404", "408", "413", "429", "500", "502", "503", "504", "507"}

// failedUploads are files that the service refuses, each in another way. An answer takes a while, so that an upload
// that is repeated at once is not repeated forever at one instant.
func (d *drawer) failedUploads() {
	name := d.uploader()
	if name == "" {
		return
	}
	d.add(d.then(0), "latency", "100ms")
	at := d.r.IntN(len(uploadStatuses))
	for n := range 2 + d.r.IntN(4) {
		d.add(d.then(pick(d.r, waits[7:10])), "fail", "upload", uploadStatuses[(at+n)%len(uploadStatuses)])
		d.add(d.then(pick(d.r, waits[6:9])), "send-file", name)
		d.add(d.then(2*time.Second), "fail", "upload", "0")
	}
}

// uploadAtAnEnd is a file that is under way when its instance ends, and whose answers come later.
func (d *drawer) uploadAtAnEnd() {
	name := d.uploader()
	if name == "" {
		return
	}
	step := pick(d.r, []string{"nos-token", "upload", "upload", "upload", "message"})
	d.add(d.then(pick(d.r, waits[7:12])), "hold", step)
	d.add(d.then(0), "send-file", name)
	d.add(d.then(pick(d.r, waits[6:9])),
		pick(d.r, [][]string{{"destroy", name}, {"destroy", name}, {"disconnect", name}, {"kick", name, "1"}})...)
	d.add(d.then(pick(d.r, waits[6:14])), pick(d.r, []string{"release", "release", "forget"}), step)
}

// lastWords are messages that come in the last moments before an end, which a client may still be about to deliver.
func (d *drawer) lastWords() {
	name := pick(d.r, d.names)
	d.add(d.then(pick(d.r, waits[7:14])), "push", name)
	end := [][]string{{"kick", name, d.kickReason(name)}, {pick(d.r, ends), name}, {"destroy", name}}
	d.add(d.then(pick(d.r, waits[:6])), pick(d.r, end)...)
}

// inFlightUsedUp is a message without its confirmation when the link is lost, and never comes back.
func (d *drawer) inFlightUsedUp() {
	name := pick(d.r, d.names)
	d.add(d.then(pick(d.r, waits[7:9])), "hold", "message")
	d.add(d.then(0), "send", name)
	d.add(d.then(pick(d.r, waits[5:8])), pick(d.r, []string{"refuse", "refuse", "stop", "black-hole"}))
	d.add(d.then(pick(d.r, []time.Duration{2 * time.Minute, 5 * time.Minute, 10 * time.Minute})),
		pick(d.r, []string{"heal", "start"}))
	d.add(d.then(0), "forget", "message")
}

// spread are so many losses that their waits show whether they are drawn.
func (d *drawer) spread() {
	for range 9 {
		d.add(d.then(30*time.Second), d.breaks())
	}
}

// deadAddress is a service that names two link hosts, of which one cannot be reached: from the first login on, or when
// a link is lost.
func (d *drawer) deadAddress() {
	host := pick(d.r, hosts[1:3])
	d.names = []string{"alice"}
	d.add(d.then(0), "spare-link")
	first := d.chance(35)
	if first {
		d.add(d.then(0), "unreachable", host)
	}
	d.add(d.then(0), d.login("alice")...)
	d.add(scenario.When{Mode: scenario.After, Event: "connected", Instance: "alice", D: pick(d.r, waits[7:12])},
		d.harmlessTo("alice")...)
	if !first {
		d.add(d.then(2*time.Minute), "unreachable", host)
	}
	d.add(d.then(time.Second), d.loses("alice")...)
	d.add(d.then(3*time.Minute), "reachable")
}

// atTheFirst draws a call inside a callback of an instance's first login; steps after that login would come too late
// for it.
func (d *drawer) atTheFirst(name string) {
	w := scenario.When{Mode: scenario.Inside,
		Event: pick(d.r, []string{"connected", "connected", "connected", "sync-done", "error"}), Instance: name}
	if other := pick(d.r, append([]string{"bob"}, d.newcomers()...)); d.slots > 1 && d.chance(35) &&
		!has(d.names, other) {
		if isRoom(other) && d.has[clients.Chatroom] || !isRoom(other) && d.has[clients.IM] {
			d.names = append(d.names, other)
			d.add(w, d.login(other)...)
			return
		}
	}
	d.add(w, d.act(name)...)
}
