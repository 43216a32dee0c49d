package explore

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"nimcert/checks/applications"
	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/scenario"
	"nimcert/session"
)

// drawnFor is what the names, the phone and the date of a session are drawn for: the same for every schedule with the
// same cast, so that one that is made smaller differs in its steps alone.
func drawnFor(s scenario.Schedule) string { return strings.TrimSpace("explore " + s.Cast) }

// Setting is the client and the surroundings with which schedules are played.
type Setting struct {
	Client   clients.Factory
	Platform clients.Profile
	Seed     int64 // of the client's random numbers
	Domains  invariants.Domains
}

// Played is the result of one schedule.
type Played struct {
	World    invariants.World
	Findings []invariants.Finding
	// Broke says why the session proves nothing: the client or the harness broke, or the witnesses disagree.
	Broke string
}

// endsWithin is the real time that a session may take to end once ctx has ended. Native code of the engine cannot be
// interrupted, and whoever presses Ctrl-C is to have what was found.
const endsWithin = 500 * time.Millisecond

// Play plays a schedule in a session of its own, and judges it by every invariant.
func (s Setting) Play(ctx context.Context, schedule scenario.Schedule) Played {
	return s.playBy(ctx, schedule, scenario.Play)
}

// player is scenario.Play, or scenario.PlayToRest where what comes behind cannot matter.
type player func(*session.Session, scenario.Schedule, invariants.Domains) invariants.World

func (s Setting) playBy(ctx context.Context, schedule scenario.Schedule, play player) Played {
	over := make(chan Played, 1)
	go func() { over <- s.play(ctx, schedule, play) }()
	select {
	case p := <-over:
		return p
	case <-ctx.Done():
	}
	select {
	case p := <-over:
		return p
	case <-time.After(endsWithin):
		return Played{Broke: "it was interrupted, and did not end"}
	}
}

func (s Setting) play(ctx context.Context, schedule scenario.Schedule, play player) Played {
	run, err := session.Start(ctx,
		session.Options{Client: s.Client, Mode: clock.Skip, Platform: s.Platform, Seed: s.Seed,
			Scenario: drawnFor(schedule), Globals: true})
	if err != nil {
		return Played{Broke: err.Error()}
	}
	defer run.Close()
	out := Played{World: play(run, schedule, s.Domains)}
	if out.World.Restless = errors.Is(run.Err(), platform.ErrRestless); out.World.Restless && out.World.Scripts != nil {
		if out.Findings = applications.Check(out.World); len(out.Findings) > 0 {
			return out // its unrest is a finding, or follows from one
		}
	}
	if err := run.Err(); err != nil {
		if out.Findings = restless(out.World); len(out.Findings) == 0 {
			out.Broke = err.Error()
		}
		return out
	}
	if e, ok := out.World.Timeline.First(ledger.By(ledger.Server), ledger.Is(ledger.Broken)); ok {
		out.Broke = "the fake service broke: " + e.Detail
		return out
	}
	if out.World.Scripts != nil {
		out.Findings = applications.Check(out.World)
	} else {
		out.Findings = invariants.Check(out.World)
	}
	if err := run.Witnesses(); err != nil {
		out.Broke = err.Error()
	}
	return out
}

// restless is what a client shows that never came to rest, of which the time line ends in the middle of things: that it
// asks too much of the network, and nothing else.
func restless(w invariants.World) []invariants.Finding {
	if !w.Restless || w.Scripts != nil {
		return nil
	}
	return slices.DeleteFunc(
		invariants.Check(w),
		func(f invariants.Finding) bool { return f.Shape != invariants.Storm },
	)
}
