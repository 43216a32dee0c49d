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
	l.armed = true
	err := l.addLocked(armament)
	l.toxics = nil // it stays
	return err
}

// Refuse ends live connections with FIN (with RST on an armed link) and refuses new ones.
func (l *Link) Refuse() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.stopLocked()
}

// Reset ends live connections with RST; the next connect is fine. The link must have been armed.
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
		return fmt.Errorf("drop: an armed link can only end connections with RST")
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

// both adds a toxic in each direction.
func (l *Link) both(name, kind string, attributes map[string]any) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, stream := range []string{"upstream", "downstream"} {
		if err := l.addLocked(toxic{Name: name + " " + stream, Type: kind, Stream: stream, Toxicity: 1, Attributes: attributes}); err != nil {
			return err
		}
	}
	return nil
}

// Latency delays each direction by d (real time, whole milliseconds), on live and new connections. The TCP connect itself is not delayed: Toxiproxy answers it.
func (l *Link) Latency(d time.Duration) error {
	return l.both("latency", "latency", map[string]any{"latency": d.Milliseconds(), "jitter": 0})
}

// SlowClose makes the end of a connection arrive d (real time, whole milliseconds) late in each direction.
func (l *Link) SlowClose(d time.Duration) error {
	return l.both("slow close", "slow_close", map[string]any{"delay": d.Milliseconds()})
}

// holdEnds is how long a black hole keeps the end of a connection from the other side: longer than any session.
const holdEnds = time.Hour

// BlackHole makes live and new connections silent in both directions: bytes are dropped, and neither side learns that the other has closed. New connections are accepted, by the
// proxy, and stay silent. Heal ends the connections that lost bytes.
func (l *Link) BlackHole() error {
	if err := l.both("black hole", "timeout", map[string]any{"timeout": 0}); err != nil {
		return err
	}
	return l.both("hold ends", "slow_close", map[string]any{"delay": holdEnds.Milliseconds()})
}

// Flap takes the link away and gives it back, times over. pause is called in each state, with whether the link is down; the link ends up healed.
func (l *Link) Flap(times int, pause func(down bool)) error {
	for range times {
		if err := l.Refuse(); err != nil {
			return err
		}
		pause(true)
		if err := l.Heal(); err != nil {
			return err
		}
		pause(false)
	}
	return nil
}

// Heal ends every condition: the link listens, and passes everything at once. Connections that lived through latency or a slow close go on; those that a black hole ate from, or that were cut, end.
func (l *Link) Heal() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range l.toxics {
		if err := l.removeLocked(name); err != nil {
			return err
		}
	}
	l.toxics = nil
	return l.restartLocked()
}
