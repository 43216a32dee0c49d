package reference

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// doneWithin is the longest that disconnect and destroy wait for the platform before they call done.
const doneWithin = 10 * time.Second

// ending is a call of disconnect or destroy that waits for its done.
type ending struct {
	verb string
	then clients.Then
}

// end is the application's call. Everything that the instance does is given up. done comes when the platform has
// released everything of the instance, or after doneWithin.
func (in *instance) end(verb string, then clients.Then) {
	s, call := in.c.s, ending{verb, then}
	if in.destroyed && in.phase != leaving && !s.endsAgain(in, verb) {
		return
	}
	in.endings = append(in.endings, call)
	in.again = false
	in.destroyed = in.destroyed || verb == "destroy"
	if in.phase == leaving {
		return
	}
	in.phase = leaving
	if s.cancels(in) {
		in.wait.Stop()
	}
	s.also(in, onEnd)
	if l := in.link; l != nil && l.step == live {
		s.farewell(l)
	}
	in.abandon()
	in.deadline = in.c.p.AfterFunc(s.doneWithin(in), in.finish)
	in.c.p.Post(in.settle) // done never comes inside the call that asks for it
}

// settle finishes an ending instance that holds nothing any more.
func (in *instance) settle() {
	if in.phase == leaving && in.c.s.mayFinish(in) {
		in.finish()
	}
}

func letGo(in *instance) bool { return in.sockets == 0 && in.requests == 0 }

// finish calls done. Code inside it may use the instance, and the account's next one, at once.
func (in *instance) finish() {
	if in.phase != leaving {
		return
	}
	in.phase = idle
	in.deadline.Stop()
	calls := in.endings
	in.endings = nil
	for _, e := range calls {
		in.c.s.done(in, e)
	}
	in.c.s.also(in, afterDone)
	if in.again && in.phase == idle && !in.destroyed {
		in.again = false
		in.connect()
	}
}

// done raises the callback and runs the application's continuation inside it.
func done(in *instance, e ending) {
	in.raise(ledger.Event{Kind: ledger.Done, Verb: e.verb})
	if e.then != nil {
		e.then(in.c.direct)
	}
}

// farewell sends the logout and the end of the transport to the service. The close follows.
func farewell(l *link) {
	c := logout
	if l.in.room != "" {
		c = roomLogout
	}
	l.post(c, nil)
	l.write(frame{kind: frameDisconnect})
}
