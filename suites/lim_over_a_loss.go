// LIM-04 and LIM-07: the number of sockets over a loss and a reconnect.

package suites

import (
	"slices"
	"time"

	"nimcert/ledger"
)

var _ = requirementUnder("LIM-04", slices.Concat(losses, devices, []under[loss]{
	silentLink,
	muteLogin,
}, roomLosses, []under[loss]{
	ofRoom(silentLink),
	ofRoom(devices[0]),
}), lim04CapOverALoss)

// lim04CapOverALoss is LIM-04: A reconnect never holds two sockets.
func lim04CapOverALoss(t *Trial, l loss) {
	t.loses(l, func(lost ledger.Event) {
		t.backAs(l.instance(), lost)
		t.Let(time.Minute)
		t.Check(holds(t.Timeline(), 1, afterReconnect))
	})
	t.Check(never(t.Timeline(), 1))
}

var _ = alsoUnder("LIM-04", []under[bool]{
	{"three-addresses", "three link addresses", "三个 link 地址", false},
	{"room-three-addresses", "a chatroom with three addresses", "有三个地址的聊天室", true},
}, lim04ThreeAddresses)

// lim04ThreeAddresses is LIM-04: a client that knows several addresses tries them one after the other.
func lim04ThreeAddresses(t *Trial, inRoom bool) {
	instance, _ := t.knowsThree(inRoom)
	for range 3 {
		t.Let(time.Minute)
		t.backAs(instance, t.Drop())
		t.Check(holds(t.Timeline(), 1, afterReconnect))
	}
	t.Check(never(t.Timeline(), 1))
}

var _ = requirementUnder("LIM-07", append(slices.Clone(losses), silentLink, roomClosedWith(1001)), lim07FullHouse)

// lim07FullHouse is LIM-07: A full house recovers within the cap.
func lim07FullHouse(t *Trial, l loss) {
	t.needsLimit()
	if l.armed {
		t.Arm()
	}
	house := []tenant{{alice, bob}}
	if l.room {
		t.Enter(room(lobby))
		house = []tenant{{instance: lobby}}
	} else {
		t.LogIn(im(alice))
	}
	house = append(house, t.fill(l.instance())...)
	for range 2 {
		t.Let(time.Second)
		lost := l.lose(t)
		t.backAs(l.instance(), lost)
		t.Let(time.Minute)
		t.Check(withinCap(t.Timeline()))
		t.Check(holds(t.Timeline(), len(house), afterReconnect))
		t.allSend(house)
	}
}
