// REC-09: every loss leads back.

package suites

import (
	"slices"
	"time"

	"nimcert/ledger"
)

var _ = requirementUnder("REC-09", slices.Concat(losses, obstacles, devices, roomLosses, roomObstacles, []under[loss]{
	ofRoom(devices[0]),
	ofRoom(devices[1]),
}), (*Trial).leadsBack)

// leadsBack loses a link twice, and checks that its instance comes back each time.
func (t *Trial) leadsBack(l loss) {
	to := bob
	if l.room {
		to = ""
	}
	t.loses(l, func(lost ledger.Event) {
		t.backAs(l.instance(), lost)
		t.Let(time.Minute)
		t.Check(lostAtHost(t.Timeline().After(lost.Seq), lost))
		t.Check(holds(t.Timeline(), 1, afterReconnect))
		if logins := t.Timeline().After(lost.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Login)); len(
			logins) == 0 {
			t.Find([]ledger.Event{lost}, noLoginOnLink)
		}
		t.sends(l.instance(), to)
	})
}

var noLoginOnLink = say("login.none-on-link",
	"the link is back, and the service saw no login on it",
	"连接恢复了，服务端却没有在上面看到登录")
