package signature

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	bundlepb "github.com/sigstore/protobuf-specs/gen/pb-go/bundle/v1"
	"google.golang.org/protobuf/encoding/protojson"
)

// StatementType is the payload type of an envelope that holds an in-toto statement, from the specification of in-toto's
// envelope layer.
const StatementType = "application/vnd.in-toto+json"

// Signature proves who made a file: an envelope with the statement in it, or a signature of a file's bytes.
type Signature struct {
	path     string
	envelope *dsse.Envelope
	raw      [][]byte // of a file's bytes: the forms in which the file may be read
	digest   []byte   // SHA-256 of the signed file, if the signature has it
	// identity is the identity in a Sigstore certificate, if one signed instead of a key.
	identity string
}

// RefusedError says that a signature does not hold. That is a verdict, not a usage error.
type RefusedError struct{ message string }

func (e *RefusedError) Error() string { return e.message }

func refuse(format string, args ...any) error { return &RefusedError{fmt.Sprintf(format, args...)} }

// Read reads a signature: a DSSE envelope, a bundle of Sigstore, a bundle of cosign 2, or the signature itself, raw or
// in base64. An error is one line and names the mend.
func Read(path string) (Signature, error) {
	b, err := readFile("--signature", path)
	if err != nil {
		return Signature{}, err
	}
	s, ok, err := Parse(path, b)
	if ok || err != nil {
		return s, err
	}
	const mend = "give a DSSE envelope, a bundle of Sigstore, or what cosign sign-blob wrote"
	switch text := bytes.TrimSpace(b); {
	// one raw signature in 128 begins like JSON, but is no text
	case (text[0] == '{' || text[0] == '[') && utf8.Valid(text):
		return Signature{}, fmt.Errorf("--signature %s is JSON, and no signature: %s", path, mend)
	case bytes.HasPrefix(text, []byte("-----BEGIN ")):
		return Signature{}, fmt.Errorf("--signature %s is PEM, and no signature: %s", path, mend)
	default:
		s.raw = [][]byte{b}
		if decoded, err := base64.StdEncoding.DecodeString(string(text)); err == nil {
			s.raw = append(s.raw, decoded)
		}
	}
	return s, nil
}

// Parse reads a signed envelope or a bundle from the bytes of a file; false when they are neither. The error is one
// line.
func Parse(path string, b []byte) (Signature, bool, error) {
	s := Signature{path: path}
	var head struct {
		PayloadType     *string         `json:"payloadType"`
		MediaType       *string         `json:"mediaType"`
		Material        json.RawMessage `json:"verificationMaterial"`
		Base64Signature *string         `json:"base64Signature"`
		Cert            string          `json:"cert"`
	}
	if json.Unmarshal(b, &head) != nil {
		return s, false, nil //nolint:nilerr // what is no JSON is no error: it is no signature
	}
	switch {
	case head.PayloadType != nil:
		s.envelope = &dsse.Envelope{}
		if err := json.Unmarshal(b, s.envelope); err != nil {
			return s, false, fmt.Errorf("%s is a damaged envelope: %s", path, oneLine(err.Error()))
		}
		return s, true, nil
	case head.Base64Signature != nil:
		sig, err := base64.StdEncoding.DecodeString(*head.Base64Signature)
		if err != nil {
			return s, false, fmt.Errorf("%s is a damaged bundle: its base64Signature is no base64", path)
		}
		s.raw = [][]byte{sig}
		if text, err := base64.StdEncoding.DecodeString(head.Cert); err == nil {
			if block, _ := pem.Decode(text); block != nil && block.Type == "CERTIFICATE" {
				s.identity = whom(block.Bytes)
			}
		}
		return s, true, nil
	case head.Material != nil ||
		head.MediaType != nil && strings.HasPrefix(*head.MediaType, "application/vnd.dev.sigstore.bundle"):
		return parseBundle(s, b)
	}
	return s, false, nil
}

