// Package scenario is a schedule as data: who does what, and when. A person types one, a file contains one, and the
// explorer draws them. Play runs any of them in a session.
//
// A schedule is text, one step a line:
//
//	# What stands behind a hash is a comment.
//	requirement: DST-10
//	slug: connect-before-done
//	title: connect before disconnect has called done
//	title-zh: disconnect 的 done 之前调用 connect
//
//	at 0s: login alice attempts=3
//	after connected alice +1s: latency 25ms
//	+1s: disconnect alice
//	and: connect alice
//	in connected alice: send alice
//
// The words before the colon say when:
//
//	at D        at session time D, or at once when that is over
//	+D          D after the line above was played
//	and         in the same turn as the line above, which must be of the same actor: the application, or all others
//	after E     after the next event E that follows the line above, or the nth (#n), and D later (+D); when none comes
//	            within Patience the step is left out, which the time line says
//	in E        inside the callback E, the next one or the nth after the line above; the application alone acts there.
//	            The lines below do not wait for it
//
// What comes at one instant comes in the order of the lines. Between two lines everything that is under way arrives,
// and the second acts before it is handed to the client: so "+0s" behind a kick is the application's call that crosses
// it. An "and" waits for nothing. Nothing else decides an order, so a schedule plays the same everywhere.
//
// The option former makes a call on the instance that the name had before its newest one: the application destroyed it
// and kept it.
//
//	after done alice: login alice
//	+5s: destroy alice former
//
// When the last step is played, Play ends every fault, lets ten minutes pass, looks whether what should be connected
// works, and ends every instance: see Played.
package scenario
