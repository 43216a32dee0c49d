// Package explore finds what nobody wrote down: it draws schedules of what an application that follows the guide may
// do, and of what service, network and platform may do at any instant, plays them, and judges them by the invariants.
// What it finds it makes as small as it can be, plays again, and hands over as a schedule that anybody can replay.
//
// pgregory.net/rapid draws and shrinks well, and does not serve here: its shrinking ends by a clock of real time
// (-rapid.shrinktime, v1.3.0), so the minimal case would depend on the machine; it stops at the first failure of a
// test, and we want each distinct one; and it draws each case anew, so what reached a new state cannot be varied
// further.
package explore
