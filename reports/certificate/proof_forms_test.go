package certificate_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/reports/certificate"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

func TestTheStatementsThatSigningToolsMakeAreTaken(t *testing.T) {
	for name, change := range map[string]func(s map[string]any){
		"cosign, from the predicate": func(s map[string]any) { s["_type"] = "https://in-toto.io/Statement/v0.1" },
		"a tool that knows SHA-256 alone": func(s map[string]any) {
			s["subject"] = []any{map[string]any{"name": "x",
				"digest": map[string]any{"sha256": verdicttest.Subject().SHA256}}}
		},
		"two files": func(s map[string]any) {
			s["subject"] = append([]any{map[string]any{"name": "x", "digest": map[string]any{"sha256": "00"}}},
				s["subject"].([]any)...)
		},
	} {
		g := NewWithT(t)
		path := proofs(t, whole(), nothing)[verdict.AttestationFile]
		g.Expect(os.WriteFile(path, changed(g, read(g, path), change), 0o600)).To(Succeed())
		p, err := certificate.ReadProof(path)
		g.Expect(err).NotTo(HaveOccurred(), name)
		g.Expect(p.Reasons(policy(), verdicttest.Subject())).To(BeEmpty(), name)
	}
}

func TestAStatementThatSaysSomethingElseThanItsCertificate(t *testing.T) {
	predicate := func(f func(p map[string]any)) func(s map[string]any) {
		return func(s map[string]any) { f(s["predicate"].(map[string]any)) }
	}
	const contradicts = "the statement contradicts the certificate in it: its result or its lists of tests are " +
		"other than the certificate gives"
	const another = "the statement is about another file: none of its subjects has the digest of NIM_Web_SDK_miniapp.js"
	for name, c := range map[string]struct {
		change func(s map[string]any)
		want   string
	}{
		"result": {predicate(func(p map[string]any) { p["result"] = "FAILED" }), contradicts},
		"a test less": {predicate(func(p map[string]any) { p["passedTests"] = p["passedTests"].([]any)[1:] }),
			contradicts},
		"a test more":  {predicate(func(p map[string]any) { p["warnedTests"] = []any{"REC-01"} }), contradicts},
		"a failed one": {predicate(func(p map[string]any) { p["failedTests"] = []any{"REC-01"} }), contradicts},
		"no subject":   {func(s map[string]any) { s["subject"] = []any{} }, another},
		"no digest": {func(s map[string]any) {
			s["subject"] = []any{map[string]any{"name": "NIM_Web_SDK_miniapp.js"}}
		}, another},
		"half a lie": {func(s map[string]any) {
			s["subject"].([]any)[0].(map[string]any)["digest"].(map[string]any)["sha512"] = strings.Repeat("0", 128)
		}, another},
	} {
		g := NewWithT(t)
		path := proofs(t, whole(), nothing)[verdict.AttestationFile]
		g.Expect(os.WriteFile(path, changed(g, read(g, path), c.change), 0o600)).To(Succeed())
		p, err := certificate.ReadProof(path)
		g.Expect(err).NotTo(HaveOccurred(), name)
		g.Expect(p.Reasons(policy(), verdicttest.Subject())).To(Equal([]string{c.want}), name)
	}
}

