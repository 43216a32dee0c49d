package scenario

import (
	"math"
	"time"

	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/ledger"
	"nimcert/session"
)

// What follows the last step, in session time.
const (
	// quiet is how long everything has to come to rest once the faults are over: the catalogue's ten minutes.
	quiet = 10 * time.Minute
	// revival is how long an undisturbed login may take: twice the specs' allowance, because two logins may wait for
	// each other's sockets.
	revival = 40 * time.Second
	// probe is how long an undisturbed message and its confirmation may take.
	probe = time.Minute
	// tidying is how long an instance may take after done to release its timers.
	tidying = time.Minute
)

// Play runs a schedule in a session that has just begun, and then the end that every schedule has: the faults end, ten
// minutes pass, instances that are not connected are asked for again, each instance sends a message and receives one,
// and everything is destroyed. With an application, the user tries again and then leaves everything. The returned world
// can be judged; a session that broke says so in its Err.
func Play(s *session.Session, schedule Schedule, domains invariants.Domains) invariants.World {
	return play(s, schedule, domains, true)
}

// PlayToRest is Play without what comes behind the ten minutes. The world says so: its later phases never came.
func PlayToRest(s *session.Session, schedule Schedule, domains invariants.Domains) invariants.World {
	return play(s, schedule, domains, false)
}

func play(s *session.Session, schedule Schedule, domains invariants.Domains, whole bool) invariants.World {
	p := newPlayer(s, schedule.Steps)
	w := invariants.World{
		Policy: s.Policy, Capabilities: s.Capabilities, Slots: p.slots, Domains: domains,
		Over: math.MaxInt, Rested: math.MaxInt, Revived: math.MaxInt, Probed: math.MaxInt, Ended: math.MaxInt,
	}
	p.steps(schedule.Steps)
	type phase struct {
		mark *int
		run  func(*player) ledger.Event
	}
	phases := []phase{{&w.Over, (*player).peace}, {&w.Rested, (*player).rest}, {&w.Revived, (*player).revive},
		{&w.Probed, (*player).probe}, {&w.Ended, (*player).end}}
	if p.acts != nil {
		phases = []phase{{&w.Over, (*player).peace}, {&w.Rested, (*player).restOfUser},
			{&w.Revived, (*player).reviveByUser}, {&w.Ended, (*player).endByUser}}
	}
	for _, phase := range phases {
		if s.Err() != nil {
			break
		}
		*phase.mark = phase.run(p).Seq
		if phase.mark == &w.Rested && !whole {
			break
		}
	}
	w.Asked, w.Capped, w.Timeline = p.books.asked(), p.capped, s.Timeline()
	if w.Rest = s.Rest(); w.Rest.Timers > 0 && whole {
		s.Pass(quiet) // LIM-06 asks what is left then: one timer of five minutes is none that stays
		w.Rest = s.Rest()
	}
	w.Troubles, w.Latency = p.troubles, p.latency
	w.Ran, w.Inspected, w.Spare = p.ran, p.looked, p.spared
	if app, ok := s.Client().(clients.Application); ok {
		w.Scripts = app.Scripts()
	}
	w.Pushed, w.Said, w.Picture = p.pushed, p.books.told(), pictureSum
	return w
}

// rest lets ten minutes pass.
func (p *player) rest() ledger.Event {
	p.s.Pass(quiet)
	return p.s.Mark("ten minutes later")
}

// revive asks again for instances that are not connected: by connect, or by a new login if the instance was destroyed.
func (p *player) revive() ledger.Event {
	mark := p.s.Mark("what is not connected is asked for again")
	line, free, again := p.s.Timeline(), p.slots, false
	last := map[string]invariants.Asked{}
	var order []string
	for _, a := range p.books.asked() {
		if _, ok := last[a.Instance]; !ok {
			order = append(order, a.Instance)
		}
		last[a.Instance] = a
	}
	for _, name := range order {
		if !last[name].Destroyed {
			free--
		}
	}
	for _, name := range order {
		switch a := last[name]; {
		case a.Destroyed && free > 0 && !a.Leaving:
			free--
			again = true
			verb := "login"
			if a.Room != "" {
				verb = "enter"
			}
			p.do(Step{Verb: verb, Args: []string{name}}, p.s.Verbs)
		case !a.Destroyed && !invariants.Connected(line, name):
			again = true
			p.do(Step{Verb: "connect", Args: []string{name}}, p.s.Verbs)
		}
	}
	if again {
		p.s.Pass(revival)
	}
	return mark
}

// probe sends each instance a message, and makes each send one. A push that follows a message waits for its answer:
// which of the two came first would be the machine's chance.
func (p *player) probe() ledger.Event {
	mark := p.s.Mark("each instance sends a message and is sent one")
	line := p.s.Timeline()
	for _, a := range p.books.asked() {
		if !a.Destroyed && invariants.Connected(line, a.Instance) {
			p.push(a.Instance)
			p.do(Step{Verb: "send", Args: []string{a.Instance}}, p.s.Verbs)
			p.s.Settle()
			if a.Room == "" {
				p.pushTeam(a.Instance)
				p.do(Step{Verb: "send-team", Args: []string{a.Instance}}, p.s.Verbs)
				if p.s.Capabilities[clients.Upload] && p.s.Capabilities[clients.OnPlatform] {
					p.do(Step{Verb: "send-file", Args: []string{a.Instance}}, p.s.Verbs)
				}
				p.s.Settle()
			}
		}
	}
	p.s.Pass(probe)
	return mark
}

// end destroys the remaining instances, and gives them time to tidy up.
func (p *player) end() ledger.Event {
	mark := p.s.Mark("everything is destroyed")
	for _, a := range p.books.asked() {
		if !a.Destroyed {
			p.do(Step{Verb: "destroy", Args: []string{a.Instance}}, p.s.Verbs)
		}
	}
	p.s.Pass(p.s.Policy.DoneWithin + tidying)
	if mini := p.s.MiniProgram(); mini != nil {
		mini.Inspect()
		p.s.Pass(time.Millisecond) // books are read on the client's loop
	}
	return mark
}
