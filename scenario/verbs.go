package scenario

import (
	"maps"
	"slices"
	"strings"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/session"
)

// actor is who acts.
type actor int

const (
	application actor = iota
	world             // the service, the network or the platform
	user              // of an application that is under test
)

// verb is one word of the vocabulary: its parameters and its handler.
type verb struct {
	actor  actor
	params []param
	// needs lists the capabilities that the client must have for it.
	needs []clients.Capability
	help  string
	// call is the handler of an application's verb. It runs on the client's loop inside a callback, and on the
	// scenario's goroutine elsewhere.
	call func(p *player, v clients.Verbs, a args)
	// act is the handler of every other verb.
	act func(p *player, a args)
}

// vocabulary are the verbs by their names.
var vocabulary = func() map[string]verb {
	all := map[string]verb{}
	for _, some := range []map[string]verb{applicationVerbs, userVerbs, serviceVerbs, networkVerbs, deviceVerbs,
		platformVerbs} {
		maps.Copy(all, some)
	}
	return all
}()

// Verbs lists the vocabulary, a line each: the verb with its arguments, and its effect.
func Verbs() []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(vocabulary)) {
		v := vocabulary[name]
		line := name
		for _, p := range v.params {
			line += " " + p.usage()
		}
		out = append(out, line+"\t"+v.help)
	}
	return out
}

// steps are the steps of the service that can be held, by the words for them.
var steps = func() map[string]fakeserver.Step {
	out := map[string]fakeserver.Step{}
	for _, s := range []fakeserver.Step{
		fakeserver.StepLBS, fakeserver.StepHandshake, fakeserver.StepUpgrade, fakeserver.StepConnect,
		fakeserver.StepLogin,
		fakeserver.StepSync, fakeserver.StepLogout, fakeserver.StepRoomLogin, fakeserver.StepRoomLogout,
		fakeserver.StepMessage, fakeserver.StepNOSToken, fakeserver.StepUpload, fakeserver.StepHeartbeat,
	} {
		out[strings.ReplaceAll(string(s), " ", "-")] = s
	}
	return out
}()

// serviceVerbs are what the service does.
var serviceVerbs = map[string]verb{
	"kick": {world, params(anInstance, aNumber("reason", 1, 99)), nil,
		"the service kicks an instance that is logged in",
		nil, func(p *player, a args) { p.kick(a.word(0), a.int(1)) }},
	"close": {world, params(anInstance, aNumber("code", 1000, 4999), option("reason")), nil,
		"the service closes an instance's link with a code, and a word",
		nil, func(p *player, a args) { p.closeLink(a.word(0), a) }},
	"refuse-login": {world, params(aNumber("code", 0, 999999)), nil,
		"the service refuses logins with a code; 0 ends it",
		nil, func(p *player, a args) { p.s.RefuseLogin(a.int(0)) }},
	"refuse-entry": {world, params(aNumber("code", 0, 999999)), room,
		"the service refuses entries of chatrooms; 0 ends it",
		nil, func(p *player, a args) { p.s.RefuseRoomLogin(a.int(0)) }},
	"refuse-sync": {world, params(aNumber("code", 0, 999999)), nil,
		"the service refuses the sync behind a login with a code; 0 ends it",
		nil, func(p *player, a args) { p.s.RefuseSync(a.int(0)) }},
	"hold": {world, params(aStep), nil, "the service keeps the answers of a step back",
		nil, func(p *player, a args) { p.hold(a.word(0)) }},
	"release": {world, params(aStep), nil, "the service sends the answers of a step that it kept back",
		nil, func(p *player, a args) { p.release(a.word(0)) }},
	"forget": {world, params(aStep), nil, "the service answers a step again, and never what it kept back",
		nil, func(p *player, a args) { p.forget(a.word(0)) }},
	"fail": {world, params(anHTTPStep, aNumber("status", 0, 599)), nil,
		"the service answers an HTTP step with a status; 0 ends it",
		nil, func(p *player, a args) { p.fail(a.word(0), a.int(1)) }},
	"portal": {world, params(oneOf("state", "on", "off")), nil,
		"a web page stands where the address lookup and the handshake should be",
		nil, func(p *player, a args) { p.portal(a.word(0) == "on") }},
	"answer-close": {world, params(aDelay), nil, "the service answers Close frames so much later, or never",
		nil, func(p *player, a args) { p.s.AnswerCloseAfter(a.delay(0)) }},
	"push": {world, params(anInstance, option("times"), option("long")), nil,
		"another user sends an account, or everybody in a chatroom, messages",
		nil, (*player).pushes},
	"push-other": {world, params(anAccount), nil,
		"another user sends an account what is no text: a tip, a place, and a message of the application's own",
		nil, (*player).pushOther},
	"push-team": {world, params(anInstance), nil, "another user sends a team of an account's a message",
		nil, func(p *player, a args) { p.pushTeam(a.word(0)) }},
	"spare-link": {world, nil, nil, "the address lookup names a second link host from now on", nil, (*player).spare},
	"stop":       {world, nil, nil, "the service stops", nil, func(p *player, _ args) { p.stop() }},
	"start":      {world, nil, nil, "the service starts again", nil, func(p *player, _ args) { p.start() }},
}

