// Package explore finds what nobody wrote down: it draws schedules of what an application that follows the guide may
// do, and of what service, network and platform may do at any instant, plays them, and judges them by the invariants.
// It makes each failing schedule as small as it can, plays it again, and hands it over as a schedule that anybody can
// replay.
//
// pgregory.net/rapid draws and shrinks well, but does not fit: its shrinking ends by real time (-rapid.shrinktime,
// v1.3.0), so the minimal case would depend on the machine; it stops at the first failure of a test, and the explorer
// wants each distinct one; and it draws each case anew, so a schedule that reached a new state cannot be varied
// further.
package explore