func TestWhatIsNoProofIsRefusedInOneLine(t *testing.T) {
	cert, statement := string(issued(NewWithT(t), whole())), ""
	{
		g := NewWithT(t)
		statement = string(read(g, proofs(t, whole(), nothing)[verdict.AttestationFile]))
	}
	with := func(doc string, f func(m map[string]any)) string { return string(changed(NewWithT(t), []byte(doc), f)) }
	for name, c := range map[string]struct{ content, want string }{
		"empty":                 {"", "is not a certificate: it is not a JSON object (it is empty)"},
		"a picture":             {"\x89PNG\r\n\x1a\n\x00\x00", "is not a certificate"},
		"null":                  {"null", "it names no schema"},
		"truncated":             {cert[:len(cert)/2], "is not a certificate"},
		"a truncated statement": {statement[:len(statement)-4], "is not a certificate"},
		"deep":                  {strings.Repeat("[", 1<<20), "is not a certificate"},
		"deep in a field": {`{"schema": "nimcert/certificate/v1", "subject": ` + strings.Repeat(`{"a":`, 1<<20),
			"is not a certificate"},
		"a number for the schema": {`{"schema": 1}`, "is not a certificate"},
		"a field gone": {with(cert, func(m map[string]any) { delete(m, "catalogue") }),
			"is damaged: /: missing property 'catalogue'"},
		"a date that is none": {with(cert, func(m map[string]any) { m["date"] = "soon" }), "is damaged"},
		"a digest that is none": {with(cert, func(m map[string]any) { m["subject"].(map[string]any)["sha256"] = "?" }),
			"is damaged: /subject/sha256: "},
		"a number that is none": {with(cert, func(m map[string]any) { m["cap"] = "2" }), "is damaged"},
		"a signature": {`{"base64Signature": "eA==", "cert": ""}`,
			"is a signature alone: give the file that it signs"},
		"a damaged envelope": {`{"payloadType": 7}`, "is not a certificate"},
		"a damaged bundle": {`{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "dsseEnvelope": 7}`,
			"is a damaged bundle of Sigstore"},
		"the predicate": {with(statement, func(m map[string]any) {
			p := m["predicate"].(map[string]any)
			clear(m)
			for k, v := range p {
				m[k] = v
			}
		}), "is a predicate alone, which names no build"},
		"another statement": {with(statement,
			func(m map[string]any) { m["_type"] = "https://in-toto.io/Statement/v9" }),
			`its type is "https://in-toto.io/Statement/v9"`},
		"another predicate": {with(statement,
			func(m map[string]any) { m["predicateType"] = "https://slsa.dev/provenance/v1" }),
			"is an attestation of something else"},
		"another's test result": {with(statement,
			func(m map[string]any) { delete(m["predicate"].(map[string]any), "nimcert_certificate") }),
			"is a test result that nimcert did not write"},
		"a statement with a bad heart": {with(statement,
			func(m map[string]any) { m["predicate"].(map[string]any)["nimcert_certificate"] = []any{} }),
			"is not a certificate"},
		"subjects of another form": {with(statement, func(m map[string]any) { m["subject"] = "all" }),
			"is a damaged statement"},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			path := filepath.Join(t.TempDir(), "proof.json")
			g.Expect(os.WriteFile(path, []byte(c.content), 0o600)).To(Succeed())
			_, err := certificate.ReadProof(path)
			g.Expect(err).To(HaveOccurred())
			g.Expect(err.Error()).To(And(HavePrefix(path+" "), ContainSubstring(c.want), Not(ContainSubstring("\n"))))
			g.Expect(len(err.Error())).To(BeNumerically("<", 600))
		})
	}
}

func TestACertificateOfAnotherFormIsKnownAsOne(t *testing.T) {
	for _, change := range []func(m map[string]any){
		func(m map[string]any) { m["schema"] = "nimcert/certificate/v2" },
		func(m map[string]any) { delete(m, "schemaVersion") },
	} {
		for file, path := range proofs(t, whole(), change) {
			g := NewWithT(t)
			_, err := certificate.ReadProof(path)
			var form *certificate.SchemaError
			g.Expect(errors.As(err, &form)).To(BeTrue(), "%s: %v", file, err)
			g.Expect(err.Error()).To(And(ContainSubstring("certify again"), Not(ContainSubstring("\n"))))
		}
	}
}

func TestAProofThatIsNoFile(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	_, err := certificate.ReadProof(dir)
	g.Expect(err).To(MatchError(ContainSubstring("holds no certificate.json")))
	_, err = certificate.ReadProof(filepath.Join(dir, "none"))
	g.Expect(err).To(MatchError(ContainSubstring("is not there")))
	_, err = certificate.ReadProof(os.DevNull)
	g.Expect(err).To(MatchError(ContainSubstring("is not a file")))
	huge := filepath.Join(dir, "huge.json")
	f, err := os.Create(huge)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(f.Truncate(1 << 40)).To(Succeed()) // sparse
	g.Expect(f.Close()).To(Succeed())
	_, err = certificate.ReadProof(huge)
	g.Expect(err).To(MatchError(ContainSubstring("it has 1048576 MB, and 32 are the most")))
}
