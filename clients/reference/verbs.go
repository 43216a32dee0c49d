package reference

import (
	"nimcert/clients"
	"nimcert/ledger"
)

// verbs are the application's calls. do posts a call to the loop, or makes it at once if the caller is on the loop.
type verbs struct {
	c  *client
	do func(func())
}

// call records a verb and performs it.
func (v verbs) call(verb, name string, f func()) {
	v.do(func() {
		v.c.p.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Verb, Verb: verb, Instance: name})
		f()
	})
}

// on performs a verb on an instance. Without one the call throws at its caller, which the time line shows.
func (v verbs) on(verb, name string, f func(*instance)) {
	v.call(verb, name, func() {
		if in := v.c.called(name); in != nil {
			f(in)
			return
		}
		v.c.throw(verb, name, "there is no instance of that name")
	})
}

// called is the instance that the application means by a name. A former one is told apart from then on.
func (c *client) called(name string) *instance {
	of, former := clients.OfFormer(name)
	if !former {
		return c.instances[name]
	}
	in := c.former[of]
	if in != nil {
		in.name = name
	}
	return in
}

// throw records that a call threw at the application.
func (c *client) throw(verb, name, why string) {
	c.p.Add(ledger.Event{Who: ledger.Client, Kind: ledger.Threw, Verb: verb, Instance: name, Reason: why})
}

// Login creates the account's instance and connects it; an instance that is there is used again.
func (v verbs) Login(o clients.IMOptions) {
	v.call("login", o.Account, func() {
		v.c.open(instance{name: o.Account, account: o.Account, token: o.Token, limit: o.ReconnectionAttempts,
			noReconnect: o.NoReconnect, provided: o.ReconnectDelay, then: o.Then})
	})
}

// EnterChatroom is Login for a chatroom.
func (v verbs) EnterChatroom(o clients.RoomOptions) {
	v.call("enter chatroom", o.Instance, func() {
		v.c.open(instance{name: o.Instance, account: o.Account, token: o.Token, room: o.RoomID, given: o.Addresses,
			limit: o.ReconnectionAttempts, noReconnect: o.NoReconnect})
	})
}

// open connects the instance of these options. It makes a new one unless there is one that was not destroyed.
func (c *client) open(options instance) {
	if in := c.instances[options.name]; in != nil && !c.s.forgotten(in) {
		c.s.askedAgain(in)
		return
	}
	in := &options
	in.c, in.seen = c, map[string]bool{}
	c.former[in.name] = c.instances[in.name]
	c.instances[in.name] = in
	in.connect()
}

// Connect connects an instance that is not connected.
func (v verbs) Connect(name string) { v.on("connect", name, func(in *instance) { in.connect() }) }

// Disconnect ends an instance's connection.
func (v verbs) Disconnect(name string, then clients.Then) {
	v.on("disconnect", name, func(in *instance) { in.end("disconnect", then) })
}

// Destroy ends an instance for good.
func (v verbs) Destroy(name string, then clients.Then) {
	v.on("destroy", name, func(in *instance) { in.end("destroy", then) })
}

// SendText sends a message, or fails at once when the instance is not connected.
func (v verbs) SendText(name, to, text string) {
	v.on("send text", name, func(in *instance) { in.send(to, text) })
}

// Throw does nothing: this client is no mini program.
func (verbs) Throw() {}

// Renew gives an instance the token for its next login.
func (v verbs) Renew(name, token string) {
	v.on("renew token", name, func(in *instance) { in.c.s.renews(in, token) })
}
