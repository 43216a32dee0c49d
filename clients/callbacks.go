package clients

import (
	"sync"

	"nimcert/ledger"
)

// Callbacks holds what an application does inside its callbacks. A client embeds it and calls Told inside each
// callback. The zero value does nothing.
type Callbacks struct {
	mu    sync.Mutex
	hooks []*hook
}

// hook waits for one callback.
type hook struct {
	kind     ledger.Kind
	instance string
	left     int // callbacks until it runs
	then     Then
}

// Inside makes then run inside the nth callback from now on (1: the next) that tells an instance of a kind of event, in
// the same turn of the client's loop. It runs once.
func (c *Callbacks) Inside(kind ledger.Kind, instance string, nth int, then Then) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hooks = append(c.hooks, &hook{kind, instance, max(1, nth), then})
}

// Told runs the functions that wait for a callback. v acts at once: see Then.
func (c *Callbacks) Told(e ledger.Event, v Verbs) {
	for _, then := range c.due(e) {
		then(v)
	}
}

// due removes the functions that run now before they run: what they do may wait for the next callback of the sort,
// which is not this one.
func (c *Callbacks) due(e ledger.Event) []Then {
	c.mu.Lock()
	defer c.mu.Unlock()
	var now []Then
	kept := c.hooks[:0]
	for _, h := range c.hooks {
		if h.kind == e.Kind && h.instance == e.Instance {
			h.left--
		}
		if h.left == 0 {
			now = append(now, h.then)
		} else {
			kept = append(kept, h)
		}
	}
	clear(c.hooks[len(kept):])
	c.hooks = kept
	return now
}
