package certificate_test

import (
	"encoding/base64"
	"encoding/json"
	"path/filepath"
	"regexp"
	"testing"

	testresult "github.com/in-toto/attestation/go/predicates/test_result/v0"
	intoto "github.com/in-toto/attestation/go/v1"
	. "github.com/onsi/gomega"
	"google.golang.org/protobuf/encoding/protojson"

	"nimcert/catalogue"
	"nimcert/reports"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// statement reads an attestation as its specification has it, not as the package's own types do.
type statement struct {
	Type          string           `json:"_type"`
	Subject       []map[string]any `json:"subject"`
	PredicateType string           `json:"predicateType"`
	Predicate     struct {
		Result                                string
		Configuration                         []map[string]any
		URL                                   string
		PassedTests, WarnedTests, FailedTests []string
		Certificate                           json.RawMessage `json:"nimcert_certificate"`
	} `json:"predicate"`
}

var hexDigest = map[string]*regexp.Regexp{"sha256": regexp.MustCompile(`^[0-9a-f]{64}$`),
	"sha512": regexp.MustCompile(`^[0-9a-f]{128}$`)}

// attested writes a run and holds its attestation against what statement.md, resource_descriptor.md, digest_set.md and
// test-result.md require.
func attested(t *testing.T, r verdict.Run) statement {
	g := NewWithT(t)
	dir := t.TempDir()
	g.Expect(reports.Write(dir, []verdict.Run{r})).To(Succeed())
	raw := read(g, dir, verdict.AttestationFile)
	var s statement
	g.Expect(json.Unmarshal(raw, &s)).To(Succeed())
	names, top := keys(g, raw)
	g.Expect(names).To(ConsistOf("_type", "subject", "predicateType", "predicate"))
	g.Expect(s.Type).To(Equal("https://in-toto.io/Statement/v1"))
	g.Expect(s.PredicateType).To(Equal("https://in-toto.io/attestation/test-result/v0.1"))
	g.Expect(s.Subject).NotTo(BeEmpty())
	for _, d := range s.Subject {
		g.Expect(d["digest"]).NotTo(BeEmpty(), "every subject has a digest")
	}
	for _, d := range append(s.Subject, s.Predicate.Configuration...) {
		g.Expect(d).To(Or(HaveKey("uri"), HaveKey("digest"), HaveKey("content")), "a descriptor says what it is of")
		digests, _ := d["digest"].(map[string]any)
		for algorithm, value := range digests {
			g.Expect(value).To(MatchRegexp(hexDigest[algorithm].String()), algorithm)
		}
		if content, ok := d["content"]; ok {
			b, err := base64.StdEncoding.DecodeString(content.(string))
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(len(b)).To(BeNumerically("<", 1024), "the specification's limit")
		}
	}
	// The specification's own types take it, the statement whole and the predicate but for the extension field.
	var own intoto.Statement
	g.Expect(protojson.Unmarshal(raw, &own)).To(Succeed())
	g.Expect(own.Validate()).To(Succeed())
	var result testresult.TestResult
	g.Expect(protojson.UnmarshalOptions{DiscardUnknown: true}.Unmarshal(top["predicate"], &result)).To(Succeed())
	for _, d := range result.GetConfiguration() {
		g.Expect(d.Validate()).To(Succeed())
	}
	g.Expect(result.GetPassedTests()).To(HaveLen(len(s.Predicate.PassedTests)))
	names, predicate := keys(g, top["predicate"])
	g.Expect(names).To(
		ContainElements("result", "configuration", "passedTests", "warnedTests", "failedTests", "nimcert_certificate"))
	g.Expect(s.Predicate.Result).To(BeElementOf("PASSED", "WARNED", "FAILED"))
	g.Expect(s.Predicate.Configuration).NotTo(BeEmpty())
	for _, list := range []string{"passedTests", "warnedTests", "failedTests"} {
		g.Expect(string(predicate[list])).To(HavePrefix("["), "a list, never null")
	}
	seen := map[string]bool{}
	for _, list := range [][]string{s.Predicate.PassedTests, s.Predicate.WarnedTests, s.Predicate.FailedTests} {
		for _, name := range list {
			g.Expect(seen[name]).To(BeFalse(), "%s has two results", name)
			seen[name] = true
		}
	}
	fits(g, s.Predicate.Certificate)
	g.Expect(s.Predicate.Certificate).To(MatchJSON(read(g, dir, verdict.CertificateFile)))
	g.Expect(read(g, dir, verdict.PredicateFile)).To(MatchJSON(top["predicate"]),
		"the predicate alone is the statement's")
	return s
}

func TestTheAttestationSaysWhatTheCertificateSays(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Inapplicable("LIM-02", "no chatroom"),
		verdicttest.Failing("REC-01", "", "x."), verdicttest.Known(verdicttest.Failing("REC-02", "", "y."), "ticket"),
		verdicttest.Broke("REC-04", "", "hung"),
		verdicttest.Failing("REC-14", "", "z."), verdicttest.Passing("REC-15", ""))
	r.URL = "https://ci.example/runs/1"
	s := attested(t, r)
	g.Expect(s.Subject).To(HaveLen(1))
	g.Expect(s.Subject[0]["name"]).To(Equal("NIM_Web_SDK_miniapp.js"))
	g.Expect(s.Subject[0]["digest"]).To(Equal(map[string]any{"sha256": r.Subject.SHA256, "sha512": r.Subject.SHA512}))
	r.Subject.Chatroom = verdicttest.Chatroom()
	both := attested(t, r)
	g.Expect(both.Subject).To(HaveLen(2), "whoever has one of the two finds the statement")
	g.Expect(both.Subject[0]).To(Equal(s.Subject[0]))
	g.Expect(both.Subject[1]).To(
		Equal(map[string]any{"name": "CHATROOM_MINIAPP_SDK.js",
			"digest": map[string]any{"sha256": verdicttest.Chatroom().SHA256,
				"sha512": verdicttest.Chatroom().SHA512}}))
	g.Expect(s.Predicate.Result).To(Equal("FAILED"))
	g.Expect(s.Predicate.PassedTests).To(Equal([]string{"LIM-01", "REC-15"}), "what does not apply passed nothing")
	g.Expect(s.Predicate.WarnedTests).To(Equal([]string{"REC-02", "REC-14"}))
	g.Expect(s.Predicate.FailedTests).To(Equal([]string{"REC-01", "REC-04"}))
	g.Expect(s.Predicate.URL).To(Equal("https://ci.example/runs/1"))
	g.Expect(s.Predicate.Configuration).To(HaveLen(2))
	g.Expect(s.Predicate.Configuration[0]["name"]).To(Equal("catalogue"))
	g.Expect(s.Predicate.Configuration[0]["digest"]).To(Equal(map[string]any{"sha256": catalogue.Digest()}))
	settings, err := base64.StdEncoding.DecodeString(s.Predicate.Configuration[1]["content"].(string))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(settings).To(MatchJSON(`{"clock":"skip","seed":42,"cap":2,"harness":"0.1.0","complete":false}`))
}

