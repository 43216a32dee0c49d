package reference

import (
	"fmt"
	"math/rand/v2"
	"time"

	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/ledger"
)

// New returns the factory of the conforming client.
func New() clients.Factory { return factory{"reference", conforming} }

// factory makes clients, each with the seams that `seams` returns.
type factory struct {
	name  string
	seams func() *seams
}

// Subject names the client. There is no build file: it is part of the program.
func (f factory) Subject() clients.Subject {
	return clients.Subject{Name: f.name, Version: "1", Build: "built in"}
}

// Capabilities lists what the client can do. It is no mini program: it stores nothing, uploads nothing and knows no
// foreground.
func (factory) Capabilities() map[clients.Capability]bool {
	return map[clients.Capability]bool{
		clients.IM: true, clients.Chatroom: true, clients.ReconnectCap: true, clients.DoneCallback: true,
		clients.DelayOption:     true,
		clients.ReconnectSwitch: true, clients.AnnouncedDelay: true, clients.SilentKick: true,
		clients.TokenRenewal: true, clients.FormerHandle: true, clients.Direct: true, clients.Lookup: true,
	}
}

// Policy is what the client promises of its timing. Heartbeat is a beat's interval, its time-out, and a second for what
// is under way when the link falls silent. An attempt has four steps (address lookup, handshake, socket, login) of 7 s
// each: 28 s, and 2 s to spare.
func (factory) Policy() clients.Policy {
	return clients.Policy{
		MinDelay: minDelay, MaxDelay: maxDelay, Jitter: jitter, DoneWithin: doneWithin,
		Heartbeat: beatEvery + beatLimit + time.Second, AttemptTimeout: 4*stepLimit + 2*time.Second,
		Provided: func(d time.Duration) (least, most time.Duration) { return max(d, delayFloor), max(d, delayFloor) },
	}
}

// New starts a client.
func (f factory) New(env clients.Env) (clients.Client, error) {
	c := &client{
		env: env, s: f.seams(), instances: map[string]*instance{}, former: map[string]*instance{},
		random: rand.New(rand.NewPCG(uint64(env.Seed), 0)),
	}
	c.p = platform.New(env, c.turn)
	c.verbs = verbs{c: c, do: c.p.Post}
	c.direct = verbs{c: c, do: func(f func()) { f() }}
	return c, nil
}

// client is the client of one session.
type client struct {
	verbs        // posts to the loop
	direct verbs // acts at once, on the loop
	clients.Callbacks
	env      clients.Env
	p        *platform.Platform
	s        *seams
	random   *rand.Rand
	messages int // ids given so far

	instances, former map[string]*instance // by their names; former: the one before the newest
}

// SetNetwork changes the device's network. The client does not ask for the network: it notices a change like any other
// loss.
func (c *client) SetNetwork(kind string) { c.p.SetNetwork(kind, nil) }

// Rest counts what the client holds at its platform.
func (c *client) Rest() clients.Rest { return c.p.Rest() }

// Close ends the client's platform.
func (c *client) Close() { c.p.Close() }

// turn runs one turn of the loop. A panic is this client's uncaught exception: it ends the turn, and the platform notes
// it, as a host of scripts does.
func (c *client) turn(run func()) {
	defer func() {
		if r := recover(); r != nil {
			c.p.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Uncaught, Detail: fmt.Sprint(r)})
		}
	}()
	run()
}

// messageID makes an id that is unique in the session and repeats with the seed.
func (c *client) messageID() string {
	c.messages++
	return fmt.Sprintf("%08x-%d", c.random.Uint32(), c.messages)
}
