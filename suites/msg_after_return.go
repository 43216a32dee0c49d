// MSG-01, MSG-03 and MSG-04: messages of each kind over a loss, over a change of network, and long ones.

package suites

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

var (
	_ = alsoUnder("MSG-04", []under[bool]{{"team-after-reconnect", "a team's, after a reconnect", "群消息，重连之后", false}},
		func(t *Trial, _ bool) {
			t.requires(clients.Direct)
			t.LogIn(im(alice))
			t.Let(time.Second)
			t.comesBack(t.Drop())
			t.sends(alice, clients.Team("7001"))
			begin := t.Mark("a message of the team")
			t.arrives(alice, fmt.Sprintf(texts, "team"),
				func(text string) string { return t.PushTeam(alice, "7001", bob, text) })
			t.isSaidIn(begin, alice, "team")
		})
	_ = alsoUnder("MSG-03", []under[bool]{{"after-reconnect", "after a reconnect", "重连之后", false}},
		func(t *Trial, _ bool) {
			t.Enter(room(lobby))
			for range 2 {
				t.Let(time.Second)
				t.backAs(lobby, t.Drop())
				t.Let(time.Second)
				t.sends(lobby, "")
				t.greets(lobby)
			}
		})
)

// msg01SentInside is MSG-01: a message sent inside a callback goes out.
func msg01SentInside(t *Trial, i inside) {
	t.requires(clients.Direct)
	t.sendsInside(i)
}

var _ = alsoUnder("MSG-01", []under[inside]{
	{"sent-in-message-done", "sent inside another one's done", "在另一条消息的 done 中：发送", toldOfSent},
}, msg01SentInsideDone)

// msg01SentInsideDone is MSG-01: what is sent inside the done of a message goes out without a third one behind it, in
// the order in which it was sent.
func msg01SentInsideDone(t *Trial, i inside) {
	t.requires(clients.Direct)
	begin := t.callsInside(i, "send text", func(v clients.Verbs) {
		for n := range 3 {
			v.SendText(i.instance, bob, fmt.Sprint("sent inside done ", n+1))
		}
	})
	t.Let(time.Minute)
	sent, failed := outcomes(t.Timeline().After(begin.Seq-1), "send text")
	t.Check(none(failed, failedInside))
	inner := func(e ledger.Event) bool { return strings.HasPrefix(e.Text, "sent inside done") }
	t.Check(exactly(sent.Where(inner), 3, confirmationInside))
	t.Check(exactly(sentMessages(t.Timeline(), bob).Where(inner), 3, arrivalInside))
}

// longest is how many characters the service takes in a text: the assumption long-texts.
const longest = 4000

var _ = alsoUnder("MSG-01", []under[int]{
	{"long-text", "a text of 4,000 characters", "4000 字的文本", longest},
}, msg01LongText)

// msg01LongText is MSG-01: a long text goes and comes whole.
func msg01LongText(t *Trial, n int) {
	t.requires(clients.Direct)
	t.LogIn(im(alice))
	// Signs of two units: in one of the two texts one lies on each edge of whatever takes a text in pieces.
	signs := strings.Repeat("😀", n/4) + strings.Repeat("长文本 long ", n/18-1)
	for _, text := range []string{signs, "!" + signs} {
		begin := t.Mark("alice sends a long text")
		t.SendText(alice, bob, text)
		t.Let(10 * time.Second)
		carried := sentMessages(t.Timeline().After(begin.Seq), bob)
		t.Check(exactly(carried, 1, arrival))
		id := t.Push(alice, bob, text)
		t.Let(10 * time.Second)
		got := received(t.Timeline().After(begin.Seq), alice, id)
		t.Check(exactly(got, 1, deliveryTo.Of(alice)))
		for _, e := range slices.Concat(carried, got) {
			if e.Text != text {
				t.Find([]ledger.Event{begin, e}, longCut, e, len(e.Text), len(text))
			}
		}
	}
}

var _ = alsoUnder("MSG-01", []under[int]{
	{"sixty-at-once", "sixty messages are sent at once", "一次发送六十条消息", 60},
}, msg01ManyAtOnce)

// msg01ManyAtOnce is MSG-01: of many messages that are sent in one turn each is carried under an id of its own, by
// which the others tell it from what they have, and confirmed once. Each text is sent twice: who says a thing again
// means it.
func msg01ManyAtOnce(t *Trial, n int) {
	t.requires(clients.Direct)
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.Hold(fakeserver.StepMessage)
	begin := t.Mark("alice sends %d messages", n)
	for i := range n {
		t.SendText(alice, bob, fmt.Sprint("message number ", 1+i/2))
	}
	t.Let(time.Second)
	t.Release(fakeserver.StepMessage)
	t.Let(time.Minute)
	after := t.Timeline().After(begin.Seq)
	t.carriedOnce(after, bob, n)
	for i, e := range sentMessages(after, bob) { // what is said in one turn has an order
		if said := fmt.Sprint("message number ", 1+i/2); i < n && e.Text != said {
			t.Find([]ledger.Event{e}, arrivedOther, e, e.Text, said)
			break
		}
	}
	sent, failed := outcomes(after, "send text")
	t.Check(exactly(sent, n, confirmationThrough.Of(alice)))
	t.Check(none(failed, confirmedAndFailed))
}