// room is the capability that a verb of chatrooms needs.
var room = []clients.Capability{clients.Chatroom}

// networkVerbs are what the network does.
var networkVerbs = map[string]verb{
	"refuse": network("live connections end, new ones are refused", (*session.Session).Refuse),
	"reset":  network("live connections end with RST", (*session.Session).Reset),
	"drop":   network("live connections end with FIN and no close frame", (*session.Session).Drop),
	"cut": {world, params(aNumber("number of bytes", 0, 1000000)), nil,
		"each connection ends with RST when so many bytes more have reached the client",
		nil, func(p *player, a args) { p.s.Cut(int64(a.int(0))) }},
	"black-hole": network("everything falls silent, and nobody learns of an end", (*session.Session).BlackHole),
	"heal":       {world, nil, nil, "the network works again", nil, func(p *player, _ args) { p.heal() }},
	"latency": {world, params(aTime), nil, "each direction is late by so much, from now on", nil,
		func(p *player, a args) { p.setLatency(a.time(0)) }},
	"reachable": {world, nil, nil, "every host can be reached again", nil,
		func(p *player, _ args) { p.s.ReachAll() }},
	"unreachable": {world, params(aHost), nil, "a host cannot be reached", nil,
		func(p *player, a args) { p.s.Unreachable(a.word(0)) }},
}

// deviceVerbs are what the device's network does.
var deviceVerbs = map[string]verb{
	"mobile-sort": {world, nil, nil, "the device goes from 4g to 5g or back, and keeps its connections", nil,
		func(p *player, _ args) {
			if !p.off {
				p.s.MobileSort()
			}
		}},
	"network-off": {world, nil, nil, "the device has no network", nil, func(p *player, _ args) { p.offline(true) }},
	"network-on": {world, nil, nil, "the device has a network again", nil,
		func(p *player, _ args) { p.offline(false) }},
	"network-change": {world, nil, nil, "the device moves to another network", nil, func(p *player, _ args) {
		if !p.off && !p.stopped {
			p.s.NetworkChange(p.s.Mobile())
		}
	}},
}

// platformVerbs are what the platform does.
var platformVerbs = map[string]verb{
	"background": {world, nil, platform, "the program leaves the screen", nil,
		func(p *player, _ args) { p.background() }},
	"foreground": {world, nil, platform, "the program comes back", nil, func(p *player, _ args) { p.foreground() }},
	"clock-back": {world, params(aTime), platform, "the clock of the device is set back by so much", nil,
		func(p *player, a args) { p.s.TurnClock(-a.time(0)) }},
	"clock-ahead": {world, params(aTime), platform, "the clock of the device is set ahead by so much", nil,
		func(p *player, a args) { p.s.TurnClock(a.time(0)) }},
	"disturb": {world, nil, platform, "the platform tells of little memory, a call, a weak network, an error", nil,
		func(p *player, _ args) { p.s.Disturb() }},
	"break-storage": {world, nil, platform, "every call of the storage throws from now on", nil,
		func(p *player, _ args) {
			p.s.MiniProgram().BreakStorage(clients.StorageBroken)
		}},
	"inspect": {world, nil, platform, "what the program stored is looked at", nil, (*player).inspect},
	"cap": {world, params(aNumber("sockets", 0, 20)), nil, "the platform has so many sockets", nil,
		func(p *player, a args) {
			p.capped = true
			p.s.Cap(a.int(0))
		}},
}

var platform = []clients.Capability{clients.OnPlatform}
