package session

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
	"nimcert/netfaults"
)

// Links are the links that the service has at this moment, in the order in which they opened.
func (s *Session) Links() []fakeserver.LinkInfo {
	links := s.server.Links()
	for i, l := range links {
		links[i] = s.cast.link(l)
	}
	return links
}

// Inside makes then run inside the nth callback from now on (1: the next) that tells an instance of a kind of event.
// Like an application's code, it acts in the same turn of the client's loop.
func (s *Session) Inside(kind ledger.Kind, instance string, nth int, then clients.Then) {
	s.client.Inside(kind, s.cast.account(instance), nth, s.cast.then(then))
}

// What the scenario does to the service. Each act stands on the time line.

// Kick pushes a kick to the account's links. reason: 1 same platform, 2 server, 3 other platform, 4 silently.
func (s *Session) Kick(account string, reason int, words ...string) ledger.Event {
	e := s.act(account, "kick %s, reason %d%s", account, reason, saying(words))
	if s.server.Kick(s.cast.account(account), reason, strings.Join(words, " ")) == 0 {
		s.Mark("nobody was there to be kicked")
	}
	return e
}

// KickRoom pushes a chatroom kick to the account's link of a room.
func (s *Session) KickRoom(instance, account, room string, reason int) ledger.Event {
	e := s.act(instance, "kick %s out of chatroom %s, reason %d", account, room, reason)
	s.server.KickRoom(s.cast.account(account), s.cast.room(room), reason)
	return e
}

// CloseLinks makes the service close the account's links with a WebSocket close code.
func (s *Session) CloseLinks(account string, code int, reason ...string) ledger.Event {
	e := s.act(account, "the service closes the link with code %d%s", code, saying(reason))
	s.server.CloseLinks(s.cast.account(account), code, strings.Join(reason, " "))
	return e
}

// saying is the words behind a close code.
func saying(reason []string) string {
	if len(reason) == 0 {
		return ""
	}
	return fmt.Sprintf(" and the reason %q", strings.Join(reason, " "))
}

// CloseRoomLinks makes the service close the links of a chatroom with a WebSocket close code, and words.
func (s *Session) CloseRoomLinks(instance, room string, code int, reason ...string) ledger.Event {
	e := s.act(instance, "the service closes the links of chatroom %s with code %d%s", room, code, saying(reason))
	s.server.CloseRoomLinks(s.cast.room(room), code, strings.Join(reason, " "))
	return e
}

// RefuseLogin makes the service answer logins with an error code; 0 lets them in again.
func (s *Session) RefuseLogin(code int) ledger.Event {
	e := s.act("", "the service refuses logins with code %d", code)
	s.server.RefuseLogin(code)
	return e
}

// RefuseRoomLogin makes the service answer entries of a chatroom with an error code; 0 lets them in again.
func (s *Session) RefuseRoomLogin(code int) ledger.Event {
	e := s.act("", "the service refuses entries of a chatroom with code %d", code)
	s.server.RefuseRoomLogin(code)
	return e
}

// RefuseSync makes the service answer the sync behind a login with an error code; 0 ends it.
func (s *Session) RefuseSync(code int) ledger.Event {
	e := s.act("", "the service refuses syncs with code %d", code)
	s.server.RefuseSync(code)
	return e
}

// RefuseMessages makes the service answer messages with an error code, and pass none on; 0 ends it.
func (s *Session) RefuseMessages(code int) ledger.Event {
	e := s.act("", "the service refuses messages with code %d", code)
	s.server.RefuseMessages(code)
	return e
}

// RefusePlaces makes the service refuse places for files with an error code; 0 ends it.
func (s *Session) RefusePlaces(code int) ledger.Event {
	e := s.act("", "the service refuses places for files with code %d", code)
	s.server.RefusePlaces(code)
	return e
}

// Hold keeps the service's answers of one step back until Release.
func (s *Session) Hold(step fakeserver.Step) ledger.Event {
	e := s.act("", "the service holds back: %s", step)
	s.server.Hold(step)
	return e
}

// Release sends what Hold kept back.
func (s *Session) Release(step fakeserver.Step) ledger.Event {
	e := s.act("", "the service answers: %s", step)
	s.server.Release(step)
	return e
}