var _ = alsoUnder("MSG-01", []under[bool]{
	{"two-alike-before-the-at", "two accounts that differ behind an @", "两个只在 @ 之后不同的账号", false},
}, msg01TwoAlike)

// msg01TwoAlike is MSG-01: accounts whose names begin alike are two. The service takes an @ in a name.
func msg01TwoAlike(t *Trial, _ bool) {
	t.requires(clients.Direct)
	t.needs(2, 0)
	both := []string{alice + "@home", alice + "@work"}
	for _, who := range both {
		t.LogIn(im(who))
		t.Let(time.Second)
	}
	for _, who := range both {
		t.sends(who, bob)
		t.greets(who)
	}
	t.Let(quiet)
	t.Check(holds(t.Timeline(), 2, tenMinutesAfterLogins.Of(2)))
}

// Each is data in some notation, and a text here.
var _ = alsoUnder("MSG-01", []under[[]string]{
	{"texts-that-are-data", "texts that are data: numbers, JSON, markup, signs in a URL", "文本是数据：数字、JSON、标记、URL 字符",
		[]string{"00123456789012345678901", `{"12": [345, 678, {"9": 0}]}`, "<12/>&#3456;&789;", "12%34%56+78 %2590",
			"  12 blanks around 34  ", "0", "   ", "null", "false"}},
}, msg01DataIsText)

// msg01DataIsText is MSG-01: a text goes and comes as it is, whatever it could be taken for.
func msg01DataIsText(t *Trial, said []string) {
	t.requires(clients.Direct)
	t.LogIn(im(alice))
	for _, text := range said {
		begin := t.Mark("alice and bob exchange %q", text)
		t.SendText(alice, bob, text)
		t.Let(time.Second)
		for _, e := range sentMessages(t.Timeline().After(begin.Seq), bob) {
			if e.Text != text {
				t.Find([]ledger.Event{begin, e}, arrivedOther, e, e.Text, text)
			}
		}
		t.arrives(alice, text, func(text string) string { return t.Push(alice, bob, text) })
	}
}

var _ = alsoUnder("MSG-04", []under[func(*Trial)]{
	{"network-changes", "while the device changes its network", "设备切换网络期间",
		func(t *Trial) { t.NetworkChange(t.Mobile()) }},
	{"closed", "while the service closes the link", "服务端关闭连接期间", (*Trial).closesAlice},
}, msg04AllTheTime)

// msg04AllTheTime is MSG-04: messages that come all the time, before a loss, while away and after, are delivered once.
func msg04AllTheTime(t *Trial, lose func(*Trial)) {
	t.requires(clients.Direct)
	t.LogIn(im(alice))
	t.Let(time.Second)
	begin := t.Mark("a message every 300 ms")
	var ids []string
	for i := range 30 {
		if i == 3 {
			lose(t)
			t.Let(time.Second) // what was on its way then is lost, and the service does not know
		}
		ids = append(ids, t.Push(alice, bob, fmt.Sprintf("message %d", i+1)))
		t.Let(300 * time.Millisecond)
	}
	t.Let(time.Minute)
	for i, id := range ids {
		t.Check(exactly(received(t.Timeline().After(begin.Seq), alice, id), 1, deliveryOf.Of(i+1, len(ids))))
	}
	got := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(alice))
	t.inOrder(got, ids)
}

var _ = alsoUnder("MSG-04", []under[bool]{
	{"hidden-when-it-came", "messages that come while hidden, before the platform closes the link",
		"进入后台后、平台关闭连接之前到达的消息", false},
}, msg04WhileHidden)

// msg04WhileHidden is MSG-04: the program runs when it was just hidden, and is given what comes; the service takes that
// for delivered, so whoever keeps it for later must keep it over the loss that follows.
func msg04WhileHidden(t *Trial, _ bool) {
	t.requires(clients.Direct)
	t.requires(clients.OnPlatform)
	t.LogIn(im(alice))
	t.Let(10 * time.Second)
	t.Mark("the program goes to the background, and is sent messages two seconds later")
	t.MiniProgram().Background()
	t.Let(2 * time.Second)
	var ids []string
	for i := range 3 {
		ids = append(ids, t.Push(alice, bob, fmt.Sprintf("while hidden %d", i+1)))
	}
	t.Let(time.Minute)
	t.MiniProgram().Foreground()
	t.Let(quiet)
	for i, id := range ids {
		t.Check(exactly(received(t.Timeline(), alice, id), 1, deliveryOf.Of(i+1, len(ids))))
	}
}

var longCut = say("message.long-cut", "of the long text, at {at}, {n} bytes are there, not {want}, or others",
	"长文本（{at}）有 {n} 字节，应为 {want} 字节，或内容不同")

var arrivedUnderOneID = say("message.arrived-under-one-id",
	"messages arrive under one id, {id}: at {at}, and again at {again}",
	"多条消息以同一个 id {id} 到达：{at}，以及 {again}")
