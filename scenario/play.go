package scenario

import (
	"crypto/md5" //nolint:gosec // the service's own measure of a file
	"encoding/hex"
	"slices"
	"sync/atomic"
	"time"

	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/ledger"
	"nimcert/session"
)

// Patience is how long a step waits for its event, in session time. The slowest event that a client owes comes within
// it: the end of a few attempts that all time out.
const Patience = 5 * time.Minute

// callbacks is how long the faults last after the last line while a step inside a callback still waits: a login and a
// reconnect fit in.
const callbacks = 20 * time.Second

// player plays one schedule in one session.
type player struct {
	s     *session.Session
	books books
	acts  *session.Acts // of the user, where the client is an application
	wish  wish          // of the user
	// What Play has to undo at the end.
	held    []string // steps that the service keeps
	failing []string // HTTP steps that it answers with a status
	stopped bool
	hidden  bool
	off     bool // the device has no network
	capped  bool
	captive bool         // a web page stands in the way
	slots   int          // sockets of the platform, before the schedule changes their number
	above   ledger.Event // the mark of the line above: the event that a step waits for comes after it

	armed    atomic.Int32 // turns that wait for their callback
	closing  atomic.Bool  // no callback of the schedule runs any more
	ran      []int        // of each step: Seq of its mark; 0: its moment has not come
	troubles []invariants.Trouble
	looked   []int // Seq of the marks of the inspections
	spared   int   // Seq of the mark from which on there are two link hosts; 0: there is one
	pushed   []invariants.Pushed
	latency  time.Duration // the longest so far
	slow     time.Duration // the one of the moment
}

// newPlayer prepares a session for a schedule. It comes before anything connects.
func newPlayer(s *session.Session, steps []Step) *player {
	p := &player{s: s, books: books{last: map[string]int{}, made: map[string]Step{}}, slots: s.Slots(), acts: s.Acts()}
	if slices.ContainsFunc(steps, func(step Step) bool { return step.Verb == "reset" || step.Verb == "cut" }) {
		s.Arm()
	}
	if mini := s.MiniProgram(); mini != nil && s.Capabilities[clients.OnPlatform] {
		mini.AddFile(picturePath, picture)
	}
	return p
}

// picturePath is the file that send-file sends: 64 KiB, so that the upload takes several reads.
const picturePath = "wxfile://tmp/picture.png"

var picture = func() []byte {
	data := make([]byte, 64<<10)
	for i := range data {
		data[i] = byte(i*7 + i>>8)
	}
	return data
}()

// pictureSum is its MD5; the service reports the MD5 of each upload.
var pictureSum = func() string {
	sum := md5.Sum(picture) //nolint:gosec // the service's own measure of a file
	return hex.EncodeToString(sum[:])
}()

// steps plays the lines in their order, until the session ends.
func (p *player) steps(steps []Step) {
	p.above = p.s.Mark("the schedule begins")
	p.ran = make([]int, len(steps))
	for len(steps) > 0 && p.s.Err() == nil {
		n := 1 // steps of one turn
		for n < len(steps) && steps[n].When.Mode == And {
			n++
		}
		turn, ran := steps[:n], p.ran[len(p.ran)-len(steps):][:n]
		steps = steps[n:]
		if turn[0].When.Mode == Inside {
			p.inside(turn, ran)
			continue
		}
		if !p.comes(turn[0].When) {
			if p.s.Err() == nil {
				p.above = p.s.Mark("left out, because %s did not come within %s: %s", turn[0].When.Event, Patience,
					words(turn))
			}
			continue
		}
		p.above = p.begins(turn, ran)
		play := func() {
			for _, step := range turn {
				p.do(step, p.s.Verbs)
			}
		}
		if vocabulary[turn[0].Verb].actor == user {
			p.together(play)
		} else {
			play()
		}
	}
	if p.armed.Load() > 0 {
		p.s.Pass(callbacks) // a step that waits for a callback gets one
	}
	p.s.Pass(0) // the effects of the last line arrive
	p.closing.Store(true)
}

// begins marks the beginning of a turn, in the time line and in ran.
func (p *player) begins(turn []Step, ran []int) ledger.Event {
	mark := p.s.Mark("%s", words(turn))
	for i := range ran {
		ran[i] = mark.Seq
	}
	return mark
}

func words(turn []Step) string {
	s := turn[0].String()
	for _, step := range turn[1:] {
		s += "; " + step.String()
	}
	return s
}

// comes waits for a step's moment. It reports false if the moment never comes, or the session ends.
func (p *player) comes(w When) bool {
	switch w.Mode {
	case At:
		p.s.Pass(max(0, w.D-p.s.Now()))
	case After:
		e := events[w.Event]
		filters := []ledger.Filter{ledger.By(e.who), ledger.Is(e.kind)}
		if !e.anybody {
			filters = append(filters, ledger.Of(w.Instance))
		}
		found, until := p.above, p.s.Now()+Patience
		for range max(1, w.Nth) {
			var ok bool
			if found, ok = p.s.Await(found, max(0, until-p.s.Now()), filters...); !ok {
				return false
			}
		}
		p.s.Pass(w.D)
	default:
		p.s.Pass(w.D) // with 0 the effects of the line above come to rest
	}
	return p.s.Err() == nil
}

// inside makes the application act inside a callback. When it runs, its mark is put on the time line.
func (p *player) inside(turn []Step, ran []int) {
	w := turn[0].When
	p.armed.Add(1)
	p.s.Inside(events[w.Event].kind, w.Instance, w.Nth, func(v clients.Verbs) {
		if p.closing.Load() {
			return // the schedule is over
		}
		p.armed.Add(-1)
		if done, ok := p.s.Timeline().Last(ledger.By(ledger.Client)); ok && done.Kind == ledger.Done &&
			done.Verb == "destroy" {
			p.books.ended(w.Instance) // the application is being told so
		}
		p.begins(turn, ran)
		for _, step := range turn {
			p.do(step, v)
		}
	})
}

// do plays one step. v acts for the application.
func (p *player) do(step Step, v clients.Verbs) {
	switch verb := vocabulary[step.Verb]; {
	case verb.call != nil:
		verb.call(p, v, step.Args)
	default:
		p.notes(step)
		verb.act(p, step.Args)
	}
}

// leave notes that the application leaves a call out, and why: its own record forbids it.
func (p *player) leave(verb, name, why string) {
	p.s.Mark("the application does not %s %s: %s", verb, name, why)
}

// may reports whether the application makes a call on an instance. If it does not, may notes that.
func (p *player) may(verb, name string) bool {
	why := p.books.over(name)
	if why != "" {
		p.leave(verb, name, why)
	}
	return why == ""
}

// opens notes a login or an entry in the books.
func (p *player) opens(verb, name, token string, attempts *int, noReconnect bool, delay time.Duration) bool {
	account := name
	if entries[name] != "" {
		account = "alice"
	}
	why := p.books.opens(invariants.Asked{
		Instance: name, Account: account, Token: token, Room: entries[name], Attempts: attempts,
		NoReconnect: noReconnect, Delay: delay, At: p.s.Now(),
	})
	if why != "" {
		p.leave(verb, name, why)
	}
	return why == ""
}