// ReleaseLastFirst sends what Hold kept back, the newest answer first.
func (s *Session) ReleaseLastFirst(step fakeserver.Step) ledger.Event {
	e := s.act("", "the service answers, the last request first: %s", step)
	s.server.ReleaseLastFirst(step)
	return e
}

// Forget ends a Hold for later requests. Answers that were held back are never sent.
func (s *Session) Forget(step fakeserver.Step) ledger.Event {
	e := s.act("", "the service answers again, and never what it held back: %s", step)
	s.server.Forget(step)
	return e
}

// AnswerCloseAfter makes the service answer Close frames late (session time), or fakeserver.Never.
func (s *Session) AnswerCloseAfter(d time.Duration) ledger.Event {
	e := s.act("", "the service answers a close %s", after(d))
	s.server.AnswerCloseAfter(d)
	return e
}

func after(d time.Duration) string {
	if d == fakeserver.Never {
		return "never"
	}
	return fmt.Sprintf("%s late", d)
}

// StopService stops the service as a crash or a restart does: live links end, new ones are refused.
func (s *Session) StopService() ledger.Event {
	e := s.act("", "the service stops")
	s.must(s.server.Stop())
	s.must(s.link.Refuse())
	return e
}

// StartService starts a stopped service again.
func (s *Session) StartService() ledger.Event {
	e := s.act("", "the service starts again")
	s.must(s.server.Restart())
	s.must(s.heal())
	return e
}

// What the scenario does to the network.

func (s *Session) fault(c netfaults.Condition, detail string, apply func() error) ledger.Event {
	text := string(c)
	if detail != "" {
		text += " " + detail
	}
	e := s.ledger.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Fault, Detail: text})
	s.must(apply())
	return e
}

// Refuse ends live connections and refuses new ones.
func (s *Session) Refuse() ledger.Event { return s.fault(netfaults.ConditionRefuse, "", s.link.Refuse) }

// Arm prepares the link so that Reset can send RST. It comes before the first connection.
func (s *Session) Arm() { s.must(s.link.Arm()) }

// Reset ends live connections with RST; new ones work.
func (s *Session) Reset() ledger.Event { return s.fault(netfaults.ConditionReset, "", s.link.Reset) }

// Drop ends live connections with FIN and no close frame; new ones work.
func (s *Session) Drop() ledger.Event { return s.fault(netfaults.ConditionDrop, "", s.link.Drop) }

// Heal ends every network condition. After a black hole it ends the live connections as well.
func (s *Session) Heal() ledger.Event {
	return s.fault(netfaults.ConditionHeal, "", s.heal)
}

func (s *Session) heal() error {
	_, err := s.link.Heal()
	return err
}

// Latency delays each direction by d (session time).
func (s *Session) Latency(d time.Duration) ledger.Event {
	return s.fault(netfaults.ConditionLatency, d.String(), func() error { return s.link.Latency(d) })
}

// must ends the session when the harness itself fails.
func (s *Session) must(err error) {
	if err != nil {
		s.stop(clients.Faultf("fault.harness", "the harness could not go on: %w", err).
			Wrapping(errors.Join(ErrHarness, err)))
	}
}

// FailHTTP makes the service answer an HTTP step with a status; 0 makes it work again.
func (s *Session) FailHTTP(step fakeserver.Step, status int) ledger.Event {
	e := s.act("", "the service answers %s with status %d", step, status)
	s.server.FailHTTP(step, status)
	return e
}

// Portal puts a captive portal in front of the HTTP steps: each is answered with status 200 and a web page until it is
// taken away.
func (s *Session) Portal(on bool, steps ...fakeserver.Step) ledger.Event {
	what := "the service answers again: %v"
	if on {
		what = "a web page stands where the service's answer should be: %v"
	}
	e := s.act("", what, steps)
	for _, step := range steps {
		s.server.Portal(step, on)
	}
	return e
}

// AnswerLBS makes the address lookup answer with status 200 and a text of its own.
func (s *Session) AnswerLBS(answer string) ledger.Event {
	e := s.act("", "the service answers every address lookup with %s", answer)
	s.server.AnswerLBS(answer)
	return e
}

