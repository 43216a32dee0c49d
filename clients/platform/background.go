package platform

import (
	"errors"
	"maps"
	"slices"
	"time"

	"nimcert/clock"
)

// errInterrupted is the platform's answer to a request that a program makes in the background, or that is still pending
// then. WeChat's guide to the network, https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html:
// a request that has not ended 5 s after the program was hidden ends with "fail interrupted", and none can be made
// before it is shown again.
var errInterrupted = errors.New("interrupted")

// background is the state of a program with regard to the screen.
type background struct {
	timer     *clock.Timer // until the platform takes sockets, timers and network away; nil while the program is shown
	away      bool         // it has
	suspended bool         // the program's code does not run
	held      []func()     // callbacks that wait until it is shown
}

// Hide takes the program off the screen; tell informs it. Loop only.
func (p *Platform) Hide(tell func()) {
	tell()
	if p.background.timer != nil {
		return
	}
	p.background.timer = p.env.Clock.AfterFunc(p.Profile().Background.ClosesAfter, func(due time.Duration) {
		p.post(job{run: p.goAway, due: due})
	})
}

// goAway is reached when the program has been hidden for long enough.
func (p *Platform) goAway() {
	b := &p.background
	if b.timer == nil {
		return // the program was shown in this very instant
	}
	rules := p.Profile().Background
	b.away, b.suspended = true, rules.TimersStop
	p.Interrupt()
	if rules.NetworkStops {
		p.cutOff(errInterrupted)
	}
}

// Show brings the program back; tell informs it, before callbacks of meanwhile. Loop only.
func (p *Platform) Show(tell func()) {
	b := &p.background
	if b.timer != nil {
		b.timer.Stop()
	}
	held := b.held
	*b = background{}
	tell()
	p.queue.Lock()
	defer p.queue.Unlock()
	if p.queue.closed {
		return
	}
	jobs := make([]job, 0, len(held)+len(p.queue.jobs))
	for _, f := range held {
		jobs = append(jobs, job{run: f, due: -1, done: p.env.Clock.Work()})
	}
	p.queue.jobs = append(jobs, p.queue.jobs...) // it comes before everything that happens from now on
}

// deliver runs the program's code: at once, or when the program is shown again. WeChat documents that the code of a
// suspended program does not run, and that events and callbacks reach it when it is shown (Mini Program Operating
// Mechanism). A timer that was due meanwhile fires then, once; that is not documented.
func (p *Platform) deliver(f func()) {
	if p.background.suspended {
		p.background.held = append(p.background.held, f)
		return
	}
	f()
}

// Kill ends the program as its user does who swipes it away, or a system that needs its memory: its code does not run
// any more, and its requests and sockets end without ceremony.
func (p *Platform) Kill() {
	p.post(job{due: -1, own: true, run: func() {
		p.background.suspended = true
		p.cutOff(errInterrupted)
		for _, id := range slices.Sorted(maps.Keys(p.sockets)) {
			p.sockets[id].Terminate()
		}
	}})
}
