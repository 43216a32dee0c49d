// REC-15 and REC-20: addresses that are dead, and an LBS that does not answer.

package suites

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// A client may choose which address it takes first.
var _ = requirementUnder("REC-15", []under[string]{
	{"first-of-two", "the first of two", "两个中的第一个", "first"},
	{"last-of-two", "the last of two", "两个中的最后一个", "last"},
	{"one-in-use", "the one in use dies", "正在使用的一个失效", ""},
	// No more: V2 gives its first login up after three attempts more (retryCount, V2NIMLoginService.d.ts of 10.8.1).
	{"first-of-four", "of four all but the last", "四个中除最后一个以外的全部", "four"},
	{"named-twice", "one that is named twice, in front of another one", "列出两次的一个，排在另一个前面", "twice"},
	{"moved", "the service moves to another one, and another port", "服务迁移到另一个地址和另一个端口", "moved"},
}, rec15DeadAddress)

// rec15DeadAddress is REC-15: A dead address is passed over.
func rec15DeadAddress(t *Trial, dead string) {
	t.requires(clients.Lookup)
	const one, other = "one.link.example", "wlnimsc0.netease.im"
	links, gone := []string{one + ":443", other + ":443"}, []string{one}
	switch dead {
	case "":
		t.SetLinks(links, nil)
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.dies(alice)
		return
	case "moved":
		t.SetLinks(links[:1], nil)
		t.LogIn(im(alice))
		t.Let(time.Second)
		const moved = "other.link.example:8443"
		t.SetLinks([]string{moved}, []string{moved})
		t.Unreachable(one, other)
		lost := t.Drop()
		// the address in use, the SDK's own, and then the lookup's
		back := t.Expect(overTheOther.Of(alice), lost, t.exhaust(4)+loginWithin, ledger.Is(ledger.Connected),
			ledger.Of(alice))
		socket, _ := t.Timeline().Before(back.Seq).Last(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting))
		if addressOf(socket).Host != moved {
			t.Find([]ledger.Event{socket}, otherPort, socket, socket.URL, moved)
		}
		return
	case "last":
		slices.Reverse(links)
	case "four":
		links = append([]string{"two.link.example:443", "three.link.example:443"}, links...)
		gone = []string{"two.link.example", "three.link.example", one}
	case "twice":
		links = append(links[:1:1], links...)
	}
	t.SetLinks(links, nil)
	t.Unreachable(gone...)
	begin := t.Mark("log alice in, with the %s link address dead", dead)
	t.begin(im(alice))
	t.Expect(logsInOverTheOther.Of(alice), begin, t.exhaust(len(links)+1)+loginWithin, ledger.Is(ledger.Connected),
		ledger.Of(alice))
}

// dies lets the address in use die, and the instance come back over another one.
func (t *Trial) dies(instance string) {
	socket, _ := t.Timeline().Last(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting))
	t.Unreachable(addressOf(socket).Hostname())
	t.Expect(overTheOther.Of(instance), t.Drop(), t.backWithin(), ledger.Is(ledger.Connected), ledger.Of(instance))
}

// addressOf is where a request, a socket or an attempt goes. It is empty if that is no address.
func addressOf(e ledger.Event) *url.URL {
	if u, err := url.Parse(e.URL); err == nil {
		return u
	}
	return new(url.URL)
}

// Three addresses: those that LBS names for IM, and those that an application's server gave it for a chatroom.
var (
	linkAddresses = []string{"one.link.example:443", "two.link.example:443", "wlnimsc0.netease.im:443"}
	roomAddresses = []string{"one.room.example:443", "two.room.example:443", "wlnimsc1.netease.im:443"}
)

// knowsThree logs in or enters, with three addresses to go to.
func (t *Trial) knowsThree(inRoom bool) (instance, to string) {
	if inRoom {
		o := room(lobby)
		o.Addresses = roomAddresses
		t.Enter(o)
		return lobby, ""
	}
	t.requires(clients.Lookup)
	t.SetLinks(linkAddresses, nil)
	t.LogIn(im(alice))
	return alice, bob
}