// Push sends a text message to the account's links and returns the message's id.
func (s *Session) Push(account, from, text string) string {
	s.act(account, "%s sends %s a message", from, account)
	id, _ := s.server.Push(s.cast.account(account), s.cast.account(from), s.cast.text(text))
	return id
}

// PushKind makes the service push an account a message that is no text, from another one.
func (s *Session) PushKind(account, from string, kind int, attached string) string {
	s.act(account, "%s sends %s a message of type %d", from, account, kind)
	id, _ := s.server.PushKind(s.cast.account(account), s.cast.account(from), kind, attached)
	return id
}

// OtherDevice makes the service tell an account's links that another device of the account logged in, or went.
func (s *Session) OtherDevice(account string, here bool) ledger.Event {
	what := map[bool]string{true: "logs in", false: "goes"}[here]
	e := s.act(account, "another device of %s %s", account, what)
	s.server.ClientsChanged(s.cast.account(account), hexDigits(s.cast.draws("device", account), 32), here)
	return e
}

// Doubt makes the service push one-to-one messages once more when their account logs in again, as if it had not learned
// that they arrived.
func (s *Session) Doubt() ledger.Event {
	e := s.act("", "the service learns of no delivery from now on")
	s.server.Doubt(true)
	return e
}

// PushTeam sends a team's text message to the links of an account, and of others that are members too, and returns the
// message's id.
func (s *Session) PushTeam(account, team, from, text string, others ...string) string {
	s.act(account, "%s sends team %s a message", from, team)
	members := []string{s.cast.account(account)}
	for _, other := range others {
		members = append(members, s.cast.account(other))
	}
	id, _ := s.server.PushTeam(members, s.cast.team(team), s.cast.account(from), s.cast.text(text))
	return id
}

// PushRoom sends a text message to everybody in a room and returns the message's id.
func (s *Session) PushRoom(room, from, text string) string {
	s.act("", "%s sends room %s a message", from, room)
	id, _ := s.server.PushRoom(s.cast.room(room), s.cast.account(from), s.cast.text(text))
	return id
}

// SetLinks sets the link addresses that LBS answers.
func (s *Session) SetLinks(links, defaults []string) ledger.Event {
	e := s.act("", "LBS answers the links %v, then %v", links, defaults)
	s.server.SetLinks(links, defaults)
	return e
}

// BlackHole silences live and new connections; nobody learns of an end.
func (s *Session) BlackHole() ledger.Event {
	return s.fault(netfaults.ConditionBlackHole, "", s.link.BlackHole)
}

// Cut resets each connection in the middle of a frame: n bytes toward the client still pass.
func (s *Session) Cut(n int64) ledger.Event {
	return s.fault(netfaults.ConditionCut, fmt.Sprintf("after %d bytes", n),
		func() error { return s.link.CutAfter(n, netfaults.CutRST) })
}

// Unreachable makes host names unreachable for the client: the platform refuses its requests and sockets.
func (s *Session) Unreachable(hosts ...string) ledger.Event {
	is := " is "
	if len(hosts) > 1 {
		is = " are "
	}
	return s.reach(strings.Join(hosts, ", ")+is+"unreachable",
		func(h string) bool { return !slices.Contains(hosts, h) })
}

// Only makes every host name unreachable but these.
func (s *Session) Only(hosts []string) ledger.Event {
	return s.reach(fmt.Sprintf("only %s can be reached", strings.Join(hosts, ", ")),
		func(h string) bool { return slices.Contains(hosts, h) })
}

// ReachAll makes every host name reachable again.
func (s *Session) ReachAll() ledger.Event { return s.reach("every host can be reached", nil) }

func (s *Session) reach(detail string, rule func(host string) bool) ledger.Event {
	s.rules.Lock()
	s.reachable = rule
	s.rules.Unlock()
	return s.ledger.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Fault, Detail: detail})
}

// Slots is how many sockets the platform has at this moment.
func (s *Session) Slots() int {
	s.rules.Lock()
	defer s.rules.Unlock()
	return s.platform.Total
}

// Cap changes the platform's socket limit. No host name has one of its own then.
func (s *Session) Cap(n int) ledger.Event {
	s.rules.Lock()
	s.platform.Total, s.platform.PerDomain = n, 0
	s.rules.Unlock()
	return s.act("", "the platform's socket limit is %d", n)
}
