package netfaults

import (
	"fmt"
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
		ConditionLatency:   "each direction is late by a fixed time, and connecting takes a round trip; order is kept",
		ConditionSlowClose: "the end of a connection arrives late",
		ConditionCut:       "a connection ends after so many more bytes toward the client, in the middle of a frame",
		ConditionFlap:      "refuse and heal, several times",
		ConditionHeal:      "no condition: connections work",
	}
}

// Arm prepares the link so that Reset can end connections with RST. It must come before the first connection: with live
// ones it returns ErrLive and changes nothing. From then on every end is an RST, those that the proxy only passes on
// included. The link listens anew for it, so a dial at the very moment can be refused.
func (l *Link) Arm() error {
	return l.operate(func() error {
		if l.armed {
			return nil
		}
		if l.run == nil {
			l.armed = true
			return nil
		}
		if l.run.live() > 0 {
			return ErrLive
		}
		if err := l.stopLocked(); err != nil {
			return err
		}
		l.armed = true
		return l.restartLocked()
	})
}

// Refuse ends live connections with FIN (with RST on an armed link) and refuses new ones. A connection whose connect
// has just succeeded, and that the proxy has not accepted yet, ends with RST.
func (l *Link) Refuse() error { return l.operate(l.stopLocked) }

// Reset ends live connections with RST, toward the client and toward the service; new ones work and are never refused.
// It returns ErrNotArmed on a link that was not armed. On a link that refuses, it ends the refusal.
//
// When a client takes no bytes while the service floods it, only stopping the proxy ends its connection. That is done
// after a second; new connections then end as well, and a dial at that very moment is refused.
func (l *Link) Reset() error {
	return l.operate(func() error {
		if !l.armed {
			return ErrNotArmed
		}
		_, err := l.severLocked(func() {})
		return err
	})
}

// Drop ends live connections with FIN and no close frame; everything else is as with Reset. On an armed link the end
// would be an RST, so Drop returns ErrArmed.
func (l *Link) Drop() error {
	return l.operate(func() error {
		if l.armed {
			return fmt.Errorf("drop: %w", ErrArmed)
		}
		_, err := l.severLocked(func() {})
		return err
	})
}

// delay sets a delay.
func (l *Link) delay(name Condition, d time.Duration, change func(*conditions)) error {
	return l.operate(func() error {
		if d < 0 {
			return fmt.Errorf("%s: a delay of %s", name, d)
		}
		l.set(change)
		return nil
	})
}

// Latency delays each direction by d (of Options.After's time), on live and new connections, the end of a stream
// included. The TCP connect itself is not delayed, because the proxy answers it: its round trip is added to the delay
// of the first bytes that the client sends. Bytes on their way keep the delay that they had, and order is kept: bytes
// sent under a shorter latency still arrive after them.
func (l *Link) Latency(d time.Duration) error {
	return l.delay(ConditionLatency, d, func(c *conditions) { c.latency = d })
}

// SlowClose makes the end of a stream arrive d (of Options.After's time) late in each direction, on live and new
// connections. Bytes are not delayed, nor are ends that the network itself makes (Refuse, Drop, Reset, a cut).
func (l *Link) SlowClose(d time.Duration) error {
	return l.delay(ConditionSlowClose, d, func(c *conditions) { c.slowClose = d })
}

// BlackHole makes live and new connections silent in both directions: bytes are dropped, including those that a latency
// keeps, and neither side learns that the other has closed. New connections are accepted, by the proxy and by the
// service, and stay silent. Heal ends every connection that lived through it. Refuse, Drop and Reset end connections
// during a black hole as they do otherwise.
func (l *Link) BlackHole() error {
	return l.operate(func() error {
		l.set(func(c *conditions) { c.hole = true })
		return nil
	})
}

// Cut is how a connection ends that is cut.
type Cut int

const (
	// CutFIN ends it with FIN.
	CutFIN Cut = iota
	// CutRST resets it; the link must have been armed.
	CutRST
)

// CutAfter ends each connection, live or new, as soon as exactly n more bytes have passed toward the client: in the
// middle of a frame, if n is chosen so; at once with n = 0. New connections count from their start. The service sees
// its connection end at the same time. A later CutAfter begins to count anew.
//
// With CutRST the client gets exactly n bytes while its socket has room for them. Beyond that it may get fewer, never
// more, even if it reads: an RST overtakes bytes that wait to be sent. With Linux's default sizes that room was 96 KiB
// on loopback; a session's frames are below 10 KiB. CutFIN is exact for every n.
func (l *Link) CutAfter(n int64, how Cut) error {
	return l.operate(func() error {
		switch {
		case n < 0:
			return fmt.Errorf("cut after %d bytes", n)
		case how == CutRST && !l.armed:
			return ErrNotArmed
		case how == CutFIN && l.armed:
			return fmt.Errorf("cut: %w", ErrArmed)
		}
		l.set(func(c *conditions) {
			l.state.cuts++
			c.cut, c.cutOf = n, l.state.cuts
		})
		return nil
	})
}

// Flap takes the link away and gives it back, times over (at least once). pause is called in each state and told
// whether the link is down. At the end the link is healed of all conditions.
func (l *Link) Flap(times int, pause func(down bool)) error {
	if times < 1 {
		return fmt.Errorf("flap %d times", times)
	}
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

// Heal ends every condition: the link listens and passes everything, and bytes and ends that a latency or a slow close
// kept go on at once. Connections that lived through those go on. Connections that lived in a black hole end with FIN
// (with RST on an armed link), because bytes are missing in them. It reports whether it ended connections.
func (l *Link) Heal() (ended bool, err error) {
	err = l.operate(func() error {
		lift := func() { l.set(func(c *conditions) { *c = conditions{} }) }
		if k, _ := l.conditions(); k.hole {
			n, err := l.severLocked(lift)
			ended = n > 0
			return err
		}
		lift()
		if l.run != nil {
			l.run.release()
		}
		return l.restartLocked()
	})
	return ended, err
}
