package scenario

import (
	"iter"
	"slices"
	"strings"
	"time"

	"nimcert/ledger"
)

// Schedule is a scenario as data.
type Schedule struct {
	// Requirement, Slug, Title and Chinese make the schedule a condition of a requirement in a certification. They are
	// empty in any other schedule.
	Requirement, Slug, Title, Chinese string
	// Shows are the invariants that the condition is about, as requirements or as keys, with blanks between; empty:
	// those of Requirement.
	Shows string
	// Cast is a number. Schedules with one differ in what a session draws by chance: the phone, the date, the mobile
	// network, and the names of accounts. Empty: as all have it that say nothing.
	Cast  string
	Steps []Step
}

// Step is one act and its moment.
type Step struct {
	When When
	Verb string
	Args []string
	// Line is where the step stands in the text that was parsed, from 1; 0 if there is none.
	Line int
}

// Mode is how the moment of a step is told.
type Mode int

// The modes.
const (
	Then   Mode = iota // a time after the step above
	At                 // a session time
	And                // in the same turn as the step above
	After              // after an event
	Inside             // inside a callback
)

// When is the moment of a step.
type When struct {
	Mode     Mode
	D        time.Duration // of Then, At and After; whole milliseconds
	Event    string        // of After and Inside: a word of events
	Instance string
	Nth      int // 0 and 1: the next
}

// event is something that a step can come after.
type event struct {
	kind ledger.Kind
	who  ledger.Witness
	// anybody says that the event belongs to no instance.
	anybody bool
}

// events lists the words for events that a step can come after. Only events of the client have an inside in which the
// application can act.
var events = map[string]event{
	"connected":      {kind: ledger.Connected, who: ledger.Client},
	"will-reconnect": {kind: ledger.WillReconnect, who: ledger.Client},
	"disconnected":   {kind: ledger.Disconnected, who: ledger.Client},
	"lost":           {kind: ledger.Lost, who: ledger.Client},
	"done":           {kind: ledger.Done, who: ledger.Client},
	"message":        {kind: ledger.Message, who: ledger.Client},
	"sent":           {kind: ledger.Sent, who: ledger.Client},
	"error":          {kind: ledger.Failed, who: ledger.Client},
	"sync-done":      {kind: ledger.SyncDone, who: ledger.Client},
	"progress":       {kind: ledger.Progress, who: ledger.Client},

	"attempt":       {kind: ledger.Attempt, who: ledger.Client, anybody: true},
	"socket":        {kind: ledger.SocketConnecting, who: ledger.Host, anybody: true},
	"socket-open":   {kind: ledger.SocketOpen, who: ledger.Host, anybody: true},
	"socket-closed": {kind: ledger.SocketClosed, who: ledger.Host, anybody: true},
	"held":          {kind: ledger.Held, who: ledger.Server, anybody: true},
}

// String is the step as a line of text.
func (s Step) String() string {
	return s.When.String() + ": " + strings.Join(append([]string{s.Verb}, s.Args...), " ")
}

// String is the schedule's text. Parse reads it back.
func (s Schedule) String() string {
	var b strings.Builder
	for _, h := range s.header() {
		if *h.value != "" {
			b.WriteString(h.key + ": " + *h.value + "\n")
		}
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	for _, step := range s.Steps {
		b.WriteString(step.String() + "\n")
	}
	return b.String()
}

type headerLine struct {
	key   string
	value *string
}

// header lists what may stand above the steps.
func (s *Schedule) header() []headerLine {
	return []headerLine{{"requirement", &s.Requirement}, {"slug", &s.Slug}, {"title", &s.Title},
		{"title-zh", &s.Chinese}, {"shows", &s.Shows},
		{"cast", &s.Cast}}
}

// Clone is a schedule that shares nothing with s.
func (s Schedule) Clone() Schedule {
	steps := make([]Step, len(s.Steps))
	for i, step := range s.Steps {
		step.Args = append([]string(nil), step.Args...)
		steps[i] = step
	}
	s.Steps = steps
	return s
}

// About reports whether a condition made of the schedule is about a finding: its requirement and its shape.
func (s Schedule) About(requirement, key string) bool {
	shows := strings.Fields(s.Shows)
	if len(shows) == 0 {
		shows = []string{s.Requirement}
	}
	return slices.Contains(shows, requirement) || slices.Contains(shows, key)
}

// Has reports whether a schedule has a step with that verb.
func (s Schedule) Has(verb string) bool {
	return slices.ContainsFunc(s.Steps, func(step Step) bool { return step.Verb == verb })
}

// AtOnce yields how many accounts and chatrooms there are at once behind each step. One is there from its login or
// entry until it is destroyed, connected or not.
func (s Schedule) AtOnce() iter.Seq2[int, int] {
	return func(yield func(accounts, rooms int) bool) {
		accounts, rooms := map[string]bool{}, map[string]bool{}
		for _, step := range s.Steps {
			switch step.Verb {
			case "login":
				accounts[step.Args[0]] = true
			case "enter":
				rooms[step.Args[0]] = true
			case "destroy":
				if args(step.Args).has("former") {
					break
				}
				delete(accounts, step.Args[0])
				delete(rooms, step.Args[0])
			}
			if !yield(len(accounts), len(rooms)) {
				return
			}
		}
	}
}
