// What is tried where a client lives in real time.

package suites

import "path"

// inRealTime are the conditions, as path.Match reads slugs, that are tried with a client that lives in real time: a
// page in a browser. They are about what a page can break: attempts, sockets, done and kicks. None takes more than
// eleven minutes, side by side; each has a bound that a page on a busy machine keeps, a second or more, or is about an
// order that seconds decide; and none asks for what a page has not: a background, timers that can be counted, a network
// that goes away.
var inRealTime = []string{
	// Attempts.
	"rec-01/n-[013]", "rec-01/n-[03]-room", "rec-02/n-[013]", "rec-02/n-[03]-room",
	"rec-13/connecting", "rec-13/in-lbs", "rec-13/login-pending", "rec-13/in-the-wait", "rec-13/room-socket-opens",
	// Sockets.
	"lim-01/one-account", "lim-01/two-accounts", "lim-01/connect-again", "lim-01/again-after-disconnect",
	"lim-02/im-first", "lim-07/close-1000", "lim-07/close-1001", "lim-07/close-1011", "lim-07/room-close-1001",
	"lim-07/fin", "lim-07/rst", "rec-09/im-and-room", "rec-09/two-accounts",
	// done.
	"dst-01/logged-in", "dst-01/in-room", "dst-01/disconnect-and-destroy", "dst-01/login-pending",
	"dst-02/close-3-s-late", "dst-02/room-close-3-s-late",
	"dst-02/*pending-3-s-late", "dst-02/after-reconnect-3-s-late",
	"dst-03/mute-close", "dst-03/room-mute-close", "dst-05/first-wait", "dst-05/room-wait",
	"dst-08/destroy", "dst-08/destroy-room", "dst-08/disconnect", "dst-08/disconnect-room",
	"dst-09/close-3-s-late", "dst-09/room-close-3-s-late",
	"dst-09/*pending-3-s-late", "dst-09/after-reconnect-3-s-late",
	"dst-10/im", "dst-10/room", "dst-10/in-the-wait", "dst-10/kicked",
	"swi-0[123]/*close-3-s-late",
	"swi-05/accounts", "swi-05/rooms",
	// Kicks.
	"kck-01/reason-[13]", "kck-01/room-reason-[12]", "kck-01/*after-reconnect", "kck-01/no-kick-loss",
	"kck-02/reason-[123]", "kck-02/room-reason-[1235]", "kck-03/reason-[13]", "kck-03/room-reason-[12]",
	"kck-05/*-kicked-other-connects", "kck-05/*-kicked-*-waits", "kck-07/room", "kck-07/connect-a-minute-after",
	"kck-07/asked-again",
}

// InRealTime reports whether a condition is tried with a client that lives in real time.
func InRealTime(slug string) bool {
	for _, pattern := range inRealTime {
		if fits, _ := path.Match(pattern, slug); fits { // the patterns are sound: a test reads them
			return true
		}
	}
	return false
}
