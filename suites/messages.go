// Messages that get through: sent, confirmed, delivered.

package suites

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// received are the deliveries of a message to the application.
func received(t ledger.Timeline, instance, id string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(instance), func(e ledger.Event) bool { return e.Code == id })
}

// texts are what messages say: what a codec could break stands in them.
const texts = "hello \"%s\", 你好 😀\n\\ {\"a\": 1} :::"

// sends checks that a message of an instance gets through to the service and is confirmed, once.
func (t *Trial) sends(instance, to string) {
	begin := t.Mark("%s sends a message", instance)
	text := fmt.Sprintf(texts, instance)
	t.SendText(instance, to, text)
	t.Await(begin, 10*time.Second, ledger.By(ledger.Client), ledger.Is(ledger.Sent), ledger.Of(instance))
	t.Let(time.Second) // what comes twice
	after := t.Timeline().After(begin.Seq)
	sent := after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Sent), ledger.Of(instance))
	if len(sent) == 0 {
		t.Find([]ledger.Event{begin}, "a message sent through %s at %s is not confirmed within 10 s", instance, at(begin))
		return
	}
	t.Check(exactly(sent, 1, "confirmation of a message sent through "+instance))
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Failed), ledger.Of(instance), func(e ledger.Event) bool { return e.Verb == sent[0].Verb }), "the confirmed message is reported as failed"))
	carried := sentMessages(after, to)
	if len(carried) == 0 {
		t.Find([]ledger.Event{begin, sent[0]}, "a message sent through %s at %s is confirmed at %s, and the service never saw it (packet %s)", instance, at(begin), at(sent[0]), strings.Join(packetsOf(to), " or "))
		return
	}
	t.Check(exactly(carried, 1, "arrival of the message at the service"))
	if e := carried[0]; e.Text != text {
		t.Find([]ledger.Event{begin, e}, "the message that arrived at the service at %s says %q, not %q", at(e), e.Text, text)
	}
}

// packetsOf are the packets that carry a message on the wire, in the older protocol and in that of V2.
func packetsOf(to string) []string {
	if _, team := clients.Recipient(to); team {
		return []string{"8_2", "31_2"}
	} else if to == "" {
		return []string{"13_6", "36_6"} // to a room
	}
	return []string{"7_1", "30_1"}
}

// sentMessages are the messages that the service saw, of the sort that goes to a recipient.
func sentMessages(t ledger.Timeline, to string) ledger.Timeline {
	return t.Where(ledger.By(ledger.Server), ledger.Is(ledger.Packet), func(e ledger.Event) bool {
		name, _, _ := strings.Cut(e.Detail, " ")
		return slices.Contains(packetsOf(to), name)
	})
}

// arrives checks that a message reaches the application once, whole, and with its sender.
func (t *Trial) arrives(instance, text string, push func(text string) string) {
	begin := t.Mark("a message for %s", instance)
	id := push(text)
	t.Let(10 * time.Second)
	got := received(t.Timeline().After(begin.Seq), instance, id)
	t.Check(exactly(got, 1, "delivery of the message to "+instance))
	for _, e := range got {
		if e.Detail != text {
			t.Find([]ledger.Event{e}, "the message delivered at %s says %q, not %q", at(e), e.Detail, text)
		}
		if e.Reason != bob {
			t.Find([]ledger.Event{e}, "the message delivered at %s is from %q, not %q", at(e), e.Reason, bob)
		}
	}
	t.Check(none(t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), func(e ledger.Event) bool { return e.Code != id }), "a message was delivered that nobody sent"))
}

// greets checks that a message of bob's reaches an instance.
func (t *Trial) greets(instance string) {
	text := fmt.Sprintf(texts, instance)
	t.arrives(instance, text, func(text string) string { return t.pushes(instance, text) })
}
