package scenario

import (
	"fmt"
	"sync"

	"nimcert/checks/invariants"
)

// books is what the application knows of its instances. It is used on the client's loop inside callbacks, and on the
// scenario's goroutine elsewhere.
type books struct {
	mu       sync.Mutex
	list     []invariants.Asked
	last     map[string]int  // of each instance, in list
	made     map[string]Step // of each instance, what made it last
	messages int
	renewals int
	said     []invariants.Said
}

func (b *books) known(name string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, ok := b.last[name]
	return ok
}

// again reports whether an instance is there that follows another one of its name.
func (b *books) again(name string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, a := range b.list {
		if a.Instance == name {
			n++
		}
	}
	return n > 1
}

// token is the token of each instance that is there.
func (b *books) token(name string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i, ok := b.last[name]; ok && !b.list[i].Destroyed {
		return b.list[i].Token
	}
	return ""
}

// renews draws the next token of an instance that is there.
func (b *books) renews(name string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.renewals++
	token := &b.list[b.last[name]].Token
	*token = fmt.Sprintf("token-of-%s-renewed-%d", name, b.renewals)
	return *token
}

// over says why no call can be made on an instance; "" when calls can be made.
func (b *books) over(name string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	i, ok := b.last[name]
	switch {
	case !ok:
		return "there is no such instance yet"
	case b.list[i].Destroyed:
		return "it was destroyed"
	}
	return ""
}

// opens notes a login, or says why the guides do not allow it now: a new instance comes after the done of the last
// destroy (nim-web-sdk-ng says so in its notes on mini programs, and the older guide's recipe counts on it).
func (b *books) opens(a invariants.Asked) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i, ok := b.last[a.Instance]; ok {
		last := &b.list[i]
		if last.Leaving {
			return "the done of its destroy is yet to come"
		}
		if !last.Destroyed { // the same instance, asked for again
			last.Wanted = true
			return ""
		}
	}
	b.last[a.Instance] = len(b.list)
	a.Wanted = true
	b.list = append(b.list, a)
	return ""
}

// makes notes the step that made an instance.
func (b *books) makes(name string, step Step) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.made[name] = step
}

// maker is the step that made an instance last.
func (b *books) maker(name string) Step {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.made[name]
}

func (b *books) wants(name string, connected bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i, ok := b.last[name]; ok {
		b.list[i].Wanted = connected
	}
}

func (b *books) ends(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i, ok := b.last[name]; ok {
		a := &b.list[i]
		a.Leaving = a.Leaving || !a.Destroyed
		a.Wanted, a.Destroyed = false, true
	}
}

func (b *books) ended(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if i, ok := b.last[name]; ok {
		b.list[i].Leaving = false
	}
}

// text is the text of the next message: each message has its own.
func (b *books) text(word string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.messages++
	text := fmt.Sprintf("%s %d", word, b.messages)
	if b.messages%3 != 1 {
		text += tail
	}
	return text
}

func (b *books) says(s invariants.Said) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.said = append(b.said, s)
}

// told lists the messages that the application sent.
func (b *books) told() []invariants.Said {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]invariants.Said(nil), b.said...)
}

// asked lists the instances that were asked for, in that order.
func (b *books) asked() []invariants.Asked {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]invariants.Asked(nil), b.list...)
}
