package reports

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
)

// The JUnit file follows the schema of Jenkins' junit-10, in the order of its elements, plus the attributes file and line of a case, which GitLab and the usual
// GitHub actions read. The junit step of Jenkins passes over them; the xUnit plugin, which holds every file against that schema, does not take them.
//
// What the readers do decides the form:
//   - GitLab shows of <failure>, <error> and <skipped> the text alone, not the message, so that the sentence begins the text. It names a case by classname and name, keeps
//     one of several with the same, and calls the classname the suite. It takes the attachment from the case's system-out.
//   - Jenkins cuts package and class out of classname at its last dot, and joins suites of one name. Its attachments plugin copies a file once for each class.
//   - mikepenz/action-junit-report and EnricoMi/publish-unit-test-result-action put message and text on the line of file; dorny/test-reporter groups by suite and classname.

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
	SystemOut *junitOutput `xml:"system-out"`
}

type junitDetail struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",cdata"` // its lines stay lines for who opens the file
}

type junitOutput struct {
	Text string `xml:",cdata"`
}

// WriteJUnit writes one suite per subject and group of the catalogue, and one case per requirement. page is the path of report.html as the pipeline's working folder
// sees it; failures and errors carry it as their attachment. Empty leaves it out.
//
// Known failures, what does not apply, and failed SHOULD requirements are skipped cases whose message says which: JUnit knows no warning, a case without an element reads
// as a pass, and a <failure> would turn a pipeline red whose gate is open.
func WriteJUnit(w io.Writer, runs []Run, page string) error {
	all := junitSuites{Name: "nimcert"}
	seconds := 0.0
	folders := Folders(runs)
	for i, r := range runs {
		for _, s := range r.junitSuites(folders[i], attachment(page)) {
			all.Tests += s.Tests
			all.Failures += s.Failures
			all.Errors += s.Errors
			all.Suites = append(all.Suites, s)
		}
		seconds += r.Seconds
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

// attachment is the line that Jenkins' attachments plugin and GitLab look for in a case's output: [[ATTACHMENT|path]], alone on its line. A path that would end it
// early or break the line gives none.
func attachment(page string) string {
	if page == "" || strings.ContainsAny(page, "|\n\r") || strings.Contains(page, "]]") || page != clean(page) {
		return ""
	}
	return "\n[[ATTACHMENT|" + filepath.ToSlash(page) + "]]\n"
}

func (r Run) junitSuites(folder, attachment string) []junitSuite {
	class := "nimcert."
	if folder != "" {
		// GitLab keeps only one of several cases with the same class and name, so that the subject belongs to the class. A dot would split it.
		class += strings.ReplaceAll(folder, ".", "_") + "."
	}
	var out []junitSuite
	seconds := 0.0
	for _, q := range r.Requirements() {
		group := q.Requirement.Group
		name := clean(strings.TrimPrefix(r.Label()+": "+group+" "+groupTitle(group), ": "))
		if len(out) == 0 || out[len(out)-1].Name != name {
			out, seconds = append(out, r.junitSuite(name)), 0
		}
		s := &out[len(out)-1]
		if note := q.Requirement.Note; note != "" {
			s.Properties = append(s.Properties, junitProperty{"note on the guide, " + clean(q.Requirement.ID), clean(note)})
		}
		for _, words := range q.restWords() {
			s.Properties = append(s.Properties, junitProperty{"assumption, " + clean(q.Requirement.ID), clean(words)})
		}
		c := junitCase{Name: clean(q.Requirement.ID + " " + q.Requirement.Title), Classname: class + clean(group), Time: decimal(q.Seconds)}
		if at := q.spec(); at != nil && at.File != "" {
			c.File, c.Line = clean(at.File), strconv.Itoa(max(at.Line, 1))
		}
		s.Tests++
		r.junitVerdict(q, &c, s)
		if attachment != "" && (c.Failure != nil || c.Error != nil) {
			c.SystemOut = &junitOutput{attachment}
		}
		s.Cases = append(s.Cases, c)
		seconds += q.Seconds
		s.Time = decimal(seconds)
	}
	if r.Gate() != Open && !slices.ContainsFunc(out, func(s junitSuite) bool { return s.Failures+s.Errors > 0 }) {
		out = append(out, r.junitGate(class, attachment))
	}
	return out
}

// junitGate is a case of its own for a gate that no case closed: only a part was asked, or nothing could be tried. A pipeline that reads this file alone must not take that for green.
func (r Run) junitGate(class, attachment string) junitSuite {
	s := r.junitSuite(clean(strings.TrimPrefix(r.Label()+": the gate", ": ")))
	gate, advice := r.Advice()
	c := junitCase{Name: "the gate is open", Classname: class + "gate", Time: decimal(0)}
	detail := &junitDetail{Message: clean(r.Headline()), Type: string(r.Gate()), Text: clean(r.Headline() + "\n" + gate + " " + advice)}
	if r.Gate() == GateError {
		c.Error, s.Errors = detail, 1
	} else {
		c.Failure, s.Failures = detail, 1
	}
	if attachment != "" {
		c.SystemOut = &junitOutput{attachment}
	}
	s.Tests, s.Time, s.Cases = 1, decimal(0), []junitCase{c}
	return s
}

// junitSuite is a suite without cases. Every suite carries the properties: readers show those of the suite that they show.
func (r Run) junitSuite(name string) junitSuite {
	s := junitSuite{Name: name, Properties: []junitProperty{
		{"sdk", clean(r.Subject.Name)}, {"version", clean(r.Subject.Version)}, {"build", clean(r.Subject.Build)},
		{"integrity", r.integrity()}, {"sha512", clean(r.Subject.SHA512)}, {"sha256", clean(r.Subject.SHA256)},
		{"seed", strconv.FormatInt(r.Seed, 10)}, {"clock", clean(r.Clock)}, {"cap", strconv.Itoa(r.Cap)}, {"harness", clean(r.Harness)},
		{"catalogue", catalogue.Version()}, {"verdict", string(r.Verdict())}, {"gate", string(r.Gate())},
	}}
	if words := r.PlatformWords(); words.EN != "" {
		s.Properties = append(s.Properties, junitProperty{"platform", clean(words.EN)})
	}
	if r.Subject.Configured != "" {
		s.Properties = append(s.Properties, junitProperty{"configured", clean(r.Subject.Configured)})
	}
	if room := r.Subject.Chatroom; room.Build != "" {
		s.Properties = append(s.Properties, junitProperty{"chatroom", clean(room.Build)}, junitProperty{"chatroom sha512", clean(room.SHA512)})
	}
	if sample := r.Sample().String(); sample != "" {
		s.Properties = append(s.Properties, junitProperty{"sample", sample})
	}
	if r.URL != "" {
		s.Properties = append(s.Properties, junitProperty{"url", clean(r.URL)})
	}
	if !r.Started.IsZero() {
		s.Timestamp = r.Started.UTC().Format(time.RFC3339)
	}
	return s
}

// integrity is the build file's digest as browsers and npm write one (W3C Subresource Integrity); npm's own is that of the whole package.
func (r Run) integrity() string {
	sum, err := hex.DecodeString(r.Subject.SHA512)
	if err != nil || len(sum) == 0 {
		return ""
	}
	return "sha512-" + base64.StdEncoding.EncodeToString(sum)
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

// junitText is everything a reader of the failure needs without the page: the sentence, the statement, each condition's findings, the events that decided, and the command.
func (r Run) junitText(q RequirementResult) string {
	var b strings.Builder
	if q.Reason != "" {
		fmt.Fprintf(&b, "%s\n\n", q.Reason)
	}
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
		for _, h := range c.Case.Hinges {
			fmt.Fprintf(&b, "  - %s\n", h.said().EN)
		}
	}
	if at := q.spec(); at != nil && q.Verdict != NotApplicable {
		writeEvidence(&b, at)
	}
	if cmd := r.Command(q.Requirement.ID); cmd != "" && q.Verdict != NotApplicable {
		fmt.Fprintf(&b, "\nRun it again: %s\n", cmd)
	}
	return b.String()
}

// writeEvidence writes the events around those that decided a case, marked, in session time.
func writeEvidence(b *strings.Builder, c *Case) {
	rows := evidence(c)
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

// spec is the case whose place in the code stands for the requirement: that of the condition that decided.
func (q RequirementResult) spec() *Case {
	if q.Decided < 0 {
		return nil
	}
	return q.Conditions[q.Decided].Case
}

// Command is the command that runs one requirement again, and whose exit code says how it went; empty when the run does not know its own.
func (r Run) Command(id string) string {
	if r.Rerun == "" {
		return ""
	}
	return r.Rerun + " --run " + id + " --allow-partial"
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
