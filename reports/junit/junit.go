package junit

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"nimcert/catalogue"
	"nimcert/internal/words"
	"nimcert/reports/evidence"
	"nimcert/verdict"
)

// The JUnit file follows the schema of Jenkins' junit-10, in the order of its elements, plus the attributes file and
// line of a case, which GitLab and the usual GitHub actions read. The junit step of Jenkins passes over them; the xUnit
// plugin, which holds every file against that schema, does not take them.
//
// The form follows what the readers do:
//   - GitLab shows of <failure>, <error> and <skipped> the text alone, not the message, so that the sentence begins the
//     text. It names a case by classname and name, keeps one of several with the same, and calls the classname the
//     suite. It takes the attachment from the case's system-out.
//   - Jenkins cuts package and class out of classname at its last dot, and joins suites of one name. Its attachments
//     plugin copies a file once for each class.
//   - Allure 3 knows a case by classname and name in all files of its folder, whatever the suite is called, and takes
//     one of two for a retry of the other (findings/allure-same-name-is-a-retry.sh).
//   - mikepenz/action-junit-report and EnricoMi/publish-unit-test-result-action put message and text on the line of
//     file; dorny/test-reporter groups by suite and classname.

type JunitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Time     string       `xml:"time,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []JunitSuite `xml:"testsuite"`
}

type JunitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr,omitempty"`
	Properties []JunitProperty `xml:"properties>property"`
	Cases      []JunitCase     `xml:"testcase"`
}

type JunitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type JunitCase struct {
	Name      string       `xml:"name,attr"`
	Classname string       `xml:"classname,attr"`
	Time      string       `xml:"time,attr"`
	File      string       `xml:"file,attr,omitempty"`
	Line      string       `xml:"line,attr,omitempty"`
	Skipped   *JunitDetail `xml:"skipped"`
	Error     *JunitDetail `xml:"error"`
	Failure   *JunitDetail `xml:"failure"`
	SystemOut *junitOutput `xml:"system-out"`
}

