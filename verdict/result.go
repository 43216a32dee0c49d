package verdict

import (
	"time"

	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/ledger"
)

// Verdict of a case or a requirement.
type Verdict string

// The verdicts. Error means that the harness or the client broke; it never counts as a pass.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"
	KnownFailure  Verdict = "known failure"
	NotApplicable Verdict = "not applicable"
	Error         Verdict = "error"
)

// Finding is one thing that is wrong, and the events that show it.
type Finding = judgement.Finding

// Case is one requirement tried under one condition, once.
type Case struct {
	Requirement string `json:"requirement"`
	// Slug identifies the case: see catalogue.Condition. Condition and Chinese are its condition's names, and empty
	// where the requirement is tried in one way.
	Slug      string `json:"slug,omitempty"`
	Condition string `json:"condition,omitempty"`
	Chinese   string `json:"conditionZh,omitempty"`
	// Scenario is what produced the case, where it is not the requirement itself: GLB-04 is looked at in every
	// scenario.
	Scenario string    `json:"scenario,omitempty"`
	Findings []Finding `json:"findings,omitempty"` // empty: it passed
	// Broke says why the harness or the client could not finish; NotApplicable why the requirement does not apply.
	Broke         judgement.Phrase `json:"broke,omitzero"`
	NotApplicable judgement.Phrase `json:"notApplicable,omitzero"`
	// the recorded reason of a known failure, from the configuration
	Known string `json:"known,omitempty"`
	// KnownWide says that the record names the requirement without a condition: it holds as long as one condition
	// fails. Without it each case that carries the record must fail.
	KnownWide bool            `json:"knownWide,omitempty"`
	Timeline  ledger.Timeline `json:"timeline,omitempty"`
	// Second is the same scenario in a second, fresh session. It is run when the first one found something; a verdict
	// of fail stands only when both did.
	Second *Second `json:"second,omitempty"`
	// Sampled is set when the case was one of those that are tried once more under other circumstances.
	Sampled *Sampled `json:"sampled,omitempty"`
	// Hinges are the assumptions on which the verdict rests: with the opposite of each it is another.
	Hinges  []Hinge `json:"hinges,omitempty"`
	Seconds float64 `json:"seconds"`        // real time
	Session float64 `json:"sessionSeconds"` // session time
	File    string  `json:"file,omitempty"` // of the spec
	Line    int     `json:"line,omitempty"`
}

// Hinge is an assumption without which a case has another verdict.
type Hinge struct {
	// Assumption is its id, and Assuming what a session of its own assumed instead: a name of --assume, or the id where
	// this run assumes the opposite already.
	Assumption string `json:"assumption"`
	Assuming   string `json:"assuming"`
	// Findings are what that session found; without any the case passes.
	Findings []Finding `json:"findings,omitempty"`
}

// Second is what a fresh session of a failing scenario showed. When it found nothing, the case is broken (Case.Broke
// says so): the two sessions contradict one another, so neither proves anything.
type Second struct {
	Findings []Finding        `json:"findings,omitempty"`
	Broke    judgement.Phrase `json:"broke,omitzero"`
	Timeline ledger.Timeline  `json:"timeline,omitempty"` // only when the sessions disagree
}

// Run is everything that one subject showed.
type Run struct {
	Subject clients.Subject `json:"subject"`
	Cases   []Case          `json:"cases"`
	// Asked are the requirements that were selected; a MUST of the catalogue that is missing makes the certificate
	// partial.
	Asked []string `json:"asked"`
	// Only are the slugs of the conditions that were selected, of the requirements that were not asked whole.
	Only []string `json:"only,omitempty"`
	// Partial says that not everything executable was asked.
	Partial bool `json:"partial,omitempty"`
	// Whole says that the gate opens for the whole catalogue alone: a part of it, by itself, is no ground for a
	// release.
	Whole bool `json:"whole,omitempty"`
	// Shard is set when the run is only one part of the whole, such as 2/3: it never certifies, and what only the whole
	// can show is left to the merge.
	Shard string `json:"shard,omitempty"`
	// Broke says why nothing, or not everything, could be executed: the build does not load, the run was interrupted.
	Broke string `json:"broke,omitempty"`
	Clock string `json:"clock"`
	Seed  int64  `json:"seed"`
	Cap   int    `json:"cap"`
	// Platform is what the client ran on; without a name in what was written before there were profiles.
	Platform clients.Profile `json:"platform,omitzero"`
	// Elsewhere says that the known failures are recorded for another platform: one that does not fail here stays
	// recorded.
	Elsewhere bool      `json:"elsewhere,omitempty"`
	Started   time.Time `json:"started"`
	Seconds   float64   `json:"seconds"`
	Harness   string    `json:"harness"` // version
	// URL is where the run can be seen, such as the page of the CI job; empty where there is none.
	URL string `json:"url,omitempty"`
	// Rerun is the command that repeats this run, without --run.
	Rerun string `json:"rerun"`
}
