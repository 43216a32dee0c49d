package netfaults

import (
	"errors"
	"time"
)

// Condition is the name of a network condition.
type Condition string

// The conditions.
const (
	ConditionRefuse    Condition = "refuse"
	ConditionReset     Condition = "reset"
	ConditionDrop      Condition = "drop"
	ConditionBlackHole Condition = "black hole"
	ConditionLatency   Condition = "latency"
	ConditionSlowClose Condition = "slow close"
	ConditionCut       Condition = "cut"
	ConditionFlap      Condition = "flap"
	ConditionHeal      Condition = "heal"
)

// Conditions lists the conditions and what each looks like to the client.
func Conditions() map[Condition]string {
	return map[Condition]string{
		ConditionRefuse:    "live connections end with FIN, new ones are refused",
		ConditionReset:     "live connections end with RST, new ones work",
		ConditionDrop:      "live connections end with FIN and no close frame, new ones work",
		ConditionBlackHole: "live and new connections fall silent in both directions, and nobody learns of an end",
		ConditionLatency:   "each direction is late by a fixed time; order is kept",
		ConditionSlowClose: "the end of a connection arrives late",
		ConditionCut:       "a connection ends after so many more bytes toward the client",
		ConditionFlap:      "refuse and heal, several times",
		ConditionHeal:      "no condition: connections work",
	}
}

// Arm prepares the link so that Reset can end connections with RST. It must come before the first connection; from then on every end that the proxy passes on is an RST.
func (l *Link) Arm() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.armed {
		return nil
	}
	if l.up {
		if err := add(l.proxy, armament); err != nil {
			return err
		}
	}
	l.armed = true
	return nil
}

// Refuse ends live connections with FIN (with RST on an armed link) and refuses new ones.
func (l *Link) Refuse() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.stopLocked()
}

// Reset ends live connections with RST; the next connect is fine. It returns ErrNotArmed on a link that was not armed.
func (l *Link) Reset() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.armed {
		return ErrNotArmed
	}
	return l.endLocked()
}

// Drop ends live connections with FIN and no close frame; the next connect is fine. On an armed link it would be an RST, so that is an error.
func (l *Link) Drop() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.armed {
		return errors.New("drop: an armed link can only end connections with RST")
	}
	return l.endLocked()
}

// endLocked ends the live connections and listens again.
func (l *Link) endLocked() error {
	if err := l.stopLocked(); err != nil {
		return err
	}
	return l.restartLocked()
}

func (l *Link) set(change func(*conditions)) error {
	l.state.Lock()
	defer l.state.Unlock()
	change(&l.state.now)
	return nil
}

// Latency delays each direction by d (of Options.After's time), on live and new connections, the end of a stream included. The TCP connect itself is not delayed: the proxy answers it.
func (l *Link) Latency(d time.Duration) error {
	return l.set(func(c *conditions) { c.latency = d })
}

// SlowClose makes the end of a stream arrive d (of Options.After's time) late in each direction.
func (l *Link) SlowClose(d time.Duration) error {
	return l.set(func(c *conditions) { c.slowClose = d })
}

// BlackHole makes live and new connections silent in both directions: bytes are dropped, and neither side learns that the other has closed. New connections are accepted, by the
// proxy and by the service, and stay silent. Heal ends every connection that lived through it.
func (l *Link) BlackHole() error {
	return l.set(func(c *conditions) { c.hole = true })
}

// Cut is how a connection ends that is cut.
type Cut int

const (
	// CutFIN ends it in order.
	CutFIN Cut = iota
	// CutRST resets it; the link must have been armed.
	CutRST
)

// CutAfter ends each connection, live or new, after n more bytes toward the client: in the middle of a frame, when n says so. New connections count from their start.
func (l *Link) CutAfter(n int64, how Cut) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if how == CutRST && !l.armed {
		return ErrNotArmed
	}
	if how == CutFIN && l.armed {
		return errors.New("cut: an armed link can only end connections with RST")
	}
	return l.set(func(c *conditions) { c.cut, c.cutOf = n, c.cutOf+1 })
}

// Flap takes the link away and gives it back, times over. pause is called in each state, with whether the link is down; the link ends up healed.
func (l *Link) Flap(times int, pause func(down bool)) error {
	for range times {
		if err := l.Refuse(); err != nil {
			return err
		}
		pause(true)
		if _, err := l.Heal(); err != nil {
			return err
		}
		pause(false)
	}
	return nil
}

// Heal ends every condition: the link listens, and passes everything at once. Connections that lived through latency or a slow close go on; all that lived in a black hole end with FIN. It
// reports whether it ended connections.
func (l *Link) Heal() (ended bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	hole := l.conditions().hole
	_ = l.set(func(c *conditions) { *c = conditions{} })
	if hole && l.up {
		return true, l.endLocked()
	}
	return false, l.restartLocked()
}
