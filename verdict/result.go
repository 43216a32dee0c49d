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

// Finding is one breach, and the events that show it.
type Finding = judgement.Finding

// Case is one requirement tried under one condition, once.
type Case struct {
	Requirement string `json:"requirement"`
	// Slug identifies the case: see catalogue.Condition. Condition and Chinese are its condition's names. They are
	// empty if the requirement is tried in only one way.
	Slug      string `json:"slug,omitempty"`
	Condition string `json:"condition,omitempty"`
	Chinese   string `json:"conditionZh,omitempty"`
	// Scenario is the requirement whose scenario produced the case, if it is another one: GLB-04 is looked at in every
	// scenario.
	Scenario string    `json:"scenario,omitempty"`
	Findings []Finding `json:"findings,omitempty"` // empty: it passed
	// Broke says why the harness or the client could not finish; NotApplicable why the requirement does not apply.
	Broke         judgement.Phrase `json:"broke,omitzero"`
	NotApplicable judgement.Phrase `json:"notApplicable,omitzero"`
	// the recorded reason of a known failure, from the configuration
	Known string `json:"known,omitempty"`
	// KnownWide says that the record names the requirement without a condition: it holds as long as one condition
	// fails. If the record names a condition, each case that carries it must fail.
	KnownWide bool          `json:"knownWide,omitempty"`
	Timeline  ledger.Packed `json:"timeline,omitempty"`
	// Shares says in runs.json that the time line is that of the case before, and is not written twice.
	Shares bool `json:"sharesTimeline,omitempty"`
	// Second is the same scenario in a second, fresh session. It runs if the first one found something; a verdict of
	// fail stands only if both did.
	Second *Second `json:"second,omitempty"`
	// Sampled is set if the case was one of the sample that is tried once more under other circumstances.
	Sampled *Sampled `json:"sampled,omitempty"`
	// Hinges are the assumptions on which the verdict rests: with the opposite of each, the verdict is another.
	Hinges  []Hinge `json:"hinges,omitempty"`
	Seconds float64 `json:"seconds"`        // real time
	Session float64 `json:"sessionSeconds"` // session time
	File    string  `json:"file,omitempty"` // of the spec
	Line    int     `json:"line,omitempty"`
}

// Hinge is an assumption without which a case has another verdict.
type Hinge struct {
	// Assumption is its id. Assuming is what a separate session assumed instead: a name of --assume, or the id if this
	// run assumes the opposite already.
	Assumption string `json:"assumption"`
	Assuming   string `json:"assuming"`
	// Findings are the findings of that session; without any the case passes.
	Findings []Finding `json:"findings,omitempty"`
}

// Second is the result of a fresh session of a failing scenario. If it found nothing, the two sessions contradict each
// other and neither proves anything: the case is broken, and Case.Broke says so.
type Second struct {
	Findings []Finding        `json:"findings,omitempty"`
	Broke    judgement.Phrase `json:"broke,omitzero"`
	Timeline ledger.Packed    `json:"timeline,omitempty"` // set only if the sessions disagree
}

// Run is the result of one subject.
type Run struct {
	Subject clients.Subject `json:"subject"`
	Cases   []Case          `json:"cases"`
	// Asked are the selected requirements. If a MUST of the catalogue is missing, the certificate is partial.
	Asked []string `json:"asked"`
	// Only are the slugs of the selected conditions, for requirements that were not selected whole.
	Only []string `json:"only,omitempty"`
	// Partial says that not every executable requirement was asked for.
	Partial bool `json:"partial,omitempty"`
	// Whole says that the gate opens only for the whole catalogue: a part of it is no ground for a release.
	Whole bool `json:"whole,omitempty"`
	// Shard is set if the run is only one part of the whole, such as 2/3. It never certifies; what only the whole can
	// show is left to the merge.
	Shard string `json:"shard,omitempty"`
	// Broke says why nothing, or not everything, could be executed: the build does not load, or the run was
	// interrupted.
	Broke string `json:"broke,omitempty"`
	Clock string `json:"clock"`
	Seed  int64  `json:"seed"`
	Cap   int    `json:"cap"`
	// Platform is what the client ran on. It has no name in files from before there were profiles.
	Platform clients.Profile `json:"platform,omitzero"`
	// Engines are the JavaScript engines that ran the client, the one that judged first. A client that is no JavaScript
	// has none, nor has what was written before there were several.
	Engines []string `json:"engines,omitempty"`
	// Versions are those of the engines, and of uni-app's runtime where the client needs it, by their names: see
	// adapter.Runtime.
	Versions map[string]string `json:"versions,omitempty"`
	// Elsewhere says that the known failures are recorded for another platform: a failure that does not occur here
	// stays recorded.
	Elsewhere bool      `json:"elsewhere,omitempty"`
	Started   time.Time `json:"started"`
	Seconds   float64   `json:"seconds"`
	Harness   string    `json:"harness"` // version
	// URL is where the run can be seen, such as the page of the CI job; empty if there is none.
	URL string `json:"url,omitempty"`
	// Rerun is the command that repeats this run, without --run.
	Rerun string `json:"rerun"`
	// Replays are, of a run that has no --run, the commands that show its cases again: by the case's slug, and by the
	// requirement of the first of them. What is not there cannot be shown alone.
	Replays map[string]string `json:"replays,omitempty"`

	judged []RequirementResult // see Judged
}
