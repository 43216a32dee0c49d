package invariants

import (
	"slices"
	"time"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/ledger"
)

// Asked is one instance that the application made, from its login to its end.
type Asked struct {
	Instance string
	Account  string
	Token    string
	Room     string // the chatroom's id; empty for an account
	// Attempts is reconnectionAttempts; nil when the option was not set.
	Attempts    *int
	NoReconnect bool
	Delay       time.Duration // the answer of reconnectDelayProvider; 0: there is no provider
	At          time.Duration
	Wanted      bool // the application wants it connected: its last call did not end it
	Destroyed   bool // destroy was called
	Leaving     bool // destroy was called, and done has not come yet
}

// World is a schedule that was played, as the invariants judge it.
type World struct {
	Timeline     ledger.Timeline
	Policy       clients.Policy
	Capabilities map[clients.Capability]bool
	Slots        int  // sockets of the platform
	Capped       bool // the schedule changed their number
	Asked        []Asked
	Troubles     []Trouble
	Pushed       []Pushed
	Said         []Said
	Ran          []int         // of each step of the schedule: Seq of its mark; 0: its moment never came
	Inspected    []int         // Seq of the marks after which the program's storage is on the time line
	Spare        int           // Seq of the mark from which on the address lookup names two link hosts; 0: it names one
	Picture      string        // MD5 of the file that send-file sends, in hex
	Latency      time.Duration // the longest of the schedule
	Domains      Domains
	// Scripts are the files of an application that is under test; nil of another client.
	Scripts map[string]bool
	// Restless says that the session ended because the client never came to rest.
	Restless bool
	// The marks after the schedule: the faults are over, ten minutes have passed, instances that were not connected
	// were asked for again, each instance sent and received a message, and everything was destroyed. They are Seq
	// numbers, and beyond the time line if the session ended before.
	Over, Rested, Revived, Probed, Ended int
	// Rest is what the client held at its platform in the end.
	Rest clients.Rest
}

// Pushed is a message that the service sent to an account, connected or not.
type Pushed struct {
	Account, Text string
	Seq           int // of the event before it on the time line
}

// Said is a message that the application sent.
type Said struct {
	Instance, To, Text string // To is empty for a chatroom
}

// Domains are the origins that an application lists at the platform, by the kind of call.
type Domains struct{ Request, Socket, Upload, Download []string }

// Finding is one breach. Requirement and Shape are its key in a schedule; the sentence is for people.
type Finding struct {
	Requirement string `json:"requirement"`
	Shape       string `json:"shape"`
	judgement.Finding
}

// Key names the kind of fault: two findings of one key are the same fault, whatever their sentences say.
func (f Finding) Key() string { return f.Requirement + "/" + f.Shape }

// Invariant is one rule that holds in every schedule.
type Invariant struct {
	Requirement string
	Name        string // lower-case words with dashes
	Blind       string // what it cannot see
	check       func(w *view) []Finding
}

var all []Invariant

func register(i Invariant) struct{} {
	all = append(all, i)
	return struct{}{}
}

// All lists the invariants by requirement and name.
func All() []Invariant {
	list := slices.Clone(all)
	slices.SortFunc(list, func(a, b Invariant) int {
		if a.Requirement != b.Requirement {
			return compare(a.Requirement, b.Requirement)
		}
		return compare(a.Name, b.Name)
	})
	return list
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// applies reports whether the client has the capabilities that the requirement needs.
func applies(i Invariant, w World) bool {
	r, _ := catalogue.Get(i.Requirement)
	return !slices.ContainsFunc(r.Needs, func(need string) bool { return !w.Capabilities[clients.Capability(need)] })
}

// Check judges a world by every invariant whose requirement applies to the client.
func Check(w World) []Finding {
	if misused(w.Timeline) {
		return nil
	}
	v := look(w)
	var out []Finding
	for _, i := range All() {
		if !applies(i, w) {
			continue
		}
		for _, f := range i.check(v) {
			f.Requirement = i.Requirement
			out = append(out, f)
		}
	}
	return out
}

// misused reports whether the application called an instance that it had destroyed: a step inside a callback can
// destroy one between two calls of a turn. No guide says what a client does then.
func misused(t ledger.Timeline) bool {
	destroyed := map[string]bool{}
	for _, e := range t {
		if e.Who != ledger.Test || e.Kind != ledger.Verb || e.Instance == "" || ofFormer(e) {
			continue
		}
		switch e.Verb {
		case "login", "enter chatroom":
			destroyed[e.Instance] = false
		case "destroy":
			destroyed[e.Instance] = true
		default:
			if destroyed[e.Instance] {
				return true
			}
		}
	}
	return false
}

// ofFormer reports whether an event is about a former instance, which the application destroyed before it made another
// of its name. What a client answers to a call on it no document says; that the newest is left alone is judged.
func ofFormer(e ledger.Event) bool {
	_, former := clients.OfFormer(e.Instance)
	return former
}

// say declares a sentence; see judgement.Say.
var say = judgement.Say

// found makes one finding.
func found(shape string, events []ledger.Event, what judgement.Sentence, args ...any) Finding {
	f := Finding{Shape: shape, Finding: judgement.Finding{Phrase: what.Of(args...)}}
	for _, e := range events {
		if e.Seq > 0 && len(f.Events) < 6 { // further events of the same sort add nothing
			f.Events = append(f.Events, e.Seq)
		}
	}
	return f
}

// Trouble is something that the service, the network or the platform did to links, from its beginning to its end.
type Trouble struct {
	Verb     string // as a schedule names it
	Instance string // whose link it is; empty: everybody's
	Step     string // of the service, that hold and fail are about; of unreachable, the host
	Number   int    // a kick's reason, a refusal's code
	From, To time.Duration
	Seq      int // of the mark before it on the time line
	// Forgotten says that what was held is never answered.
	Forgotten bool
}

// sortFindings sorts findings by their events.
func sortFindings(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int { return first(a) - first(b) })
}

func first(f Finding) int {
	if len(f.Events) == 0 {
		return 0
	}
	return f.Events[0]
}
