package explore

import (
	"slices"

	"nimcert/clients"
	"nimcert/scenario"
)

// ofUser turns a step that would call the SDK into the matching act of an application's user: a call that ends an
// instance becomes leaving, one that begins an instance becomes entering, and sending becomes opening and leaving a
// page. Nil: there is no such act. A user acts after events, never inside callbacks.
func (d *drawer) ofUser(w scenario.When, words []string) (scenario.When, []string) {
	if w.Mode == scenario.Inside {
		w.Mode = scenario.After
	}
	if w.Event == "attempt" {
		w.Event = "socket"
	}
	if w.Mode == scenario.After && w.Instance != "" && !slices.Contains(heard, w.Event) {
		w.Event = "connected"
	}
	if !scenario.OfApplication(words[0]) {
		return w, words
	}
	if words[0] == "rounds" {
		return w, nil
	}
	name := words[1]
	room := isRoom(name)
	switch words[0] {
	case "login", "enter", "connect":
		if room {
			return w, []string{clients.ActEnterRoom, name}
		}
		return w, []string{clients.ActLogIn, name}
	case "disconnect", "destroy":
		if room {
			return w, []string{clients.ActLeaveRoom}
		}
		return w, []string{clients.ActLogOut}
	}
	switch {
	case !d.has[clients.Pages]:
		return w, nil
	case d.chance(50):
		return w, []string{clients.ActOpenPage, "1"}
	}
	return w, []string{clients.ActClosePage}
}

// heard lists the callbacks that the harness listens to if an application calls the SDK.
var heard = []string{"connected", "will-reconnect", "disconnected", "done", "error"}

// quick draws a user who changes their mind: an act, and its opposite before the first is done.
func (d *drawer) quick() {
	name := pick(d.r, d.names)
	if d.has[clients.Chatroom] && d.chance(50) {
		name = pick(d.r, []string{"lobby", "attic"})
		if !has(d.names, name) {
			d.names = append(d.names, name)
		}
	}
	first, second := "login", "destroy"
	if isRoom(name) {
		first = "enter"
	}
	if d.chance(50) {
		first, second = second, first
	}
	d.add(d.when(false), first, name)
	for n := 1 + d.r.IntN(2); n > 0; n-- {
		d.add(d.then(pick(d.r, waits[:9])), second, name)
		first, second = second, first
	}
}
