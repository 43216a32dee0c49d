package certificate

import (
	"math"
	"time"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/internal/words"
	"nimcert/judgement"
	"nimcert/verdict"
)

// CertificateSchema names the form of certificate.json; certificate.schema.json describes it. Its version rises when a
// field is added, which older readers ignore; the number in its name rises when a field changes its meaning.
const (
	CertificateSchema        = "nimcert/certificate/v1"
	CertificateSchemaVersion = "1.8"
)

// Certificate is certificate.json. The order of the fields is the order in the file.
type Certificate struct {
	Schema        string                `json:"schema"`
	SchemaVersion string                `json:"schemaVersion"` // empty in certificates from before it existed
	Subject       clients.Subject       `json:"subject"`
	Verdict       verdict.Certification `json:"verdict"`
	Gate          verdict.Gate          `json:"gate"`
	Complete      bool                  `json:"complete"`
	Counts        Counts                `json:"counts"`
	Date          time.Time             `json:"date"` // when the run began, UTC
	URL           string                `json:"url,omitempty"`
	Catalogue     Catalogue             `json:"catalogue"`
	Harness       Harness               `json:"harness"`
	Clock         string                `json:"clock"`
	Seed          int64                 `json:"seed"`
	// what was tried once more under another seed and under a real clock
	Sample   verdict.Sample `json:"sample,omitzero"`
	Cap      int            `json:"cap"`
	Platform Platform       `json:"platform,omitzero"`
	Engines  []string       `json:"engines,omitempty"` // that ran the build, the one that judged first
	// of the engines, and of uni-app's runtime where the build needs it, by their names
	Versions     map[string]string `json:"versions,omitempty"`
	Assuming     []string          `json:"assuming,omitempty"`
	Requirements []Requirement     `json:"requirements"`
}

// Counts are the requirements by level and verdict.
type Counts struct {
	Must   VerdictCounts `json:"must"`
	Should VerdictCounts `json:"should"`
}

// VerdictCounts are the requirements of one level by verdict.
type VerdictCounts struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	KnownFailure  int `json:"knownFailure"`
	NotApplicable int `json:"notApplicable"`
	Error         int `json:"error"`
}

// Catalogue is the catalogue that the subject was judged by.
type Catalogue struct {
	Version string `json:"version"`
	SHA256  string `json:"sha256"` // catalogue.Digest
}

// Requirement is one requirement's line.
type Requirement struct {
	ID      string          `json:"id"`
	Level   string          `json:"level"`
	Verdict verdict.Verdict `json:"verdict"`
	Reason  string          `json:"reason"`
	// Key names the reason's sentence, and Arguments are its arguments; see judgement.Phrase. Words that are not the
	// project's have no key, nor do reasons from before schema 1.4.
	Key       string               `json:"key,omitempty"`
	Arguments []judgement.Argument `json:"arguments,omitempty"`
	Note      string               `json:"note,omitempty"` // the catalogue's note on a document: no verdict
	Seconds   float64              `json:"seconds"`        // real time
	// Assumptions lists those without which the verdict would be another, by id.
	Assumptions []string    `json:"assumptions,omitempty"`
	Conditions  []Condition `json:"conditions"`
}

// Condition is one condition under which a requirement was tried.
type Condition struct {
	// Slug identifies the condition, and Condition is its English name; certificates from before 1.4 have none.
	Slug      string          `json:"slug"`
	Condition string          `json:"condition"`
	Chinese   string          `json:"conditionZh,omitempty"`
	Verdict   verdict.Verdict `json:"verdict"`
	Reason    string          `json:"reason"`
	// Key and Arguments are the reason's, as in Requirement.
	Key       string               `json:"key,omitempty"`
	Arguments []judgement.Argument `json:"arguments,omitempty"`
	Findings  []string             `json:"findings"`
	// FindingKeys name the sentences of the findings, in their order.
	FindingKeys []string `json:"findingKeys,omitempty"`
	// Confirmed reports whether a second, fresh session found something as well; nil if none was run.
	Confirmed *bool `json:"confirmed,omitempty"`
	// Assumptions lists those without which the verdict would be another, each with that verdict.
	Assumptions []Assumption `json:"assumptions,omitempty"`
	Seconds     float64      `json:"seconds"`
}

// Platform is what the build ran on.
type Platform struct {
	Name        string `json:"name"`
	Total       int    `json:"total"`
	PerDomain   int    `json:"perDomain,omitempty"`
	BaseLibrary string `json:"baseLibrary,omitempty"`
}