// parseBundle reads a bundle of Sigstore. It ignores unknown fields: later versions of the same form add some, and a
// key verifies without them.
func parseBundle(s Signature, b []byte) (Signature, bool, error) {
	var bundle bundlepb.Bundle
	if err := (protojson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal(b, &bundle); err != nil {
		return s, false, fmt.Errorf("%s is a damaged bundle of Sigstore: %s", s.path, oneLine(err.Error()))
	}
	material := bundle.GetVerificationMaterial()
	if c := material.GetCertificate(); c != nil {
		s.identity = whom(c.GetRawBytes())
	} else if chain := material.GetX509CertificateChain().GetCertificates(); len(chain) > 0 {
		s.identity = whom(chain[0].GetRawBytes())
	}
	switch e, m := bundle.GetDsseEnvelope(), bundle.GetMessageSignature(); {
	case e != nil:
		s.envelope = &dsse.Envelope{PayloadType: e.GetPayloadType(),
			Payload: base64.StdEncoding.EncodeToString(e.GetPayload())}
		for _, sig := range e.GetSignatures() {
			s.envelope.Signatures = append(s.envelope.Signatures,
				dsse.Signature{Sig: base64.StdEncoding.EncodeToString(sig.GetSig())})
		}
	case m != nil:
		s.raw = [][]byte{m.GetSignature()}
		if d := m.GetMessageDigest().GetDigest(); len(d) == sha256.Size {
			s.digest = d
		}
	default:
		return s, false, fmt.Errorf("%s is a bundle of Sigstore without a signature: sign again", s.path)
	}
	return s, true, nil
}

// whom names the identity of a certificate, as Fulcio writes it: a mail address or the address of a workflow.
func whom(der []byte) string {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return "somebody whose certificate cannot be read"
	}
	names := slices.Clone(c.EmailAddresses)
	for _, u := range c.URIs {
		names = append(names, u.String())
	}
	if names = append(names, c.DNSNames...); len(names) == 0 {
		names = append(names, c.Subject.String())
	}
	return oneLine(names[0])
}

// Envelope reports whether the signature contains the statement that it signs.
func (s Signature) Envelope() bool { return s.envelope != nil }

// Path is the file from which the signature was read.
func (s Signature) Path() string { return s.path }

// Identity is the name in the signature's certificate, if an identity signed and not a key; "" otherwise. It was not
// checked.
func (s Signature) Identity() string { return s.identity }

// Payload is the content of an envelope that the key signed. A *RefusedError says that the key did not, or that the
// payload is no in-toto statement.
func (s Signature) Payload(key Key) ([]byte, error) {
	if err := s.byKey(key); err != nil {
		return nil, err
	}
	if len(s.envelope.Signatures) == 0 {
		return nil, refuse("%s is an envelope that nobody signed: its signatures are empty", s.path)
	}
	e := dsse.Envelope{PayloadType: s.envelope.PayloadType, Payload: s.envelope.Payload}
	for _, sig := range s.envelope.Signatures {
		// The key's name in an envelope is a hint, and each tool has names of its own. The library skips a signature
		// whose hint differs from the name that it computes itself.
		e.Signatures = append(e.Signatures, dsse.Signature{Sig: sig.Sig})
	}
	verifier, err := dsse.NewEnvelopeVerifier(key)
	if err != nil {
		return nil, err
	}
	_, payload, err := verifier.VerifyAndDecode(context.Background(), &e)
	switch {
	case err != nil:
		return nil, refuse("%s is not signed with the key %s: another key signed it, or it was changed since", s.path,
			key.path)
	case e.PayloadType != StatementType:
		return nil, refuse("%s is the signed envelope of something else: its payload is %q, not %q", s.path,
			oneLine(e.PayloadType), StatementType)
	}
	return payload, nil
}

// Covers reports whether it is the key's signature of a file's bytes; file is what the error calls it. A *RefusedError
// says why it is not.
func (s Signature) Covers(key Key, file string, b []byte) error {
	if err := s.byKey(key); err != nil {
		return err
	}
	if sum := sha256.Sum256(b); s.digest != nil && !bytes.Equal(s.digest, sum[:]) {
		return refuse("%s is the signature of another file, or %s was changed since: it is for the SHA-256 %.8x…, "+
			"and that of the file is %.8x…", s.path, file, s.digest, sum[:])
	}
	for _, sig := range s.raw {
		if key.Verify(context.Background(), b, sig) == nil {
			return nil
		}
	}
	return refuse("%s is not the signature of %s with the key %s: another key or file was signed, or it was changed "+
		"since", s.path, file, key.path)
}

// byKey refuses a signature by an identity: only the public log can show whether its certificate was valid then, and
// only the roots of Sigstore who may issue it.
func (s Signature) byKey(key Key) error {
	if s.identity != "" {
		return refuse("%s is signed by an identity, %s, and not with the key %s: that needs Sigstore's roots and "+
			"log, so check it with cosign or gh attestation verify, and give nimcert the statement", s.path,
			s.identity, key.path)
	}
	return nil
}
