package main

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"nimcert/reports/certificate"
	"nimcert/verdict"
)

// pair is a key that signs as cosign does: ECDSA P-256 over SHA-256.
type pair struct{ *ecdsa.PrivateKey }

func newPair(t *testing.T) pair {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return pair{k}
}

func (p pair) KeyID() (string, error) { return "", nil }

func (p pair) Sign(_ context.Context, data []byte) ([]byte, error) {
	sum := sha256.Sum256(data)
	return p.PrivateKey.Sign(rand.Reader, sum[:], crypto.SHA256)
}

func (p pair) pem(t *testing.T, dir, name string) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(p.Public())
	if err != nil {
		t.Fatal(err)
	}
	return write(t, dir, name, string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))
}

// blob is the signature of a file as cosign sign-blob writes it.
func (p pair) blob(t *testing.T, dir, name, of string) string {
	t.Helper()
	sig, err := p.Sign(context.Background(), content(t, of))
	if err != nil {
		t.Fatal(err)
	}
	return write(t, dir, name, base64.StdEncoding.EncodeToString(sig)+"\n")
}

func (p pair) envelope(t *testing.T, dir, name, payload string) string {
	t.Helper()
	es, err := dsse.NewEnvelopeSigner(p)
	if err != nil {
		t.Fatal(err)
	}
	e, err := es.SignPayload(context.Background(), "application/vnd.in-toto+json", []byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, dir, name, string(b))
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestVerifySaysUnsignedOrChecksTheSignature(t *testing.T) {
	dir, build := issued(t, time.Now())
	otherDir, _ := issued(t, time.Now().Add(-time.Hour))
	cert, statement := filepath.Join(dir, verdict.CertificateFile), filepath.Join(dir, verdict.AttestationFile)
	at := t.TempDir()
	mine, theirs := newPair(t), newPair(t)
	key, wrong := mine.pem(t, at, "mine.pub"), theirs.pem(t, at, "theirs.pub")
	blob, statementBlob := mine.blob(t, at, "c.sig", cert), mine.blob(t, at, "a.sig", statement)
	envelope := mine.envelope(t, at, "e.json", string(content(t, statement)))
	other := mine.envelope(t, at, "other.json", string(content(t, filepath.Join(otherDir, verdict.AttestationFile))))
	predicate := mine.envelope(t, at, "slsa.json",
		strings.Replace(string(content(t, statement)), certificate.PredicateType, "https://slsa.dev/provenance/v1", 1))
	bundle := write(t, at, "b.json", fmt.Sprintf(`{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", `+
		`"verificationMaterial": {"publicKey": {"hint": ""}}, "dsseEnvelope": %s}`, content(t, envelope)))
	changedCertificate := write(t, at, "changed.json",
		strings.Replace(string(content(t, cert)), `"seed": 1`, `"seed": 2`, 1))
	forged := strings.Replace(string(content(t, envelope)), `"payload":"e`, `"payload":"f`, 1)
	for name, c := range map[string]struct {
		file      string
		args      []string
		code      int
		says      string
		signature string
	}{
		"no key": {cert, nil, 0,
			"It is unsigned: no signature was checked, and who can write the file can forge it", "unsigned"},
		"no key, and one is demanded": {cert, []string{"--signed"}, 1,
			"it is unsigned: no signature was checked, and --signed demands one", "unsigned"},
		"a signature of the file": {cert, []string{"--key", key, "--signature", blob}, 0,
			"It is signed with the key " + key, "verified"},
		"that is demanded": {cert, []string{"--key", key, "--signature", blob, "--signed"}, 0,
			"It is signed with the key", "verified"},
		"of the statement": {statement, []string{"--key", key, "--signature", statementBlob}, 0,
			"It is signed with the key", "verified"},
		"of another file": {cert, []string{"--key", key, "--signature", statementBlob}, 1,
			"another key or file was signed", "refused"},
		"a wrong key": {cert, []string{"--key", wrong, "--signature", blob}, 1,
			"is not the signature of " + cert + " with the key " + wrong, "refused"},
		"a changed certificate": {changedCertificate, []string{"--key", key, "--signature", blob}, 1,
			"or it was changed since", "refused"},
		"an envelope": {envelope, []string{"--key", key, "--signed"}, 0,
			"@yxim/nim-web-sdk 9.21.12, certified, on ", "verified"},
		"a bundle": {bundle, []string{"--key", key, "--signed"}, 0,
			"It is signed with the key", "verified"},
		"an envelope, a wrong key": {envelope, []string{"--key", wrong}, 1, "is not signed with the key",
			"refused"},
		"a changed envelope": {write(t, at, "forged.json", forged), []string{"--key", key}, 1,
			"or it was changed since", "refused"},
		"another predicate": {predicate, []string{"--key", key}, 1,
			"is an attestation of something else: its predicate is", "refused"},
		"no statement": {mine.envelope(t, at, "x.json", "x"), []string{"--key", key}, 1,
			"is a damaged statement", "refused"},
		"the envelope of the certificate": {cert, []string{"--key", key, "--signature", envelope}, 0,
			"It is signed with the key", "verified"},
		"the bundle of the statement": {statement, []string{"--key", key, "--signature", bundle}, 0,
			"It is signed with the key", "verified"},
		"the envelope of another certificate": {cert, []string{"--key", key, "--signature", other}, 1,
			"the certificates in them differ", "refused"},
		"the envelope of what it was before": {changedCertificate, []string{"--key", key, "--signature", envelope}, 1,
			"the certificates in them differ", "refused"},
		"signed well, and too old": {cert, []string{"--key", key, "--signature", blob, "--catalogue", "9.0"}, 1,
			"9.0 or newer is asked", "verified"},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			args := append([]string{"verify", c.file, "--build", build}, c.args...)
			o := nimcert(t, t.TempDir(), args...)
			g.Expect(o.code).To(Equal(c.code), o.out+o.stderr)
			g.Expect(o.stderr).To(BeEmpty())
			g.Expect(o.out).To(ContainSubstring(c.says))
			g.Expect(strings.Count(o.out, "\n")).To(Equal(1+c.code), o.out)

			o = nimcert(t, t.TempDir(), append(args, "--json")...)
			g.Expect(o.code).To(Equal(c.code), o.out+o.stderr)
			var a answer
			g.Expect(json.Unmarshal([]byte(o.out), &a)).To(Succeed())
			g.Expect(a.Schema).To(Equal("nimcert/verification/v1"))
			g.Expect(a.Holds).To(Equal(c.code == 0))
			g.Expect(a.Signature).To(Equal(c.signature))
			g.Expect(a.Reasons).To(HaveLen(c.code))
		})
	}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{envelope, "--build", build},
			"is signed, and without a key its signature cannot be checked: name the public key with --key"},
		{[]string{envelope, "--build", build, "--signed"}, "without a key its signature cannot be checked"},
		{[]string{cert, "--build", build, "--key", key}, "needs a signature, and " + cert + " holds none"},
		{[]string{cert, "--build", build, "--signature", blob}, "--signature needs --key"},
		{[]string{envelope, "--build", build, "--key", key, "--signature", blob},
			"is a signed envelope itself: leave --signature out"},
		{[]string{"", "--build", build}, "the certificate's name is empty"},
		{[]string{cert, "--build", build, "--key", "none.pub", "--signature", blob}, "--key none.pub is not there"},
		{[]string{cert, "--build", build, "--key", at, "--signature", blob}, "is not a file"},
		{[]string{cert, "--build", build, "--key", cert, "--signature", blob}, "is no public key"},
		{[]string{cert, "--build", build, "--key", key, "--signature", "none.sig"},
			"--signature none.sig is not there"},
		{[]string{cert, "--build", build, "--key", key, "--signature", cert}, "is JSON, and no signature"},
		{[]string{cert, "--build", build, "--key", key, "--signature", key}, "is PEM, and no signature"},
	} {
		t.Run(c.says, func(t *testing.T) {
			g := NewWithT(t)
			o := nimcert(t, t.TempDir(), append([]string{"verify"}, c.args...)...)
			g.Expect(o.code).To(Equal(exitUsage), o.out)
			g.Expect(o.out).To(BeEmpty())
			o.oneLine(g, c.says)
		})
	}
}
