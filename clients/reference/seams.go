package reference

import (
	"time"
)

// moment is a point in an instance's life at which a mutant can do something extra.
type moment int

const (
	onAttempt  moment = iota // an attempt begins
	afterLogin               // the application was told
	// a link ended that the application did not end, possibly by a kick; what follows is not decided yet
	afterLoss
	afterTelling // ondisconnect was raised
	afterKick    // a kick was handled
	onEnd        // disconnect or destroy begins; the link is still there
	afterDone    // done was called
)

// seams are the decisions that make the client conform. A mutant changes one of them.
type seams struct {
	// also is called at each moment. A conforming client does nothing more.
	also func(in *instance, at moment)

	// The instance.
	forgotten  func(in *instance) bool // whether the name is free for a new instance
	askedAgain func(in *instance)      // what is done when the application asks for a live instance
	connect    func(in *instance)      // what connect does
	renews     func(in *instance, token string)

	// The way back.
	returns func(in *instance, why cause) bool // whether a lost link is opened again
	final   func(l *link, code int) bool       // whether a refused login is refused for good
	allowed func(in *instance, why cause) int  // automatic attempts in a row; below 0: no limit
	delay   func(n int) time.Duration          // before attempt n, without the jitter
	spread  func(c *client) float64            // the jitter, as a share of the delay
	// how the application's own delay is used; 0: it is ignored
	provided func(d time.Duration) time.Duration
	announce func(in *instance, n int, d time.Duration)        // raises onwillreconnect
	sleeps   func(in *instance, d time.Duration) time.Duration // how long is really waited
	regained func(in *instance)                                // settles the count after a login
	tell     func(in *instance, why cause)                     // raises ondisconnect

	// The link.
	limit func(l *link, at step) time.Duration // of one step
	// finds an address when the lookup gives none; false: the attempt ends here
	withoutLookup func(l *link) bool
	badAddress    func(in *instance)       // an address led nowhere
	overlaps      func(l *link) bool       // whether the socket opens before the one of an earlier link is closed
	refused       func(l *link, why cause) // the platform refused the socket
	loginTimedOut func(l *link, why cause)
	gone          func(l *link, code int) // the platform has closed the socket
	beatEvery     func(l *link) time.Duration

	// What goes over it.
	enter        func(l *link)             // logs in, once the service greeted
	asksAsManual func(l *link) bool        // how the login is marked
	syncs        func(l *link) bool        // whether a login is followed by a sync
	deliver      func(l *link, m incoming) // gives a new message to the application
	sends        func(in *instance, m outgoing, send func())
	unsent       func(in *instance, m outgoing, failed func()) // what happens to a message without a link

	// The kick.
	heedsKick func(l *link) bool
	reason    func(names map[int]string, number int) string
	kicked    func(l *link) // closes the link

	// The end.
	endsAgain  func(in *instance, verb string) bool // whether an instance that was destroyed calls done again
	cancels    func(in *instance) bool              // whether the next attempt is called off
	farewell   func(l *link)                        // the logout
	abandon    func(l *link)                        // gives the link up
	mayFinish  func(in *instance) bool              // whether done may be called
	doneWithin func(in *instance) time.Duration     // when it is called at the latest
	done       func(in *instance, e ending)         // calls it
}

// conforming are the decisions as the catalogue demands them.
func conforming() *seams {
	yes := func(*link) bool { return true }
	return &seams{
		also: func(*instance, moment) {},

		forgotten:  func(in *instance) bool { return in.destroyed },
		askedAgain: (*instance).connect,
		renews:     func(in *instance, token string) { in.token = token },
		connect:    connect,

		returns:  mayReturn,
		final:    isFinal,
		allowed:  allowed,
		delay:    backOff,
		spread:   spread,
		provided: func(d time.Duration) time.Duration { return max(d, delayFloor) },
		announce: announce,
		sleeps:   func(_ *instance, d time.Duration) time.Duration { return d },
		regained: func(in *instance) { in.tries = 0 },
		tell:     tell,

		limit:         func(*link, step) time.Duration { return stepLimit },
		withoutLookup: builtIn,
		badAddress:    nextAddress,
		overlaps:      func(*link) bool { return false },
		refused:       (*link).fail,
		loginTimedOut: (*link).fail,
		gone:          func(l *link, _ int) { l.in.released() },
		beatEvery:     func(*link) time.Duration { return beatEvery },

		enter:        (*link).login,
		asksAsManual: func(l *link) bool { return !l.automatic },
		syncs:        yes,
		deliver:      deliver,
		sends:        func(_ *instance, _ outgoing, send func()) { send() },
		unsent:       func(_ *instance, _ outgoing, failed func()) { failed() },

		heedsKick: yes,
		reason:    func(names map[int]string, number int) string { return names[number] },
		kicked:    (*link).drop,

		endsAgain:  func(*instance, string) bool { return true },
		cancels:    func(*instance) bool { return true },
		farewell:   farewell,
		abandon:    (*link).drop,
		mayFinish:  letGo,
		doneWithin: func(*instance) time.Duration { return doneWithin },
		done:       done,
	}
}
