// STO-01 and STO-02: what is stored, and a storage that breaks.

package suites

import (
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

var _ = requirementInspected("STO-01", "stores-nothing", sto01StoresNothing)

// sto01StoresNothing is STO-01: db false stores nothing.
func sto01StoresNothing(t *Trial) {
	const secret = "a message that is nobody's business"
	t.LogIn(im(alice))
	begin := t.Mark("a message comes, and one goes")
	id := t.Push(alice, bob, secret)
	t.SendText(alice, bob, secret)
	t.Let(time.Minute)
	if len(received(t.Timeline().After(begin.Seq), alice, id)) == 0 {
		t.Find([]ledger.Event{begin}, notDelivered, begin)
	}
	t.Mark("a message goes that nobody confirms, and one without a link")
	t.Hold(fakeserver.StepMessage)
	t.SendText(alice, bob, secret)
	t.Let(time.Minute)
	t.Refuse()
	t.SendText(alice, bob, secret)
	t.Let(time.Minute)
	for _, e := range t.inspect().Where(ledger.Is(ledger.Stored)) {
		if strings.Contains(e.Detail, secret) {
			t.Find([]ledger.Event{e}, textStored, e.Name)
		}
	}
}

// stored is how much the program has stored: the number of keys and files, and the characters in them.
func (t *Trial) stored() (entries, size int) {
	for _, e := range t.inspect().Where(ledger.Is(ledger.Stored)) {
		entries++
		size += len(e.Name) + len(e.Detail)
	}
	return entries, size
}

// This finds a database of messages in any form and place: it grows with each message, and more with longer ones. A log
// of events, such as the file that nim-web-sdk-ng 10.9.77-alpha.4 keeps, also grows, but by the same for short
// messages.
var _ = alsoInspectedUnder("STO-01", []under[int]{
	{"storage-does-not-grow", "what is stored does not grow with the messages", "存储不随消息增长", 20},
}, sto01StorageDoesNotGrow)

// sto01StorageDoesNotGrow is STO-01: what is stored does not grow with the messages.
func sto01StorageDoesNotGrow(t *Trial, n int) {
	long := strings.Repeat("a message that is nobody's business, ", 8)
	begin := t.Mark("%d short messages come, three times, and then %d long ones", n, n)
	come := func(text string) (entries, size int) {
		for range n {
			t.Push(alice, bob, text)
			t.Let(time.Second)
		}
		t.Let(time.Minute)
		return t.stored()
	}
	t.LogIn(im(alice))
	come("yes") // data that is stored once, with the first message, is no database
	entries, size := come("yes")
	more, longer := come("yes")
	most, longest := come(long)
	if got := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message)); len(got) < 4*n {
		t.Find([]ledger.Event{begin}, fewDelivered, len(got), 4*n)
	}
	if content := (longest - longer) - (longer - size); most-more >= n && more-entries >= n ||
		content >= n*len(long)/2 {
		t.Find([]ledger.Event{begin}, storageGrew, most-more, longest-longer, n, len(long))
	}
}

var _ = requirementUnder("STO-02", []under[clients.StorageFault]{
	{"writing-throws", "writing throws", "写入抛异常", clients.StorageFull},
	{"every-call-throws", "every call throws", "所有调用都抛异常", clients.StorageBroken},
}, sto02BrokenStorage)

// sto02BrokenStorage is STO-02: Broken storage does not stop login.
func sto02BrokenStorage(t *Trial, f clients.StorageFault) {
	t.MiniProgram().BreakStorage(f)
	who := t.comesIn(usual)
	t.Let(time.Second)
	t.sends(who.instance, who.to)
}

// The findings of this file.
var (
	notDelivered = say("nothing-shown.message",
		"the message of {at} was not delivered, so nothing was shown",
		"{at} 的消息没有投递，所以什么都看不出")
	textStored = say("storage.text",
		"with db: false the text of a message stands in the storage, under {name:q}",
		"db: false 时，存储的 {name:q} 里有消息内容")
	fewDelivered = say("nothing-shown.messages",
		"only {n} of {all} messages were delivered, so nothing was shown",
		"{all} 条消息只投递了 {n} 条，所以没有证明任何东西")
	storageGrew = say("storage.grew",
		"with db: false the storage grew by {entries} entries and {size} characters while {n} messages of "+
			"{each} characters came",
		"db: false 时，收到 {n} 条各 {each} 个字符的消息期间，存储增加了 {entries} 项、{size} 个字符")
)
