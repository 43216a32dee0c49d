package scenario

import (
	"slices"
	"time"

	"nimcert/checks/invariants"
	"nimcert/fakeserver"
	"nimcert/ledger"
	"nimcert/session"
)

// network is a verb of the network that has no arguments.
func network(help string, act func(*session.Session) ledger.Event) verb {
	return verb{actor: world, help: help, act: func(p *player, _ args) { act(p.s) }}
}

// kick kicks an instance, unless it is not logged in: no service is known to kick before a login's answer.
func (p *player) kick(name string, reason int) {
	room := entries[name]
	switch {
	case !p.loggedIn(name):
		p.s.Mark("nobody is there to be kicked: %s is not logged in", name)
	case room != "":
		account := "alice"
		if p.acts != nil {
			account = "" // any account: an application enters a room as the account that is logged in
		}
		p.s.KickRoom(name, account, room, reason)
	default:
		p.s.Kick(name, reason)
	}
}

// loggedIn reports whether the service has a link on which an instance is logged in.
func (p *player) loggedIn(name string) bool {
	return slices.ContainsFunc(p.s.Links(), func(l fakeserver.LinkInfo) bool {
		if !l.LoggedIn || l.Closing {
			return false
		}
		if room := entries[name]; room != "" {
			return l.Kind == fakeserver.KindRoom && l.Room == room
		}
		return l.Kind != fakeserver.KindRoom && l.Account == name
	})
}

func (p *player) closeLink(name string, a args) {
	var reason []string
	if words, ok := a.option("reason"); ok {
		reason = append(reason, words)
	}
	if room := entries[name]; room != "" {
		p.s.CloseRoomLinks(name, room, a.int(1), reason...)
		return
	}
	p.s.CloseLinks(name, a.int(1), reason...)
}

func (p *player) hold(step string) {
	if !slices.Contains(p.held, step) {
		p.held = append(p.held, step)
	}
	p.s.Hold(steps[step])
}

func (p *player) release(step string) {
	p.held = slices.DeleteFunc(p.held, func(s string) bool { return s == step })
	p.s.Release(steps[step])
}

func (p *player) forget(step string) {
	p.held = slices.DeleteFunc(p.held, func(s string) bool { return s == step })
	p.s.Forget(steps[step])
}

func (p *player) fail(step string, status int) {
	p.failing = slices.DeleteFunc(p.failing, func(s string) bool { return s == step })
	if status != 0 {
		p.failing = append(p.failing, step)
	}
	p.s.FailHTTP(fakeserver.Step(step), status)
}

func (p *player) portal(on bool) {
	p.captive = on
	p.s.Portal(on, fakeserver.StepLBS, fakeserver.StepHandshake)
}

func (p *player) push(name string) { p.pushText(name, p.books.text("push")) }

func (p *player) pushText(name, text string) {
	if room := entries[name]; room != "" {
		p.s.PushRoom(room, "bob", text)
		return
	}
	p.pushed = append(p.pushed,
		invariants.Pushed{Account: name, Text: text, Seq: p.s.Mark("%s is sent %q", name, text).Seq})
	p.s.Push(name, "bob", text)
}

func (p *player) pushTeam(name string) {
	if entries[name] == "" {
		p.s.PushTeam(name, "7001", "bob", p.books.text("push"))
	}
}

func (p *player) stop() {
	if !p.stopped {
		p.stopped = true
		p.s.StopService()
	}
}

func (p *player) start() {
	if p.stopped {
		p.stopped = false
		p.s.StartService()
		if p.off {
			p.s.BlackHole()
		}
	}
}

// offline takes the device's network away, or gives it back.
func (p *player) offline(off bool) {
	switch {
	case off == p.off:
	case off:
		p.off = true
		p.s.NetworkOff()
	default:
		p.off = false
		p.s.NetworkOn("wifi")
		if p.stopped {
			p.s.Refuse()
		}
	}
}

// heal ends every condition of the network. While the service is stopped or the device has no network, nothing can be
// reached even so.
func (p *player) heal() {
	if !p.stopped && !p.off {
		p.s.Heal()
		if p.slow > 0 {
			p.s.Latency(p.slow)
		}
	}
}

// setLatency sets the latency, which is no fault: it stays when the network works again.
func (p *player) setLatency(d time.Duration) {
	p.slow = d
	p.s.Latency(d)
}

func (p *player) background() {
	if !p.hidden {
		p.hidden = true
		p.s.MiniProgram().Background()
	}
}

func (p *player) foreground() {
	if p.hidden {
		p.hidden = false
		p.s.MiniProgram().Foreground()
	}
}

// peace ends every fault that still lasts. The service now sends the answers that it kept back, late, like a service
// that catches up.
func (p *player) peace() ledger.Event {
	over := p.s.Mark("the faults are over")
	p.endAll()
	for _, step := range slices.Clone(p.failing) {
		p.fail(step, 0)
	}
	if p.captive {
		p.portal(false)
	}
	p.s.RefuseLogin(0)
	p.s.RefuseRoomLogin(0)
	p.s.RefuseSync(0)
	p.s.AnswerCloseAfter(0)
	p.s.ReachAll()
	if p.capped {
		p.s.Cap(p.slots)
	}
	p.start()
	p.offline(false)
	p.heal()
	for _, step := range slices.Clone(p.held) {
		p.release(step)
	}
	p.foreground()
	p.s.Pass(time.Millisecond)
	return over
}
