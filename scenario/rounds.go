package scenario

import (
	"fmt"
	"strings"
	"time"

	"nimcert/ledger"
)

// What goes on for a while by itself, and what comes in numbers: a client that breaks at the twentieth of something is
// not met by schedules of a few steps.

// long are the verbs that go on for a while, so that they stand in no turn with others.
var long = map[string]bool{"rounds": true}

// rounds destroys an instance and makes it again after done, time after time; or disconnects and connects it, where it
// is kept. It ends with the first round that does not come about.
func (p *player) rounds(a args) {
	name := a.word(0)
	for i := range a.int(1) {
		if p.s.Err() != nil || !p.may("make its rounds with", name) {
			return
		}
		begin := p.s.Mark("round %d of %s", i+1, name)
		ends, begins := func() { p.destroy(p.s.Verbs, args{name}) }, func() { p.again(name) }
		if a.has("kept") {
			ends, begins = func() { p.disconnect(p.s.Verbs, args{name}) }, func() { p.connect(p.s.Verbs, args{name}) }
		}
		ends()
		if _, ok := p.s.Await(begin, p.s.Policy.DoneWithin+time.Second, ledger.By(ledger.Client),
			ledger.Is(ledger.Done), ledger.Of(name)); !ok {
			return
		}
		begins()
		if _, ok := p.s.Await(begin, p.s.Policy.DoneWithin+revival, ledger.By(ledger.Client),
			ledger.Is(ledger.Connected), ledger.Of(name)); !ok {
			return
		}
	}
}

// again makes an instance as it was made before.
func (p *player) again(name string) {
	if made := p.books.maker(name); made.Verb == "enter" {
		p.enter(p.s.Verbs, made.Args)
	} else {
		p.login(p.s.Verbs, made.Args)
	}
}

// pushes sends an instance one message or several, short or long.
func (p *player) pushes(a args) {
	n, many := a.optionInt("times")
	if !many {
		n = 1
	}
	for range n {
		text := p.books.text("push")
		if a.has("long") {
			text += strings.Repeat(" and so on", longText/len(" and so on"))
		}
		p.pushText(a.word(0), text)
	}
}

// pushOther sends an account messages without a text: types 10, 4 and 100 (9.21.12 names them tip, geo and custom).
func (p *player) pushOther(a args) {
	p.s.PushKind(a.word(0), "bob", 10, "")
	p.s.PushKind(a.word(0), "bob", 4, `{"lat":30.2,"lng":120.1,"title":"here"}`)
	p.s.PushKind(a.word(0), "bob", 100, `{"type":1,"data":{"value":3}}`)
}

// longText is by how many characters a long message is longer.
const longText = 300

// inspect writes to the time line what the program has stored.
func (p *player) inspect(args) {
	p.looked = append(p.looked, p.s.Mark("what the program stored is looked at").Seq)
	p.s.MiniProgram().Inspect()
	p.s.Pass(time.Millisecond) // books are read on the client's loop
}

// The link hosts of a schedule: the one that the service names by itself, and the one that spare-link adds.
const (
	linkHost  = "wlnimsc0.netease.im"
	spareHost = "wlnimsc1.netease.im"
)

// spare makes the address lookup name a second link host.
func (p *player) spare(args) {
	e := p.s.SetLinks([]string{fmt.Sprint(linkHost, ":443"), fmt.Sprint(spareHost, ":443")}, nil)
	if p.spared == 0 {
		p.spared = e.Seq
	}
}
