package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"

	"nimcert/clients"
	"nimcert/internal/words"
	"nimcert/verdict"
)

// OutcomeSchema names the form of an Outcome in JSON.
const OutcomeSchema = "nimcert/outcome/v1"

// OutcomeFile holds the outcome as lines NAME=value, which GitHub takes as a step's outputs and GitLab as a dotenv
// report.
const OutcomeFile = "outcome.env"

// Outcome is the result of a run for programs: the verdict over all subjects, each subject's own, and where the reports
// are.
type Outcome struct {
	Schema   string                `json:"schema"`
	ExitCode int                   `json:"exitCode"`
	Verdict  verdict.Certification `json:"verdict"` // of all subjects: certified only when each is
	Gate     verdict.Gate          `json:"gate"`    // the worst
	Shard    string                `json:"shard,omitempty"`
	Counts   OutcomeCounts         `json:"counts"` // of requirements, summed over the subjects
	Page     string                `json:"page"`
	JUnit    string                `json:"junit"`
	Summary  string                `json:"summary"`
	Subjects []OutcomeSubject      `json:"subjects"`
}

// OutcomeCounts are requirements by verdict.
type OutcomeCounts struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	KnownFailure  int `json:"knownFailure"`
	NotApplicable int `json:"notApplicable"`
	Error         int `json:"error"`
}

// OutcomeSubject is one subject's part.
type OutcomeSubject struct {
	Subject     clients.Subject       `json:"subject"`
	Verdict     verdict.Certification `json:"verdict"`
	Gate        verdict.Gate          `json:"gate"`
	Headline    string                `json:"headline"`
	Advice      string                `json:"advice"`
	Counts      OutcomeCounts         `json:"counts"`
	Certificate string                `json:"certificate"`
	Attention   []OutcomeRequirement  `json:"attention"` // neither pass nor not applicable, worst first
}

// OutcomeRequirement is a requirement that needs attention.
type OutcomeRequirement struct {
	ID        string          `json:"id"`
	Level     string          `json:"level"`
	Title     string          `json:"title"`
	Verdict   verdict.Verdict `json:"verdict"`
	Slug      string          `json:"slug,omitempty"` // of the condition that decided
	Condition string          `json:"condition,omitempty"`
	Reason    string          `json:"reason"`
	Rerun     string          `json:"rerun,omitempty"`
}

// NewOutcome makes the outcome of runs whose reports stand in dir.
func NewOutcome(dir string, runs []verdict.Run) Outcome {
	o := Outcome{
		Schema: OutcomeSchema, ExitCode: verdict.ExitCode(runs), Verdict: verdict.Certified, Gate: verdict.Open,
		Subjects: []OutcomeSubject{},
		Page:     filepath.Join(dir, verdict.PageFile), JUnit: filepath.Join(dir, verdict.JUnitFile),
		Summary: filepath.Join(dir, verdict.SummaryFile),
	}
	switch o.ExitCode {
	case verdict.ExitClosed:
		o.Gate = verdict.Closed
	case verdict.ExitError:
		o.Gate = verdict.GateError
	}
	if len(runs) == 0 {
		o.Verdict = verdict.NotCertified
	}
	folders := verdict.Folders(runs)
	for i, r := range runs {
		s := outcome(r)
		s.Certificate = filepath.Join(dir, folders[i], verdict.CertificateFile)
		o.Subjects = append(o.Subjects, s)
		o.Shard = r.Shard
		o.Counts.add(s.Counts)
		if s.Verdict == verdict.NotCertified || s.Verdict == verdict.Partial && o.Verdict == verdict.Certified {
			o.Verdict = s.Verdict
		}
	}
	return o
}

func outcome(r verdict.Run) OutcomeSubject {
	gate, advice := r.Advice()
	requirements := r.Requirements()
	t := verdict.TallyOf(requirements)
	s := OutcomeSubject{
		Subject: r.Subject, Verdict: r.Verdict(), Gate: r.Gate(), Headline: r.Headline(), Advice: gate + " " + advice,
		Attention: []OutcomeRequirement{},
		Counts: OutcomeCounts{Pass: t.Pass, Fail: t.Fail, KnownFailure: t.Known, NotApplicable: t.NotApplicable,
			Error: t.Error},
	}
	for _, q := range verdict.Sorted(requirements) {
		if q.Verdict == verdict.Pass || q.Verdict == verdict.NotApplicable {
			continue
		}
		line := OutcomeRequirement{ID: q.Requirement.ID, Level: string(q.Requirement.Level), Title: q.Requirement.Title,
			Verdict: q.Verdict, Reason: q.Reason.Text, Rerun: r.Command(q.Again())}
		if q.Decided >= 0 {
			line.Slug, line.Condition = q.Conditions[q.Decided].Slug, q.Conditions[q.Decided].Condition
		}
		s.Attention = append(s.Attention, line)
	}
	return s
}

func (c *OutcomeCounts) add(o OutcomeCounts) {
	c.Pass += o.Pass
	c.Fail += o.Fail
	c.KnownFailure += o.KnownFailure
	c.NotApplicable += o.NotApplicable
	c.Error += o.Error
}

// WriteJSON writes the outcome as one document.
func (o Outcome) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(o)
}

// WriteEnv writes the outcome as lines NAME=value. No value contains an SDK's words; the page's path, which the caller
// chooses, is put on one line.
func (o Outcome) WriteEnv(w io.Writer) error {
	_, err := fmt.Fprintf(w,
		"NIMCERT_VERDICT=%s\nNIMCERT_GATE=%s\nNIMCERT_EXIT_CODE=%d\nNIMCERT_PASSED=%d\n"+
			"NIMCERT_FAILED=%d\nNIMCERT_KNOWN_FAILURES=%d\nNIMCERT_NOT_APPLICABLE=%d\n"+
			"NIMCERT_ERRORS=%d\nNIMCERT_REPORT=%s\n",
		o.Verdict, o.Gate, o.ExitCode, o.Counts.Pass, o.Counts.Fail, o.Counts.KnownFailure, o.Counts.NotApplicable,
		o.Counts.Error, words.Flat(o.Page))
	return err
}
