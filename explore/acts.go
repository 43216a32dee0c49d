package explore

import (
	"strconv"

	"nimcert/clients"
)

// act draws a call on a live instance.
func (d *drawer) act(name string) []string {
	verb := pick(d.r, acts)
	if d.slots > 1 && d.chance(14) { // another account or chatroom
		other := pick(d.r, d.newcomers())
		if !has(d.names, other) {
			d.names = append(d.names, other)
			return d.login(other)
		}
	}
	if verb == "again" {
		return d.again(name)
	}
	return []string{verb, name}
}

// loses is a step that ends the link of one instance or of all: by the network, or by the service with a close code.
func (d *drawer) loses(name ...string) []string {
	if d.chance(30) {
		return d.closes(pick(d.r, append(name, d.names...)))
	}
	return []string{d.breaks()}
}

// closes is a close of an instance's link with any code, and sometimes with a reason that reads like another thing.
func (d *drawer) closes(name string) []string {
	step := []string{"close", name, pick(d.r, codes)}
	if d.chance(20) {
		step = append(step, "reason="+pick(d.r, reasons))
	}
	return step
}

var reasons = []string{"kicked", "logout", "bye", "timeout", `{"code":403}`, "关闭"}

// again is the login of an instance with the options that it was first given: no family documents what other options
// mean.
func (d *drawer) again(name string) []string {
	verb := opening(name)
	for _, step := range d.steps {
		if step.Verb == verb && step.Args[0] == name {
			return append([]string{verb}, step.Args...)
		}
	}
	return []string{verb, name}
}

// opening is the verb that makes an instance.
func opening(name string) string {
	if isRoom(name) {
		return "enter"
	}
	return "login"
}

func isRoom(name string) bool { return name == "lobby" || name == "attic" }

// kickReason draws a reason, mostly a documented one.
func (d *drawer) kickReason(name string) string {
	if d.chance(8) {
		return "99" // one that the client does not know
	}
	n := 3
	if d.has[clients.SilentKick] && !isRoom(name) {
		n = 4
	}
	return strconv.Itoa(1 + d.r.IntN(n))
}

// harmlessTo is a step that disturbs no instance.
func (d *drawer) harmlessTo(name string) []string {
	return pick(d.r, [][]string{{"send", name}, {"push", name}})
}

// hosts lists names that some network cannot reach.
var hosts = []string{"lbs.netease.im", "wlnimsc0.netease.im", "wlnimsc1.netease.im", "statistic.live.126.net"}
