package explore

import (
	"strconv"
	"time"

	"nimcert/clients"
	"nimcert/scenario"
)

// choices lists what a schedule is drawn from, each with its weight.
var choices []weighted

// The choices draw further choices, so an initial value would be a cycle.
func init() {
	choices = []weighted{
		// The application.
		{10, func(d *drawer) { d.opens() }},
		{8, one("connect")}, {8, one("disconnect")}, {8, one("destroy")},
		{6, one("send")}, {2, one("send-team")},
		{4, func(d *drawer) {
			if d.has[clients.Upload] && d.has[clients.OnPlatform] {
				if name := pick(d.r, d.names); !isRoom(name) {
					d.add(d.when(true), "send-file", name)
					if d.has[clients.UploadAbort] && d.chance(25) {
						d.add(d.then(pick(d.r, waits)), "abort-upload", name)
					}
				}
			}
		}},
		{18, func(d *drawer) { // an end and a beginning in one turn, or the reverse; several at once
			name := pick(d.r, d.names)
			d.add(d.when(true), pick(d.r, ends), name)
			for n := 1 + d.r.IntN(2); n > 0; n-- {
				w := scenario.When{Mode: scenario.And}
				if d.chance(40) {
					w = d.then(pick(d.r, waits[:6]))
				}
				d.add(w, d.act(name)...)
			}
		}},
		{7, func(d *drawer) { // a switch as the guides show it
			name := pick(d.r, d.names)
			d.add(d.when(true), "destroy", name)
			next := pick(d.r, []string{"alice", "bob"})
			if isRoom(name) {
				next = pick(d.r, []string{"lobby", "attic"})
			}
			if !has(d.names, next) {
				d.names = append(d.names, next)
			}
			d.add(scenario.When{Mode: scenario.Inside, Event: "done", Instance: name}, opening(next), next)
		}},

		// The service.
		{12, func(d *drawer) {
			name := pick(d.r, d.names)
			d.add(d.when(false), "kick", name, d.kickReason(name))
		}},
		{4, func(d *drawer) { // and it closes the socket after the kick
			name := pick(d.r, d.names)
			d.add(d.when(false), "kick", name, d.kickReason(name))
			w := scenario.When{Mode: scenario.And}
			if d.chance(50) {
				w = d.then(pick(d.r, waits[:8]))
			}
			d.add(w, d.closes(name)...)
		}},
		{8, func(d *drawer) { d.add(d.when(false), d.closes(pick(d.r, d.names))...) }},
		{16, func(d *drawer) { // it sends the answers that it keeps back late or never
			step := pick(d.r, held)
			d.add(d.when(false), "hold", step)
			if d.chance(60) {
				d.more()
			}
			if d.chance(75) {
				w := d.when(false)
				if d.chance(40) {
					w = scenario.When{Mode: scenario.After, Event: "held", D: pick(d.r, waits)}
				}
				d.add(w, pick(d.r, []string{"release", "release", "forget"}), step)
			}
		}},
		{4, func(d *drawer) { d.add(d.when(false), "release", pick(d.r, held)) }},
		{6, func(d *drawer) {
			step := pick(d.r, []string{"lbs", "handshake", "upgrade", "upload"})
			d.add(d.when(false), "fail", step, pick(d.r, statuses))
			d.later("fail", step, "0")
		}},
		{6, func(d *drawer) {
			verb := "refuse-login"
			if d.has[clients.Chatroom] && d.chance(40) {
				verb = "refuse-entry"
			}
			d.add(d.when(false), verb, d.refusal(verb))
			d.later(verb, "0")
		}},
		{3, func(d *drawer) {
			d.add(d.when(false), "refuse-sync", d.refusal("refuse-sync"))
			if d.chance(50) {
				d.add(d.then(pick(d.r, waits[:8])), d.loses()...)
			}
			d.later("refuse-sync", "0")
		}},
		{8, func(d *drawer) {
			d.add(d.when(false), "answer-close", pick(d.r, []string{"500ms", "3s", "5s", "12s", "never", "never"}))
			if d.chance(30) {
				d.later("answer-close", "0s")
			}
		}},
		{8, one("push")}, {1, one("push-team")},
		{5, func(d *drawer) {
			d.add(d.when(false), "stop")
			d.later("start")
		}},

		// The network.
		{12, func(d *drawer) { d.add(d.when(false), d.breaks()) }},
		{4, func(d *drawer) { // again and again
			for n := 2 + d.r.IntN(4); n > 0; n-- {
				d.add(d.when(false), d.breaks())
			}
		}},
		{8, func(d *drawer) {
			d.add(d.when(false), "refuse")
			d.later("heal")
		}},
		{8, func(d *drawer) {
			d.add(d.when(false), "black-hole")
			d.later("heal")
		}},
		{3, func(d *drawer) { d.add(d.when(false), "latency", pick(d.r, []string{"0s", "25ms", "250ms", "500ms"})) }},
		{3, func(d *drawer) {
			d.add(d.when(false), "unreachable", pick(d.r, hosts))
		}},
		{4, func(d *drawer) {
			d.add(d.when(false), "network-off")
			d.later("network-on")
		}},
		{3, func(d *drawer) { // in the middle of a frame
			if d.armed {
				d.add(d.when(false), "cut", strconv.Itoa(pick(d.r, []int{0, 1, 3, 20, 90, 300})))
			}
		}},
		{3, func(d *drawer) {
			if !d.armed {
				d.add(d.when(false), "network-change")
			}
		}},
		{2, func(d *drawer) { d.add(d.when(false), "mobile-sort") }},

		// The platform.
		{7, func(d *drawer) {
			if d.has[clients.OnPlatform] {
				d.add(d.when(false), "background")
				d.later("foreground")
			}
		}},
	}
	choices = append(choices, weighted{2, func(d *drawer) {
		if d.has[clients.OnPlatform] {
			d.add(d.when(false), pick(d.r, []string{"break-storage", "disturb"}))
		}
	}})
	choices = append(choices, weighted{2, func(d *drawer) {
		if d.has[clients.OnPlatform] {
			d.add(d.when(false), "clock-back", pick(d.r, []string{"10m", "2h", "20h"}))
		}
	}})
	choices = append(choices, scenes()...)
	choices = append(choices, rareScenes()...)
}

