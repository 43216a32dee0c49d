package certificate

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"nimcert/clients"
	"nimcert/internal/words"
	"nimcert/signature"
)

// Proof is a file that is presented for a build: a certificate, alone or in an attestation statement.
type Proof struct {
	Certificate Certificate
	statement   *Statement
	path        string
	bytes       []byte               // the file as it was read
	envelope    *signature.Signature // if the file is an envelope; not verified yet
	verified    bool
}

// statementV01 is the type of the statements that older tools make from a predicate; its fields are the same.
const statementV01 = "https://in-toto.io/Statement/v0.1"

// ReadProof reads a certificate.json, an attestation.json or the statement that a signing tool made of the predicate,
// or the certificate.json in a folder. It checks the certificate against its schema. Each error is one line that names
// the file and the mend; a *SchemaError is about a certificate whose form this nimcert does not know. It checks no
// signature: it only recognises a signed envelope, and Signed opens it.
func ReadProof(path string) (Proof, error) {
	path, b, err := ReadCertificateFile(path)
	if err != nil {
		return Proof{}, err
	}
	var head struct {
		Type   string          `json:"_type"`
		Result json.RawMessage `json:"result"`
	}
	if words.Decode(b, &head) == nil {
		switch signed, ok, err := signature.Parse(path, b); {
		case err != nil:
			return Proof{}, err
		case ok && signed.Envelope():
			return Proof{path: path, bytes: b, envelope: &signed}, nil
		case ok:
			return Proof{},
				fmt.Errorf("%s is a signature alone: give the file that it signs, and it as --signature", path)
		case head.Result != nil:
			return Proof{}, fmt.Errorf("%s is a predicate alone, which names no build: give the statement, or the "+
				"certificate.json", path)
		case head.Type != "":
			return parseStatement(path, b)
		}
	}
	c, err := parseChecked(path, b)
	return Proof{Certificate: c, path: path, bytes: b}, err
}

// Enveloped reports whether the proof is a signed envelope, which says nothing until Signed has opened it.
func (p Proof) Enveloped() bool { return p.envelope != nil }

// Verified reports whether Signed found the signature to hold.
func (p Proof) Verified() bool { return p.verified }

// Signed checks a proof against the key: the envelope itself, or the separate signature. It returns the proof with the
// signed content, and in one line why the signature is not valid for it; "" means that it is valid.
func (p Proof) Signed(key signature.Key, by *signature.Signature) (Proof, string) {
	envelope := p.envelope
	if envelope == nil && by.Envelope() {
		envelope = by
	}
	if envelope == nil {
		err := by.Covers(key, p.path, p.bytes)
		p.verified = err == nil
		return p, reason(err)
	}
	payload, err := envelope.Payload(key)
	if err != nil {
		return p, reason(err)
	}
	inside, err := parseStatement("what "+envelope.Path()+" signs", payload)
	switch {
	case err != nil:
		return p, reason(err)
	case p.envelope != nil:
		inside.verified = true
		return inside, ""
	case !reflect.DeepEqual(inside.Certificate, p.Certificate):
		return p, fmt.Sprintf("%s is not what %s signs: the certificates in them differ, so one of them was changed "+
			"or is of another run", p.path, by.Path())
	}
	p.verified = true
	return p, ""
}

// reason says why a signature does not hold.
func reason(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// parseChecked reads a certificate's bytes and holds them against the schema.
func parseChecked(path string, b []byte) (Certificate, error) {
	c, err := ParseCertificate(path, b)
	switch {
	case err != nil:
		return c, err
	case c.SchemaVersion == "":
		return c, &SchemaError{path +
			" was written by an earlier nimcert, which recorded no date and no catalogue: certify again"}
	}
	if err := checkSchema(b); err != nil {
		return c, fmt.Errorf("%s is damaged: %w: certify again", path, err)
	}
	return c, nil
}

func parseStatement(path string, b []byte) (Proof, error) {
	// The certificate is read by itself, from its own bytes.
	var s struct {
		Statement
		Predicate struct {
			TestResult
			Certificate json.RawMessage `json:"nimcert_certificate"`
		} `json:"predicate"`
	}
	if err := words.Decode(b, &s); err != nil {
		return Proof{}, fmt.Errorf("%s is a damaged statement: %s: certify again", path, words.OneLine(err.Error()))
	}
	switch {
	case s.Type != StatementType && s.Type != statementV01:
		return Proof{},
			fmt.Errorf("%s is no in-toto statement that this nimcert knows: its type is %q, not %q", path,
				words.OneLine(s.Type), StatementType)
	case s.PredicateType != PredicateType:
		return Proof{},
			fmt.Errorf("%s is an attestation of something else: its predicate is %q, not %q", path,
				words.OneLine(s.PredicateType), PredicateType)
	case len(s.Predicate.Certificate) == 0:
		return Proof{}, fmt.Errorf("%s is a test result that nimcert did not write: its predicate holds no "+
			"nimcert_certificate", path)
	}
	c, err := parseChecked(path, s.Predicate.Certificate)
	if err != nil {
		return Proof{}, err
	}
	statement := s.Statement
	statement.Predicate = s.Predicate.TestResult
	return Proof{Certificate: c, statement: &statement, path: path, bytes: b}, nil
}

// Reasons says why the proof is not valid for a build, a line each; none means that it is. build has the digests of the
// build file.
func (p Proof) Reasons(policy Policy, build clients.Subject) []string {
	return append(p.unlike(build), policy.Reasons(p.Certificate, build)...)
}

// unlike says where the statement contradicts the certificate in it, or is about another file.
func (p Proof) unlike(build clients.Subject) []string {
	if p.statement == nil {
		return nil
	}
	var out []string
	if !slices.ContainsFunc(p.statement.Subject, func(d ResourceDescriptor) bool { return sameFile(d.Digest, build) }) {
		out = append(out,
			fmt.Sprintf("the statement is about another file: none of its subjects has the digest of %s", build.Build))
	}
	is, want := p.statement.Predicate, p.Certificate.testResult()
	if is.Result != want.Result || !slices.Equal(is.PassedTests, want.PassedTests) ||
		!slices.Equal(is.WarnedTests, want.WarnedTests) || !slices.Equal(is.FailedTests, want.FailedTests) {
		out = append(out, "the statement contradicts the certificate in it: its result or its lists of tests are "+
			"other than the certificate gives")
	}
	return out
}

// sameFile compares the digests that nimcert knows. At least one must match, and none may differ.
func sameFile(digest map[string]string, build clients.Subject) bool {
	known := 0
	for algorithm, is := range map[string]string{"sha256": build.SHA256, "sha512": build.SHA512} {
		if said, ok := digest[algorithm]; ok {
			if said != is {
				return false
			}
			known++
		}
	}
	return known > 0
}