type JunitDetail struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",cdata"` // line breaks stay readable in the file
}

type junitOutput struct {
	Text string `xml:",cdata"`
}

// Write writes one suite per subject and group of the catalogue, and one case per requirement. page is the path of
// report.html as the pipeline's working folder sees it; failures and errors carry it as their attachment. Empty leaves
// it out.
//
// Known failures, what does not apply, and failed SHOULD requirements are skipped cases whose message says which: JUnit
// knows no warning, a case without an element reads as a pass, and a <failure> would turn a pipeline red whose gate is
// open.
func Write(w io.Writer, runs []verdict.Run, page string) error {
	all := JunitSuites{Name: "nimcert"}
	seconds := 0.0
	folders := verdict.Folders(runs)
	for i, r := range runs {
		for _, s := range suitesOf(r, folders[i], attachment(page)) {
			all.Tests += s.Tests
			all.Failures += s.Failures
			all.Errors += s.Errors
			all.Suites = append(all.Suites, s)
		}
		seconds += r.Seconds
	}
	all.Time = Decimal(seconds)
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

// attachment is the line that Jenkins' attachments plugin and GitLab look for in a case's output: [[ATTACHMENT|path]],
// alone on its line. A path that would end it early or break the line is left out.
func attachment(page string) string {
	if page == "" || strings.ContainsAny(page, "|\n\r") || strings.Contains(page, "]]") || page != words.Clean(page) {
		return ""
	}
	return "\n[[ATTACHMENT|" + filepath.ToSlash(page) + "]]\n"
}

func suitesOf(r verdict.Run, folder, attachment string) []JunitSuite {
	class := "nimcert."
	if folder != "" {
		// GitLab keeps only one of several cases with the same class and name, so the subject is part of the class. A
		// dot would split it.
		class += strings.ReplaceAll(folder, ".", "_") + "."
	}
	var out []JunitSuite
	seconds := 0.0
	for _, q := range r.Requirements() {
		group := q.Requirement.Group
		name := words.Clean(strings.TrimPrefix(r.Label()+": "+group+" "+verdict.GroupTitle(group), ": "))
		if len(out) == 0 || out[len(out)-1].Name != name {
			out, seconds = append(out, suiteOf(r, name)), 0
		}
		s := &out[len(out)-1]
		if note := q.Requirement.Note; note != "" {
			s.Properties = append(s.Properties,
				JunitProperty{"note on the guide, " + words.Clean(q.Requirement.ID), words.Clean(note)})
		}
		for _, line := range q.RestWords() {
			s.Properties = append(s.Properties,
				JunitProperty{"assumption, " + words.Clean(q.Requirement.ID), words.Clean(line)})
		}
		c := JunitCase{Name: words.Clean(q.Requirement.ID + " " + q.Requirement.Title),
			Classname: class + words.Clean(group), Time: Decimal(q.Seconds)}
		if at := spec(q); at != nil && at.File != "" {
			c.File, c.Line = words.Clean(at.File), strconv.Itoa(max(at.Line, 1))
		}
		s.Tests++
		junitVerdict(r, q, &c, s)
		if attachment != "" && (c.Failure != nil || c.Error != nil) {
			c.SystemOut = &junitOutput{attachment}
		}
		s.Cases = append(s.Cases, c)
		seconds += q.Seconds
		s.Time = Decimal(seconds)
	}
	if r.Gate() != verdict.Open &&
		!slices.ContainsFunc(out, func(s JunitSuite) bool { return s.Failures+s.Errors > 0 }) {
		out = append(out, junitGate(r, class, attachment))
	}
	return out
}

// junitGate is an additional case for a gate that no case closed: only a part was asked for, or nothing could be tried.
// A pipeline that reads only this file must not take that for green.
func junitGate(r verdict.Run, class, attachment string) JunitSuite {
	s := suiteOf(r, words.Clean(strings.TrimPrefix(r.Label()+": the gate", ": ")))
	gate, advice := r.Advice()
	c := JunitCase{Name: "the gate is open", Classname: class + "gate", Time: Decimal(0)}
	detail := &JunitDetail{Message: words.Clean(r.Headline()), Type: string(r.Gate()),
		Text: words.Clean(r.Headline() + "\n" + gate + " " + advice)}
	if r.Gate() == verdict.GateError {
		c.Error, s.Errors = detail, 1
	} else {
		c.Failure, s.Failures = detail, 1
	}
	if attachment != "" {
		c.SystemOut = &junitOutput{attachment}
	}
	s.Tests, s.Time, s.Cases = 1, Decimal(0), []JunitCase{c}
	return s
}

// suiteOf is a suite without cases. Every suite carries the properties: readers show those of the displayed suite.
func suiteOf(r verdict.Run, name string) JunitSuite {
	s := JunitSuite{Name: name, Properties: []JunitProperty{
		{"sdk", words.Clean(r.Subject.Name)}, {"version", words.Clean(r.Subject.Version)},
		{"build", words.Clean(r.Subject.Build)},
		{"integrity", integrity(r)}, {"sha512", words.Clean(r.Subject.SHA512)},
		{"sha256", words.Clean(r.Subject.SHA256)},
		{"seed", strconv.FormatInt(r.Seed, 10)}, {"clock", words.Clean(r.Clock)}, {"cap", strconv.Itoa(r.Cap)},
		{"harness", words.Clean(r.Harness)},
		{"catalogue", catalogue.Version()}, {"verdict", string(r.Verdict())}, {"gate", string(r.Gate())},
	}}
	if platform := r.PlatformWords(); platform.EN != "" {
		s.Properties = append(s.Properties, JunitProperty{"platform", words.Clean(platform.EN)})
	}
	if r.Subject.Configured != "" {
		s.Properties = append(s.Properties, JunitProperty{"configured", words.Clean(r.Subject.Configured)})
	}
	if room := r.Subject.Chatroom; room.Build != "" {
		s.Properties = append(s.Properties, JunitProperty{"chatroom", words.Clean(room.Build)},
			JunitProperty{"chatroom sha512", words.Clean(room.SHA512)})
	}
	if family := r.Subject.Family; family.Build != "" {
		s.Properties = append(s.Properties, JunitProperty{"family", words.Clean(family.Build)},
			JunitProperty{"family sha512", words.Clean(family.SHA512)})
	}
	if sample := r.Sample().String(); sample != "" {
		s.Properties = append(s.Properties, JunitProperty{"sample", sample})
	}
	if r.URL != "" {
		s.Properties = append(s.Properties, JunitProperty{"url", words.Clean(r.URL)})
	}
	if !r.Started.IsZero() {
		s.Timestamp = r.Started.UTC().Format(time.RFC3339)
	}
	return s
}

// integrity is the build file's digest as browsers and npm write one (W3C Subresource Integrity); npm's own is that of
// the whole package.
func integrity(r verdict.Run) string {
	sum, err := hex.DecodeString(r.Subject.SHA512)
	if err != nil || len(sum) == 0 {
		return ""
	}
	return "sha512-" + base64.StdEncoding.EncodeToString(sum)
}

func junitVerdict(r verdict.Run, q verdict.RequirementResult, c *JunitCase, s *JunitSuite) {
	detail := &JunitDetail{Message: words.Clean(q.Reason.Text), Type: string(q.Verdict),
		Text: words.Clean(junitText(r, q))}
	switch {
	case q.Verdict == verdict.Error:
		c.Error = detail
		s.Errors++
	case q.Verdict == verdict.Fail && q.Requirement.Level == catalogue.Must:
		c.Failure = detail
		s.Failures++
	case q.Verdict == verdict.Fail:
		detail.Message = "SHOULD requirement fails: " + detail.Message
		c.Skipped = detail
		s.Skipped++
	case q.Verdict == verdict.KnownFailure, q.Verdict == verdict.NotApplicable:
		detail.Message = string(q.Verdict) + ": " + detail.Message
		c.Skipped = detail
		s.Skipped++
	}
}

// junitText is everything that a reader of a failure needs without the page: the sentence, the statement, each
// condition's findings, the events that decided, and the command.
func junitText(r verdict.Run, q verdict.RequirementResult) string {
	var b strings.Builder
	if !q.Reason.IsZero() {
		fmt.Fprintf(&b, "%s\n\n", q.Reason)
	}
	fmt.Fprintf(&b, "%s (%s): %s\n", q.Requirement.ID, q.Requirement.Level, q.Requirement.Statement)
	for _, c := range q.Conditions {
		if c.Verdict == verdict.Pass || c.Verdict == verdict.NotApplicable && q.Verdict != verdict.NotApplicable {
			continue
		}
		name := c.Condition
		switch {
		case name == "":
			name = "the one condition"
		case c.Slug != "":
			name += " (" + c.Slug + ")"
		}
		fmt.Fprintf(&b, "\n%s: %s\n", name, c.Verdict)
		for _, f := range c.Case.Findings {
			fmt.Fprintf(&b, "  - %s\n", f.Text)
		}
		if len(c.Case.Findings) == 0 {
			fmt.Fprintf(&b, "  - %s\n", c.Reason)
		}
		for _, h := range c.Case.Hinges {
			fmt.Fprintf(&b, "  - %s\n", h.Said().EN)
		}
	}
	if at := spec(q); at != nil && q.Verdict != verdict.NotApplicable {
		writeEvidence(&b, at)
	}
	if cmd := r.Command(q.Again()); cmd != "" && q.Verdict != verdict.NotApplicable {
		fmt.Fprintf(&b, "\nRun it again: %s\n", cmd)
	}
	return b.String()
}

// writeEvidence writes the events around those that decided a case, marked, in session time.
func writeEvidence(b *strings.Builder, c *verdict.Case) {
	rows := evidence.Evidence(c, c.Timeline.Unpack())
	if len(rows) == 0 {
		return
	}
	b.WriteString("\nWhat was seen, in session time")
	if name := c.Name(); name != "" {
		fmt.Fprintf(b, ", %s", name)
	}
	b.WriteString(":\n")
	for _, row := range rows {
		switch mark := " "; {
		case row.Gap != "":
			fmt.Fprintf(b, "  … %s\n", row.Gap)
		default:
			if row.Badge > 0 {
				mark = "▶"
			}
			fmt.Fprintf(b, "%s%10s  %-8s  %s\n", mark, row.Time, row.Who, row.What)
		}
	}
}

// spec is the case whose place in the code represents the requirement: that of the condition that decided.
func spec(q verdict.RequirementResult) *verdict.Case {
	if q.Decided < 0 {
		return nil
	}
	return q.Conditions[q.Decided].Case
}

func Decimal(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }
