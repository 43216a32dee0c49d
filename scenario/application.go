package scenario

import (
	"strconv"

	"nimcert/checks/invariants"
	"nimcert/clients"
)

// applicationVerbs are what the application does. It follows the vendor's guides: it keeps a record of its instances
// (see books) and leaves out calls on an instance that is over.
var applicationVerbs = map[string]verb{
	"login": {application,
		params(anAccount, option("attempts"), option("no-reconnect"), option("delay"), option("token"),
			option("dynamic")),
		[]clients.Capability{clients.IM},
		"the application logs an account in", (*player).login, nil},
	"enter": {application, params(anEntry, option("attempts"), option("no-reconnect")), room,
		"alice enters a chatroom, with a socket of its own", (*player).enter, nil},
	"connect": {application, params(anInstance, option("former")), nil,
		"the application connects an instance again", (*player).connect, nil},
	"disconnect": {application, params(anInstance, option("former")), nil,
		"the application ends an instance's connection", (*player).disconnect, nil},
	"destroy": {application, params(anInstance, option("former")), nil, "the application ends an instance for good",
		(*player).destroy, nil},
	"renew": {application, params(anAccount), []clients.Capability{clients.TokenRenewal},
		"the application gives an account its next token; the service knows no other from now on",
		(*player).renew, nil},
	"send": {application, params(anInstance, option("former")), nil, "the application sends a message",
		func(p *player, v clients.Verbs, a args) {
			if !p.former(v, "send", a) {
				p.send(v, a.word(0), recipient(a.word(0)))
			}
		}, nil},
	"send-team": {application, params(anInstance), nil, "the application sends a team a message",
		func(p *player, v clients.Verbs, a args) {
			to := clients.Team("7001")
			if entries[a.word(0)] != "" {
				to = ""
			}
			p.send(v, a.word(0), to)
		}, nil},
	"send-file": {application, params(anAccount), []clients.Capability{clients.OnPlatform, clients.Upload},
		"the application sends a picture, a turn later inside a callback", (*player).sendFile, nil},
	"abort-upload": {application, params(anAccount),
		[]clients.Capability{clients.OnPlatform, clients.Upload, clients.UploadAbort},
		"the application calls off the upload that an account began last, a turn later inside a callback",
		func(p *player, _ clients.Verbs, a args) {
			if p.may("call off an upload of", a.word(0)) {
				p.s.MiniProgram().AbortUpload(a.word(0))
			}
		}, nil},
	"throw": {application, nil, []clients.Capability{clients.OnPlatform},
		"the application's callback throws, behind what else it does there",
		func(_ *player, v clients.Verbs, _ args) { v.Throw() }, nil},
	"rounds": {application, params(anInstance, aNumber("number of rounds", 1, 50), option("kept")), nil,
		"the application destroys an instance and makes it again, or disconnects and connects it, time after time",
		nil, (*player).rounds},
}

// entries maps the chatroom entries of a schedule to their rooms; every other instance is an account. The names are
// those that the specs use.
var entries = map[string]string{"lobby": "1001", "attic": "1002"}

// accounts lists the accounts of a schedule.
var accounts = []string{"alice", "bob", "carol", "dave"}

// tokenOf is an account's token: its first, or the one that a step's option numbers.
func tokenOf(account string, a args) string {
	token := "token-of-" + account
	if n, ok := a.optionInt("token"); ok && n > 1 {
		token += "-" + strconv.Itoa(n)
	}
	return token
}

// optionsOf are a step's options that accounts and chatrooms have in common.
func optionsOf(a args) clients.Options {
	o := clients.Options{NoReconnect: a.has("no-reconnect")}
	if n, ok := a.optionInt("attempts"); ok {
		o.ReconnectionAttempts = &n
	}
	return o
}

func (p *player) login(v clients.Verbs, a args) {
	name := a.word(0)
	o := clients.IMOptions{Account: name, Token: tokenOf(name, a), Options: optionsOf(a),
		ReconnectDelay: a.optionTime("delay"), Dynamic: a.has("dynamic")}
	if held := p.books.token(name); held != "" {
		o.Token = held // no family documents what another token means for an instance that is there
	}
	if p.opens("login", name, o.Token, o.ReconnectionAttempts, o.NoReconnect, o.ReconnectDelay) {
		p.books.makes(name, Step{Verb: "login", Args: a})
		v.Login(o)
	}
}

func (p *player) connect(v clients.Verbs, a args) {
	if !p.former(v, "connect", a) && p.may("connect", a.word(0)) {
		p.books.wants(a.word(0), true)
		v.Connect(a.word(0))
	}
}

func (p *player) disconnect(v clients.Verbs, a args) {
	if !p.former(v, "disconnect", a) && p.may("disconnect", a.word(0)) {
		p.books.wants(a.word(0), false)
		v.Disconnect(a.word(0), nil)
	}
}

func (p *player) renew(v clients.Verbs, a args) {
	if name := a.word(0); p.may("renew the token of", name) {
		v.Renew(name, p.books.renews(name))
	}
}

func (p *player) enter(v clients.Verbs, a args) {
	name := a.word(0)
	o := clients.RoomOptions{
		Instance: name, Account: "alice", Token: tokenOf("alice", nil), RoomID: entries[name], Options: optionsOf(a),
	}
	if p.opens("enter", name, o.Token, o.ReconnectionAttempts, o.NoReconnect, 0) {
		p.books.makes(name, Step{Verb: "enter", Args: a})
		v.EnterChatroom(o)
	}
}

func (p *player) destroy(v clients.Verbs, a args) {
	if p.former(v, "destroy", a) {
		return
	}
	name := a.word(0)
	if !p.books.known(name) {
		p.leave("destroy", name, "there is no such instance yet")
		return
	}
	p.books.ends(name)
	v.Destroy(name, func(clients.Verbs) { p.books.ended(name) })
}

// former makes a call with the option former: on the instance that the name had before its newest one, which the
// application destroyed and kept. It reports false where the call is about the newest.
func (p *player) former(v clients.Verbs, verb string, a args) bool {
	if !a.has("former") {
		return false
	}
	name := clients.Former(a.word(0))
	switch {
	case !p.books.again(a.word(0)):
		p.leave(verb, a.word(0), "there is no former instance")
	case verb == "connect":
		v.Connect(name)
	case verb == "disconnect":
		v.Disconnect(name, nil)
	case verb == "destroy":
		v.Destroy(name, nil)
	default:
		said := invariants.Said{Instance: a.word(0), To: recipient(a.word(0)), Text: p.books.text("message")}
		p.books.says(said) // should it go out by the newest, no document forbids that
		v.SendText(name, said.To, said.Text)
	}
	return true
}

// send sends a message to an account or a team, or, with an empty to, from a chatroom's instance to its room. Each
// message has its own text.
func (p *player) send(v clients.Verbs, name, to string) {
	if !p.may("send", name) {
		return
	}
	text := p.books.text("message")
	p.books.says(invariants.Said{Instance: name, To: to, Text: text})
	v.SendText(name, to, text)
}

// tail ends most texts: characters outside of ASCII, and others that an encoding may trip over. One text in three is
// plain, so that it can be found inside other data, such as an entry of the storage.
const tail = `, 你好 😀 \ {"a": 1} :::`

// recipient is whom an instance's messages are for: an account, or, of a chatroom's, everybody there.
func recipient(name string) string {
	if entries[name] != "" {
		return ""
	}
	return other(name)
}

// other is the recipient of an account's messages.
func other(name string) string {
	if name == "bob" {
		return "alice"
	}
	return "bob"
}

func (p *player) sendFile(v clients.Verbs, a args) {
	if p.may("send a file", a.word(0)) {
		p.s.MiniProgram().SendFile(a.word(0), other(a.word(0)), picturePath)
	}
}
