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
	return t.Where(ledger.By(ledger.Client), ledger.Is(ledger.Message), ledger.Of(instance),
		func(e ledger.Event) bool { return e.ID == id })
}

// texts lists the texts of messages. They contain what a codec could break, a line separator (U+2028) too.
const texts = "hello \"%s\", 你好 😀\n\u2028\\ {\"a\": 1} :::"

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
		t.Find([]ledger.Event{begin}, notConfirmed, instance, begin)
		return
	}
	t.Check(exactly(sent, 1, confirmationThrough.Of(instance)))
	before := t.Timeline().Before(begin.Seq)
	for _, e := range before.Where(ledger.By(ledger.Client), ledger.Is(ledger.Sent), ledger.Of(instance)) {
		if e.ID != "" && e.ID == sent[0].ID {
			t.Find([]ledger.Event{e, sent[0]}, confirmedUnderOneID, sent[0], e.ID, e)
		}
	}
	t.Check(none(
		after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Failed), ledger.Of(instance),
			func(e ledger.Event) bool { return e.Verb == sent[0].Verb }), confirmedAndFailed))
	carried := sentMessages(after, to)
	if len(carried) == 0 {
		t.Find([]ledger.Event{begin, sent[0]}, confirmedUnseen, instance, begin, sent[0],
			strings.Join(packetsOf(to), "/"))
		return
	}
	t.Check(exactly(carried, 1, arrival))
	if e := carried[0]; e.Text != text {
		t.Find([]ledger.Event{begin, e}, arrivedOther, e, e.Text, text)
	}
}

// packetsOf lists the packets that carry a message on the wire: in the older protocol, in that of V2, and in QChat's,
// where each goes to a channel.
func packetsOf(to string) []string {
	if _, team := clients.Recipient(to); team {
		return []string{"8_2", "31_2", "24_10"}
	} else if to == "" {
		return []string{"13_6", "36_6"} // to a room
	}
	return []string{"7_1", "30_1", "24_10"}
}

// sentMessages lists the messages to a kind of recipient that the service saw.
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
	t.Check(exactly(got, 1, deliveryTo.Of(instance)))
	for _, e := range got {
		if e.Text != text {
			t.Find([]ledger.Event{e}, deliveredOther, e, e.Text, text)
		}
		if e.From != bob {
			t.Find([]ledger.Event{e}, deliveredFrom, e, e.From, bob)
		}
	}
	t.Check(none(
		t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message),
			func(e ledger.Event) bool { return e.ID != id }), nobodySent))
}

// isSaidIn checks that the messages that an instance got are shown where they belong: "p2p" or "team". Whether that is
// said at all depends on the family.
func (t *Trial) isSaidIn(begin ledger.Event, instance, conversation string) {
	for _, e := range t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message),
		ledger.Of(instance)) {
		if e.Detail != "" && e.Detail != conversation {
			t.Find([]ledger.Event{e}, deliveredElsewhere, e, e.Detail, conversation)
		}
	}
}

// greets checks that a message of bob's reaches an instance.
func (t *Trial) greets(instance string) {
	text := fmt.Sprintf(texts, instance)
	t.arrives(instance, text, func(text string) string { return t.pushes(instance, text) })
}

// The findings of this file.
var (
	notConfirmed = say("message.not-confirmed",
		"a message sent through {who} at {at} is not confirmed within 10 s",
		"{at} 通过 {who} 发送的消息在 10 s 内没有得到确认")
	confirmationThrough = say("message.confirmation",
		"confirmation of a message sent through {who}",
		"通过 {who} 发送的消息的确认")
	confirmedAndFailed = say("message.confirmed-and-failed",
		"the confirmed message is reported as failed",
		"已确认的消息被报告为失败")
	confirmedUnderOneID = say("message.confirmed-under-one-id",
		"the message confirmed at {at} has the id {id:q}, as the one of {first} has",
		"{at} 确认的消息 ID 为 {id:q}，与 {first} 确认的消息相同")
	confirmedUnseen = say("message.confirmed-unseen",
		"a message sent through {who} at {at} is confirmed at {confirmed}, and the service never saw it (packet "+
			"{packets})",
		"{at} 通过 {who} 发送的消息在 {confirmed} 得到确认，而服务端从未收到它（数据包 {packets}）")
	arrival      = say("message.arrival", "arrival of the message at the service", "消息到达服务端")
	arrivedOther = say("message.arrived-other",
		"the message that arrived at the service at {at} says {text:q}, not {want:q}",
		"{at} 到达服务端的消息内容是 {text:q}，应为 {want:q}")
	deliveryTo     = say("message.delivery-to", "delivery of the message to {who}", "消息投递给 {who}")
	deliveredOther = say("message.delivered-other",
		"the message delivered at {at} says {text:q}, not {want:q}",
		"{at} 投递的消息内容是 {text:q}，应为 {want:q}")
	deliveredFrom = say("message.delivered-from",
		"the message delivered at {at} is from {who:q}, not {want:q}",
		"{at} 投递的消息来自 {who:q}，应为 {want:q}")
	deliveredElsewhere = say("message.delivered-elsewhere",
		"the message delivered at {at} is said to be of the scene {scene:q}, not {want:q}",
		"{at} 投递的消息的 scene 是 {scene:q}，应为 {want:q}")
	nobodySent = say("message.nobody-sent", "a message was delivered that nobody sent", "投递了没有人发送过的消息")
)
