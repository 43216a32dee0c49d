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
		if len(t.loginsSince(lost)) == 0 {
			t.Find([]ledger.Event{lost}, noLoginOnLink)
		}
		t.sends(l.instance(), to)
	})
}

// Gorilla, which the service uses, writes the codes that RFC 6455 allows on the wire; 3000 to 4999 are a library's or
// an application's own. No document calls any of them final.
var _ = alsoUnder("REC-09", []under[bool]{
	{"close-rare-codes", "closes with rare codes, one after the other", "依次以少见的关闭码关闭", false},
	{"room-close-rare-codes", "a chatroom: closes with rare codes, one after the other",
		"聊天室：依次以少见的关闭码关闭", true},
}, rec09RareCodes)

// rec09RareCodes is REC-09: whatever code a service closes with, the client comes back.
func rec09RareCodes(t *Trial, inRoom bool) {
	instance, to := t.logInOrEnter(inRoom, usual)
	for _, code := range []int{1002, 1003, 1007, 1008, 1009, 1010, 1013, 3000, 3999, 4000, 4401, 4999} {
		t.Let(time.Minute)
		var closed ledger.Event
		if inRoom {
			closed = t.CloseRoomLinks(lobby, "1001", code)
		} else {
			closed = t.CloseLinks(alice, code)
		}
		t.backAs(instance, closed)
	}
	t.sends(instance, to)
}

// An application passes the whole list of addresses that its server has for a chatroom (chatroomAddresses: string[],
// NIMChatroomInterface.d.ts), and LBS gives a list for IM. No document says in which order they are tried.
var _ = alsoUnder("REC-09", []under[bool]{
	{"three-addresses", "three link addresses, and six losses", "三个 link 地址，六次断线", false},
	{"room-three-addresses", "a chatroom: three addresses, and six losses", "聊天室：三个地址，六次断线", true},
}, rec09ThreeAddresses)

// rec09ThreeAddresses is REC-09: a client that has several addresses does not use them up. Each loss costs attempts.
func rec09ThreeAddresses(t *Trial, inRoom bool) {
	instance, to := t.knowsThree(inRoom)
	for range 6 {
		t.Let(time.Minute)
		t.Refuse()
		t.Let(t.exhaust(3))
		t.backAs(instance, t.Heal())
		t.Check(holds(t.Timeline(), 1, afterReconnect))
	}
	t.sends(instance, to)
}

var noLoginOnLink = say("login.none-on-link",
	"the link is back, and the service saw no login on it",
	"连接恢复了，服务端却没有在上面看到登录")
