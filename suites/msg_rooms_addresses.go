// MSG-01 and MSG-03: a chatroom at its own address, and messages that come all at once.

package suites

import (
	"fmt"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

var _ = alsoUnder("MSG-03", []under[bool]{
	{"own-address-beside-im", "at its own address, beside IM", "使用自己的地址，同时 IM 在线", true},
	{"own-address-beside-room", "at its own address, beside another chatroom", "使用自己的地址，同时在另一个聊天室", false},
}, msg03OwnAddress)

// msg03OwnAddress is MSG-03: a chatroom is entered at the address that the application gave for it, and entered there
// again behind a loss, whatever address is used beside it.
func msg03OwnAddress(t *Trial, besideIM bool) {
	const address, host = "one.room.example:443", "one.room.example"
	if besideIM {
		t.requires(clients.IM)
		t.needs(1, 1)
		t.LogIn(im(alice))
	} else {
		t.needs(0, 2)
		other := room(attic)
		other.Addresses = []string{"two.room.example:443"}
		t.Enter(other)
	}
	t.Let(time.Second)
	begin := t.Mark("enter a chatroom at %s", address)
	o := room(lobby)
	o.Addresses = []string{address}
	t.Enter(o)
	t.Let(time.Second)
	t.backAs(lobby, t.Drop())
	t.Let(10 * time.Second)
	// and behind an attempt that failed: it is the only address that it has
	t.Unreachable(host)
	lost := t.Drop()
	t.Expect(waitBegins, lost, t.exhaust(1), ledger.Is(ledger.WillReconnect), ledger.Of(lobby))
	t.Let(t.exhaust(2))
	t.backAs(lobby, t.ReachAll())
	t.Let(10 * time.Second)
	for _, login := range t.loginsSince(begin).Where(ledger.Of(lobby)) {
		for _, socket := range t.Timeline().Where(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting),
			func(e ledger.Event) bool { return e.Socket == login.Socket }) {
			if addressOf(socket).Hostname() != host {
				t.Find([]ledger.Event{socket, login}, otherRoomAddress, socket, socket.URL, address)
			}
		}
	}
	t.sends(lobby, "")
}

var (
	_ = alsoUnder("MSG-01", twentyAtOnce, func(t *Trial, n int) {
		t.requires(clients.Direct)
		t.comeAtOnce(false, n)
	})
	_ = alsoUnder("MSG-03", twentyAtOnce, func(t *Trial, n int) { t.comeAtOnce(true, n) })
)

var twentyAtOnce = []under[int]{{"twenty-come-at-once", "twenty messages come at once", "二十条消息同时到达", 20}}

// comeAtOnce checks that messages that come at one instant are delivered once each, in their order.
func (t *Trial) comeAtOnce(inRoom bool, n int) {
	who, _ := t.logInOrEnter(inRoom, usual)
	for range 2 { // 9.21.12 asks who a stranger is before it delivers the first message
		t.Let(10 * time.Second)
		begin := t.Mark("%d messages at once", n)
		var ids []string
		for i := range n {
			ids = append(ids, t.pushes(who, fmt.Sprintf("message %d", i+1)))
		}
		t.Let(10 * time.Second)
		got := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(who))
		for i, id := range ids {
			t.Check(exactly(received(got, who, id), 1, deliveryOf.Of(i+1, n)))
		}
		t.inOrder(got, ids)
	}
}

var otherRoomAddress = say("address.other-room",
	"the socket of the chatroom at {at} goes to {url}, and the application gave {address}",
	"{at} 聊天室的 socket 连向 {url}，而应用给出的是 {address}")
