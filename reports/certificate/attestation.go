package certificate

import (
	"encoding/json"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/verdict"
)

// The types of the in-toto attestation, from its specification: github.com/in-toto/attestation, spec/v1/statement.md
// and spec/predicates/test-result.md.
const (
	StatementType = "https://in-toto.io/Statement/v1"
	PredicateType = "https://in-toto.io/attestation/test-result/v0.1"
)

// Statement is attestation.json: the certificate as an in-toto statement about the build file, which cosign signs
// unchanged. Tools that make the statement themselves take only the predicate, which has a file of its own.
type Statement struct {
	Type          string               `json:"_type"`
	Subject       []ResourceDescriptor `json:"subject"`
	PredicateType string               `json:"predicateType"`
	Predicate     TestResult           `json:"predicate"`
}

// ResourceDescriptor names a file, or other data, by its contents. The specification demands one of uri, digest and
// content.
type ResourceDescriptor struct {
	Name        string            `json:"name,omitempty"`
	URI         string            `json:"uri,omitempty"`
	Digest      map[string]string `json:"digest,omitempty"`
	Content     []byte            `json:"content,omitempty"` // base64 in the file
	MediaType   string            `json:"mediaType,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// TestOutcome is the result of a test run as the predicate names it.
type TestOutcome string

// The outcomes. Warned means that the gate is open but the certification is qualified: known failures, a failed SHOULD,
// or a partial run.
const (
	Passed TestOutcome = "PASSED"
	Warned TestOutcome = "WARNED"
	Failed TestOutcome = "FAILED"
)

// TestResult is the predicate. Its tests are requirements, by identifier. A requirement that does not apply was not
// tested and is in no list.
type TestResult struct {
	Result        TestOutcome          `json:"result"`
	Configuration []ResourceDescriptor `json:"configuration"`
	URL           string               `json:"url,omitempty"`
	PassedTests   []string             `json:"passedTests"`
	WarnedTests   []string             `json:"warnedTests"`
	FailedTests   []string             `json:"failedTests"`
	// Certificate is an extension field, as the specification allows: the reasons, the date and the catalogue, so that
	// they are signed too and nimcert verify can judge the statement alone.
	Certificate *Certificate `json:"nimcert_certificate"`
}

// Statement is the certificate as an attestation about its build files. It is false if the subject is no file: a
// statement needs a digest.
func (c Certificate) Statement() (Statement, bool) {
	var files []ResourceDescriptor
	for _, f := range []clients.File{{Build: c.Subject.Build, SHA512: c.Subject.SHA512, SHA256: c.Subject.SHA256},
		c.Subject.Chatroom} {
		digest := map[string]string{}
		for algorithm, value := range map[string]string{"sha256": f.SHA256, "sha512": f.SHA512} {
			if value != "" {
				digest[algorithm] = value
			}
		}
		if len(digest) > 0 {
			files = append(files, ResourceDescriptor{Name: f.Build, Digest: digest})
		}
	}
	return Statement{Type: StatementType, PredicateType: PredicateType, Predicate: c.testResult(), Subject: files},
		len(files) > 0
}

func (c Certificate) testResult() TestResult {
	out := TestResult{
		Configuration: c.configuration(), URL: c.URL, PassedTests: []string{}, WarnedTests: []string{},
		FailedTests: []string{}, Certificate: &c,
	}
	for _, q := range c.Requirements {
		switch {
		case q.Verdict == verdict.Pass:
			out.PassedTests = append(out.PassedTests, q.ID)
		case q.Verdict == verdict.KnownFailure, q.Verdict == verdict.Fail && q.Level == string(catalogue.Should):
			out.WarnedTests = append(out.WarnedTests, q.ID)
		case q.Verdict != verdict.NotApplicable:
			out.FailedTests = append(out.FailedTests, q.ID)
		}
	}
	switch {
	case c.Gate != verdict.Open:
		out.Result = Failed
	case c.Verdict == verdict.Certified && len(out.WarnedTests) == 0:
		out.Result = Passed
	default:
		out.Result = Warned
	}
	return out
}

// configuration describes the settings of the run, which a policy can compare with its expectations.
func (c Certificate) configuration() []ResourceDescriptor {
	settings, err := json.Marshal(
		map[string]any{"clock": c.Clock, "seed": c.Seed, "cap": c.Cap, "harness": c.Harness.Version,
			"complete": c.Complete})
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return []ResourceDescriptor{
		{Name: "catalogue", Digest: map[string]string{"sha256": c.Catalogue.SHA256},
			Annotations: map[string]string{"version": c.Catalogue.Version}},
		{Name: "settings", Content: settings, MediaType: "application/json"},
	}
}