// Assumption is an assumption without which a condition has another verdict.
type Assumption struct {
	Assumption string `json:"assumption"` // its id
	// Assuming is what a separate session assumed instead.
	Assuming string          `json:"assuming"`
	Verdict  verdict.Verdict `json:"verdict"`
	Findings []string        `json:"findings"`
}

// Harness is who issued the certificate.
type Harness struct {
	Version string `json:"version"`
}

// Of is the content of certificate.json for a run.
func Of(r verdict.Run) Certificate {
	out := Certificate{
		Schema: CertificateSchema, SchemaVersion: CertificateSchemaVersion, Subject: r.Subject, Verdict: r.Verdict(),
		Gate: r.Gate(), Complete: Complete(r),
		Date: r.Started.UTC().Truncate(time.Second), URL: r.URL,
		Catalogue: Catalogue{catalogue.Version(), catalogue.Digest()},
		Harness:   Harness{r.Harness}, Clock: r.Clock, Seed: r.Seed, Sample: r.Sample(), Cap: r.Cap,
		Engines: r.Engines, Versions: r.Versions, Assuming: r.Assuming(), Requirements: []Requirement{},
	}
	if p := r.Platform; p.Name != "" {
		out.Platform = Platform{p.Name, p.Total, p.PerDomain, p.BaseLibrary}
	}
	for _, q := range r.Requirements() {
		line := Requirement{
			ID: q.Requirement.ID, Level: string(q.Requirement.Level), Verdict: q.Verdict, Reason: q.Reason.Text,
			Key: q.Reason.Key, Arguments: q.Reason.Args, Note: q.Requirement.Note, Seconds: milli(q.Seconds),
			Assumptions: q.Rests(),
			Conditions:  []Condition{}, // empty, never null: a reader need not tell the two apart
		}
		for _, c := range q.Conditions {
			line.Conditions = append(line.Conditions, newCertificateCondition(c))
		}
		out.Requirements = append(out.Requirements, line)
	}
	out.Counts = countVerdicts(out.Requirements)
	return out
}

func newCertificateCondition(c verdict.ConditionResult) Condition {
	out := Condition{
		Slug: c.Slug, Condition: c.Condition, Chinese: c.Chinese, Verdict: c.Verdict, Reason: c.Reason.Text,
		Key:       c.Reason.Key,
		Arguments: c.Reason.Args, Findings: []string{}, Seconds: milli(c.Seconds),
	}
	for _, f := range c.Case.Findings {
		out.Findings, out.FindingKeys = append(out.Findings, f.Text), append(out.FindingKeys, f.Key)
	}
	for _, h := range c.Case.Hinges {
		other := Assumption{h.Assumption, h.Assuming, h.Verdict(), []string{}}
		for _, f := range h.Findings {
			other.Findings = append(other.Findings, f.Text)
		}
		out.Assumptions = append(out.Assumptions, other)
	}
	if second := c.Case.Second; second != nil {
		confirmed := len(second.Findings) > 0
		out.Confirmed = &confirmed
	}
	return out
}

// Why is the reason as a phrase.
func (q Requirement) Why() judgement.Phrase {
	return judgement.Phrase{Key: q.Key, Args: q.Arguments, Text: q.Reason}
}

// Why is the reason as a phrase.
func (c Condition) Why() judgement.Phrase {
	return judgement.Phrase{Key: c.Key, Args: c.Arguments, Text: c.Reason}
}

// Complete reports whether every case of the run was tried to its end. A run with failures is still complete.
func Complete(r verdict.Run) bool {
	if r.Partial || r.Broke != "" || !r.Executed() {
		return false
	}
	for _, q := range r.Requirements() {
		if q.Verdict == verdict.Error {
			return false
		}
	}
	return true
}

func countVerdicts(requirements []Requirement) Counts {
	var out Counts
	for _, q := range requirements {
		of := &out.Must
		if q.Level == string(catalogue.Should) {
			of = &out.Should
		}
		switch q.Verdict {
		case verdict.Pass:
			of.Pass++
		case verdict.Fail:
			of.Fail++
		case verdict.KnownFailure:
			of.KnownFailure++
		case verdict.NotApplicable:
			of.NotApplicable++
		case verdict.Error:
			of.Error++
		}
	}
	return out
}

// milli rounds seconds to milliseconds: anything below is noise of the machine.
func milli(s float64) float64 { return math.Round(s*1000) / 1000 }

// JSON is the certificate as in the file.
func (c Certificate) JSON() ([]byte, error) { return words.Indented(c) }