// acts lists the calls on a live instance; again is its login once more.
var acts = []string{"connect", "connect", "disconnect", "destroy", "send", "again"}

// obstacle puts an obstacle in a client's way, and returns the step that removes it.
func (d *drawer) obstacle() []string { return d.obstacleAt(d.when(false)) }

func (d *drawer) obstacleAt(w scenario.When) []string {
	switch d.r.IntN(14) {
	case 0:
		d.add(w, "portal", "on")
		return []string{"portal", "off"}
	case 1, 2, 9, 10:
		step := pick(d.r, []string{"handshake", "handshake", "handshake", "upgrade", "lbs"})
		d.add(w, "fail", step, pick(d.r, statuses))
		return []string{"fail", step, "0"}
	case 3:
		d.add(w, "answer-close", pick(d.r, []string{"3s", "12s", "never"}))
		return []string{"answer-close", "0s"}
	case 4, 5:
		d.add(w, "refuse")
		return []string{"heal"}
	case 6:
		if d.chance(50) {
			d.add(w, "stop")
			return []string{"start"}
		}
		d.add(w, "black-hole")
		return []string{"heal"}
	case 7:
		d.add(w, "cap", pick(d.r, []string{"0", "0", "1"}))
		return []string{"cap", strconv.Itoa(d.slots)}
	case 8:
		d.add(w, "unreachable", pick(d.r, hosts))
		return []string{"reachable"}
	}
	steps := append([]string{"heartbeat"}, d.waysIn(pick(d.r, d.names))...)
	step := pick(d.r, steps)
	d.add(w, "hold", step)
	return []string{pick(d.r, []string{"release", "release", "forget"}), step}
}

// ends are the calls that end an instance.
var ends = []string{"disconnect", "disconnect", "destroy"}

// codes are close codes that a service sends.
var codes = []string{"1000", "1000", "1001", "1001", "1008", "1011", "1012", "1013", "1002", "1009",
	"3000", "4000", "4001"}

// held lists the steps at which a service may be slow.
var held = []string{
	"lbs", "handshake", "handshake", "upgrade", "upgrade", "connect", "login", "login", "sync", "logout", "room-login",
	"room-logout",
	"message", "heartbeat", "nos-token", "upload",
}

func has(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// one draws a verb for one instance.
func one(verb string) func(d *drawer) {
	return func(d *drawer) { d.add(d.when(verb != "push" && verb != "push-team"), verb, pick(d.r, d.names)) }
}

// later usually ends what was begun, after a while in which something may happen.
func (d *drawer) later(words ...string) {
	if d.chance(45) {
		d.more()
	}
	if d.chance(80) {
		d.add(d.then(pick(d.r, append(waits[3:], 30*time.Second, time.Minute))), words...)
	}
}

// breaks is the verb with which the schedule's network ends connections.
func (d *drawer) breaks() string {
	if d.armed {
		return "reset"
	}
	return "drop"
}