var _ = alsoUnder("REC-15", []under[int]{
	{"room-first-of-three", "a chatroom: the first of three", "聊天室：三个中的第一个", 1},
	{"room-first-of-five", "a chatroom: of five all but the last", "聊天室：五个中除最后一个以外的全部", 4},
}, rec15DeadRoomAddress)

// rec15DeadRoomAddress is REC-15 for the addresses of a chatroom, which the application gives: so many of the first are
// dead.
func rec15DeadRoomAddress(t *Trial, dead int) {
	addresses := roomAddresses
	if dead > 1 {
		addresses = slices.Concat(roomAddresses[:2], []string{"three.room.example:443", "four.room.example:443"},
			roomAddresses[2:])
	}
	var hosts []string
	for _, address := range addresses[:dead] {
		hosts = append(hosts, strings.TrimSuffix(address, ":443"))
	}
	t.Unreachable(hosts...)
	begin := t.Mark("alice enters a chatroom with %d addresses, of which the first %d are dead", len(addresses), dead)
	o := room(lobby)
	o.Addresses = addresses
	t.EnterChatroom(o)
	t.Expect(logsInOverTheOther.Of(lobby), begin, t.exhaust(len(addresses))+loginWithin, ledger.Is(ledger.Connected),
		ledger.Of(lobby))
}

var _ = alsoUnder("REC-15", []under[bool]{
	{"in-turn", "of three, each that is in use dies in turn", "三个中正在使用的一个轮流失效", false},
	{"room-in-turn", "a chatroom: of three, each that is in use dies in turn", "聊天室：三个中正在使用的一个轮流失效", true},
}, rec15InTurn)

// rec15InTurn is REC-15: an address that was dead is used again once it lives and another one is dead.
func rec15InTurn(t *Trial, inRoom bool) {
	instance, to := t.knowsThree(inRoom)
	for range 6 {
		t.Let(time.Minute)
		t.dies(instance)
	}
	t.sends(instance, to)
}

var _ = requirement("REC-20", rec20MuteLBS)

// rec20MuteLBS is REC-20: A mute LBS does not end reconnecting.
func rec20MuteLBS(t *Trial) {
	t.requires(clients.Lookup)
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.Hold(fakeserver.StepLBS)
	lost := t.failLinks(500) // so that the known addresses are used up and LBS is asked
	t.Drop()
	if _, asked := t.Await(lost, quiet, ledger.By(ledger.Server), ledger.Is(ledger.Held)); asked {
		t.Let(quiet)
	} else if tries := attempts(t.Timeline().After(lost.Seq)); len(tries) == 0 {
		t.Find([]ledger.Event{lost}, noAttemptMuteLBS)
	} else {
		t.Mark("%s", triedKnown.Of(len(tries)))
	}
	t.failLinks(0)
	healed := t.Forget(fakeserver.StepLBS) // lookups of meanwhile are never answered
	t.Expect(onceItAnswers.Of(alice), healed, t.backWithin()+t.Policy.AttemptTimeout,
		ledger.Is(ledger.Connected), ledger.Of(alice))
}

// The findings of this file.
var (
	overTheOther = say("event.comes-back-other-address",
		"{who} comes back over the other link address",
		"{who} 通过另一个 link 地址恢复连接")
	logsInOverTheOther = say("event.logs-in-other-address",
		"{who} logs in over the other link address",
		"{who} 通过另一个 link 地址登录")
	otherPort = say("address.other-port",
		"the socket at {at} goes to {url}, and the lookup names {address}",
		"{at} 的 socket 连向 {url}，而 LBS 给出的是 {address}")
	noAttemptMuteLBS = say("nothing-shown.mute-lbs",
		"no attempt was made, so nothing shows what a mute LBS does",
		"没有尝试，看不出 LBS 不应答时会怎样")
	onceItAnswers = say("event.comes-back-once-answered",
		"{who} comes back once the service answers again",
		"服务重新应答后，{who} 恢复连接")
)

var triedKnown = say("mark.tried-known-addresses",
	"the client does not ask LBS again: it tried the addresses that it knows {n:times}",
	"客户端没有再次询问 LBS：已知地址尝试了 {n:times}")