func TestTheAttestationsResult(t *testing.T) {
	partial := verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	partial.Partial = true
	for name, c := range map[string]struct {
		run  verdict.Run
		want string
	}{
		"certified": {verdicttest.Run(verdicttest.Passing("LIM-01", ""),
			verdicttest.Inapplicable("LIM-02", "none")), "PASSED"},
		"a SHOULD fails": {verdicttest.Run(verdicttest.Passing("LIM-01", ""),
			verdicttest.Failing("REC-14", "", "x.")), "WARNED"},
		"a known failure": {verdicttest.Run(verdicttest.Passing("LIM-01", ""),
			verdicttest.Known(verdicttest.Failing("REC-01", "", "x."), "k")), "WARNED"},
		"not everything": {partial, "WARNED"},
		"a MUST fails": {verdicttest.Run(verdicttest.Passing("LIM-01", ""),
			verdicttest.Failing("REC-01", "", "x.")), "FAILED"},
		"the harness broke": {verdicttest.Run(verdicttest.Passing("LIM-01", ""),
			verdicttest.Broke("REC-14", "", "hung")), "FAILED"},
		"nothing was tried":   {verdicttest.Run(verdicttest.Inapplicable("LIM-02", "none")), "FAILED"},
		"a record out of use": {verdicttest.Run(verdicttest.Known(verdicttest.Passing("REC-01", ""), "k")), "FAILED"},
	} {
		NewWithT(t).Expect(attested(t, c.run).Predicate.Result).To(Equal(c.want), name)
	}
}

func TestWhatIsNoFileHasNoAttestation(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	r.Subject.SHA256, r.Subject.SHA512 = "", ""
	dir := t.TempDir()
	g.Expect(reports.Write(dir, []verdict.Run{r})).To(Succeed())
	g.Expect(filepath.Join(dir, verdict.AttestationFile)).NotTo(BeAnExistingFile())
}
