// MSG-01 and MSG-03: the hundredth message is like the first.

package suites

import (
	"fmt"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// A number of eight bits has come round, and what holds a hundred or two has been full.
const manyMessages = 300

var _ = alsoUnder("MSG-01", []under[bool]{
	{"three-hundred", "three hundred messages each way", "双向各三百条消息", false},
}, msgManyOneByOne)

var _ = alsoUnder("MSG-03", []under[bool]{
	{"three-hundred", "three hundred messages each way", "双向各三百条消息", true},
}, msgManyOneByOne)

// msgManyOneByOne is MSG-01 and MSG-03: of many messages, one after the other, each goes and comes once.
func msgManyOneByOne(t *Trial, inRoom bool) {
	if !inRoom {
		t.requires(clients.Direct)
	}
	who, to := t.logInOrEnter(inRoom, usual)
	t.Let(time.Second)
	begin := t.Mark("%s sends %d messages and is sent as many", who, manyMessages)
	var ids []string
	for i := range manyMessages {
		t.SendText(who, to, fmt.Sprint("message number ", i+1))
		ids = append(ids, t.pushes(who, fmt.Sprint("answer number ", i+1)))
		t.Let(500 * time.Millisecond)
	}
	t.Let(time.Minute)
	after := t.Timeline().After(begin.Seq)
	t.carriedOnce(after, to, manyMessages)
	sent, failed := outcomes(after, "send text")
	t.Check(exactly(sent, manyMessages, confirmationThrough.Of(who)))
	t.Check(none(failed, confirmedAndFailed))
	given := map[string]ledger.Timeline{}
	for _, e := range after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(who)) {
		given[e.ID] = append(given[e.ID], e)
	}
	for i, id := range ids {
		t.Check(exactly(given[id], 1, deliveryOf.Of(i+1, len(ids))))
	}
}

// Beside texts there are pictures, tips, places, and what the application thought of: none has a text (types 1, 10, 4
// and 100, which 9.21.12 names image, tip, geo and custom). 9.11.0 gives no picture to an application without a second
// store for files (findings/nim-9110-gives-no-picture.sh).
var noTexts = []struct {
	kind     int
	attached string
}{
	{1, `{"size":10,"w":1,"h":1,"md5":"0cc175b9c0f1b6a831c399e269772661","url":"https://nim-nosdn.netease.im/p"}`},
	{10, ""},
	{4, `{"lat":30.2,"lng":120.1,"title":"here"}`},
	{100, `{"type":1,"data":{"value":3}}`},
}

var _ = alsoUnder("MSG-01", []under[bool]{
	{"without-a-text", "what comes without a text", "没有文本的消息", false},
}, msg01WithoutText)

// msg01WithoutText is MSG-01: what has no text is a message all the same.
func msg01WithoutText(t *Trial, _ bool) {
	t.requires(clients.Direct)
	t.LogIn(im(alice))
	t.Let(time.Second)
	begin := t.Mark("messages without a text come")
	var ids []string
	for _, m := range noTexts {
		ids = append(ids, t.PushKind(alice, bob, m.kind, m.attached))
		t.Let(time.Second)
	}
	t.Let(time.Minute)
	given := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(alice))
	for i, id := range ids {
		t.Check(exactly(given.Where(func(e ledger.Event) bool { return e.ID == id }), 1, deliveryOf.Of(i+1, len(ids))))
	}
}

// carriedOnce checks that so many messages reach the service, each under an id of its own. Whoever receives two of one
// id takes the second for a repetition: nim-web-sdk 9.21.12 says "msg is not unique" of it.
func (t *Trial) carriedOnce(after ledger.Timeline, to string, n int) {
	carried := sentMessages(after, to)
	t.Check(exactly(carried, n, arrival))
	first := map[string]ledger.Event{}
	for _, e := range carried {
		if before, again := first[e.ID]; again && e.ID != "" {
			t.Find([]ledger.Event{before, e}, arrivedUnderOneID, e.ID, before, e)
			return
		}
		first[e.ID] = e
	}
}

var _ = alsoUnder("MSG-03", []under[bool]{
	{"two-accounts-in-one", "two accounts in one chatroom", "两个账号在同一个聊天室", true},
}, msg03TwoInOneRoom)

// msg03TwoInOneRoom is MSG-03: an entry is one account's. Two accounts of a program may be in one chatroom: each gets
// every message, and goes alone.
func msg03TwoInOneRoom(t *Trial, _ bool) {
	t.needs(0, 2)
	t.Enter(room(lobby))
	second := room(attic)
	second.Account, second.Token, second.RoomID = dave, "token-of-"+dave, room(lobby).RoomID
	t.Enter(second)
	t.Let(time.Second)
	t.sends(lobby, "")
	t.Let(time.Second)
	begin := t.Mark("a message for both")
	id := t.pushes(lobby, "welcome to both of you")
	t.Let(10 * time.Second)
	for _, who := range []string{lobby, attic} {
		t.Check(exactly(received(t.Timeline().After(begin.Seq), who, id), 1, deliveryTo.Of(who)))
	}
	t.destroy(lobby)
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, afterOneLeft))
	t.sends(attic, "")
}

var afterOneLeft = say("when.one-left", "after one of two left", "两个中的一个离开之后")
