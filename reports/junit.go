package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"nimcert/catalogue"
)

// The JUnit file follows the schema of Jenkins' junit-10, in the order of its elements, plus the attributes file and line, which GitLab and the usual
// GitHub actions read and Jenkins ignores.

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Time     string       `xml:"time,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr,omitempty"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name      string       `xml:"name,attr"`
	Classname string       `xml:"classname,attr"`
	Time      string       `xml:"time,attr"`
	File      string       `xml:"file,attr,omitempty"`
	Line      string       `xml:"line,attr,omitempty"`
	Skipped   *junitDetail `xml:"skipped"`
	Error     *junitDetail `xml:"error"`
	Failure   *junitDetail `xml:"failure"`
}

type junitDetail struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes one suite per subject and one case per requirement.
//
// Known failures, what does not apply, and failed SHOULD requirements are skipped cases whose message says which: JUnit knows no warning, and a
// <failure> would turn a pipeline red whose gate is open.
func WriteJUnit(w io.Writer, runs []Run) error {
	all := junitSuites{Name: "nimcert"}
	seconds := 0.0
	folders := Folders(runs)
	for i, r := range runs {
		s := r.junitSuite(folders[i])
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
		seconds += r.Seconds
		all.Suites = append(all.Suites, s)
	}
	all.Time = decimal(seconds)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (r Run) junitSuite(folder string) junitSuite {
	s := junitSuite{Name: clean(r.Label()), Time: decimal(r.Seconds), Properties: []junitProperty{
		{"sdk", clean(r.Subject.Name)}, {"version", clean(r.Subject.Version)}, {"build", clean(r.Subject.Build)}, {"sha512", clean(r.Subject.SHA512)},
		{"seed", strconv.FormatInt(r.Seed, 10)}, {"clock", clean(r.Clock)}, {"cap", strconv.Itoa(r.Cap)}, {"harness", clean(r.Harness)},
		{"verdict", string(r.Verdict())}, {"gate", string(r.Gate())},
	}}
	if !r.Started.IsZero() {
		s.Timestamp = r.Started.UTC().Format(time.RFC3339)
	}
	class := "nimcert."
	if folder != "" {
		// GitLab keeps only one of several cases with the same class and name, so that the subject belongs to the class. A dot would split it.
		class += strings.ReplaceAll(folder, ".", "_") + "."
	}
	for _, q := range r.Requirements() {
		c := junitCase{Name: clean(q.Requirement.ID + " " + q.Requirement.Title), Classname: class + clean(q.Requirement.Group), Time: decimal(q.Seconds)}
		if at := q.spec(); at != nil && at.File != "" {
			c.File, c.Line = clean(at.File), strconv.Itoa(max(at.Line, 1))
		}
		s.Tests++
		r.junitVerdict(q, &c, &s)
		s.Cases = append(s.Cases, c)
	}
	return s
}

func (r Run) junitVerdict(q RequirementResult, c *junitCase, s *junitSuite) {
	detail := &junitDetail{Message: clean(q.Reason), Type: string(q.Verdict), Text: clean(r.junitText(q))}
	switch {
	case q.Verdict == Error:
		c.Error = detail
		s.Errors++
	case q.Verdict == Fail && q.Requirement.Level == catalogue.Must:
		c.Failure = detail
		s.Failures++
	case q.Verdict == Fail:
		detail.Message = "SHOULD requirement fails: " + detail.Message
		c.Skipped = detail
		s.Skipped++
	case q.Verdict == KnownFailure, q.Verdict == NotApplicable:
		detail.Message = string(q.Verdict) + ": " + detail.Message
		c.Skipped = detail
		s.Skipped++
	}
}

// junitText is everything a reader of the failure needs without the page: the statement, each condition's findings, and the command.
func (r Run) junitText(q RequirementResult) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s\n", q.Requirement.ID, q.Requirement.Level, q.Requirement.Statement)
	for _, c := range q.Conditions {
		if c.Verdict == Pass || c.Verdict == NotApplicable && q.Verdict != NotApplicable {
			continue
		}
		name := c.Condition
		if name == "" {
			name = "the one condition"
		}
		fmt.Fprintf(&b, "\n%s: %s\n", name, c.Verdict)
		for _, f := range c.Case.Findings {
			fmt.Fprintf(&b, "  - %s\n", f.Text)
		}
		if len(c.Case.Findings) == 0 {
			fmt.Fprintf(&b, "  - %s\n", c.Reason)
		}
	}
	if len(q.Conditions) == 0 {
		fmt.Fprintf(&b, "\n%s\n", q.Reason)
	}
	if cmd := r.Command(q.Requirement.ID); cmd != "" && q.Verdict != NotApplicable {
		fmt.Fprintf(&b, "\nRun it again: %s\n", cmd)
	}
	return b.String()
}

// spec is the case whose place in the code stands for the requirement: that of the condition that decided.
func (q RequirementResult) spec() *Case {
	if q.Decided < 0 {
		return nil
	}
	return q.Conditions[q.Decided].Case
}

// Command is the command that runs one requirement again; empty when the run does not know its own.
func (r Run) Command(id string) string {
	if r.Rerun == "" {
		return ""
	}
	return r.Rerun + " --run " + id
}

func decimal(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }

// clean replaces what XML 1.0 cannot carry, in whatever form: an SDK's console may print anything. The page and the terminal show the same text, where
// control characters and those that turn the direction of writing do harm.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return '\ufffd'
		case r == '\n', r == '\t', r >= 0x20 && r < 0x7f, r >= 0xa0 && r <= 0xd7ff, r >= 0xe000 && r <= 0xfffd, r >= 0x10000 && r <= 0x10ffff:
			return r
		}
		return '\ufffd'
	}, s)
}
