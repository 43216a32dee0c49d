package signature_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"nimcert/signature"
)

func write(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func public(t *testing.T, k crypto.Signer) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(k.Public())
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "key.pub", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// way is one way to sign: a key, and what tools do with it.
type way struct {
	name string
	key  crypto.Signer
	sign func(message []byte) ([]byte, error)
}

func ways(t *testing.T) []way {
	t.Helper()
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	sha2 := func(m []byte) []byte { s := sha256.Sum256(m); return s[:] }
	sha3 := func(m []byte) []byte { s := sha512.Sum384(m); return s[:] }
	sha5 := func(m []byte) []byte { s := sha512.Sum512(m); return s[:] }
	return []way{
		{name: "ECDSA P-256", key: p256,
			sign: func(m []byte) ([]byte, error) { return p256.Sign(rand.Reader, sha2(m), crypto.SHA256) }},
		{name: "ECDSA P-384 with its own hash", key: p384,
			sign: func(m []byte) ([]byte, error) { return p384.Sign(rand.Reader, sha3(m), crypto.SHA384) }},
		{name: "ECDSA P-384 with SHA-256", key: p384,
			sign: func(m []byte) ([]byte, error) { return p384.Sign(rand.Reader, sha2(m), crypto.SHA256) }},
		{name: "Ed25519", key: ed,
			sign: func(m []byte) ([]byte, error) { return ed.Sign(rand.Reader, m, crypto.Hash(0)) }},
		{name: "Ed25519ph", key: ed,
			sign: func(m []byte) ([]byte, error) { return ed.Sign(rand.Reader, sha5(m), crypto.SHA512) }},
		{name: "RSA PKCS #1", key: rsaKey,
			sign: func(m []byte) ([]byte, error) { return rsaKey.Sign(rand.Reader, sha2(m), crypto.SHA256) }},
		{name: "RSA PSS", key: rsaKey, sign: func(m []byte) ([]byte, error) {
			return rsaKey.Sign(rand.Reader, sha2(m),
				&rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256})
		}},
	}
}

// signer lets the library that tools use make the envelope. keyID is what the tool calls the key.
type signer struct {
	way
	keyID string
}

func (s signer) Sign(_ context.Context, data []byte) ([]byte, error) { return s.sign(data) }
func (s signer) KeyID() (string, error)                              { return s.keyID, nil }

const statement = `{"_type": "https://in-toto.io/Statement/v1"}`

func envelope(t *testing.T, w way, keyID, payloadType string) []byte {
	t.Helper()
	es, err := dsse.NewEnvelopeSigner(signer{way: w, keyID: keyID})
	if err != nil {
		t.Fatal(err)
	}
	e, err := es.SignPayload(context.Background(), payloadType, []byte(statement))
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bundled puts an envelope or a signature of a file in a bundle of Sigstore. material is its verificationMaterial.
func bundled(content, material string) []byte {
	return fmt.Appendf(nil, `{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "verificationMaterial": `+
		`%s, "laterField": {}, %s}`, material, content)
}

const byKey = `{"publicKey": {"hint": "x"}, "tlogEntries": []}`

func message(sig []byte, of []byte) string {
	sum := sha256.Sum256(of)
	return fmt.Sprintf(`"messageSignature": {"messageDigest": {"algorithm": "SHA2_256", "digest": %q}, "signature": `+
		`%q}`, base64.StdEncoding.EncodeToString(sum[:]),
		base64.StdEncoding.EncodeToString(sig))
}

func TestWhatAKeySignedHolds(t *testing.T) {
	file := []byte("a certificate")
	all := ways(t)
	for i, w := range all {
		t.Run(w.name, func(t *testing.T) {
			g := NewWithT(t)
			key, err := signature.ReadKey(public(t, w.key))
			g.Expect(err).NotTo(HaveOccurred())
			other := all[(i+3)%len(all)]
			wrong, err := signature.ReadKey(public(t, other.key))
			g.Expect(err).NotTo(HaveOccurred())
			sig, err := w.sign(file)
			g.Expect(err).NotTo(HaveOccurred())
			for name, b := range map[string][]byte{
				"raw":      sig,
				"base64":   []byte(base64.StdEncoding.EncodeToString(sig) + "\n"),
				"a bundle": bundled(message(sig, file), byKey),
				"a bundle of cosign": fmt.Appendf(nil, `{"base64Signature": %q, "cert": ""}`,
					base64.StdEncoding.EncodeToString(sig)),
			} {
				s, err := signature.Read(write(t, "sig", b))
				g.Expect(err).NotTo(HaveOccurred(), name)
				g.Expect(s.Envelope()).To(BeFalse(), name)
				g.Expect(s.Covers(key, "f", file)).To(Succeed(), name)
				refused(g, s.Covers(wrong, "f", file), "is not the signature of f with the key ")
				refused(g, s.Covers(key, "f", append([]byte(" "), file...)), "was changed since")
			}
			for name, b := range map[string][]byte{
				"an envelope":                       envelope(t, w, "", signature.StatementType),
				"with another tool's name of a key": envelope(t, w, "f3c1", signature.StatementType),
				"a bundle": bundled(
					`"dsseEnvelope": `+string(envelope(t, w, "", signature.StatementType)), byKey),
			} {
				s, err := signature.Read(write(t, "envelope", b))
				g.Expect(err).NotTo(HaveOccurred(), name)
				g.Expect(s.Envelope()).To(BeTrue(), name)
				payload, err := s.Payload(key)
				g.Expect(err).NotTo(HaveOccurred(), name)
				g.Expect(string(payload)).To(Equal(statement), name)
				_, err = s.Payload(wrong)
				refused(g, err, "is not signed with the key ")
				changed := base64.StdEncoding.EncodeToString([]byte(strings.Replace(statement, "v1", "v2", 1)))
				s, err = signature.Read(
					write(t, "envelope",
						bytes.Replace(b, []byte(base64.StdEncoding.EncodeToString([]byte(statement))), []byte(changed),
							1)))
				g.Expect(err).NotTo(HaveOccurred(), name)
				_, err = s.Payload(key)
				refused(g, err, "or it was changed since")
			}
			s, err := signature.Read(write(t, "envelope", envelope(t, w, "", "text/plain")))
			g.Expect(err).NotTo(HaveOccurred())
			_, err = s.Payload(key)
			refused(g, err, `is the signed envelope of something else: its payload is "text/plain"`)
		})
	}
}

func refused(g Gomega, err error, says string) {
	var r *signature.RefusedError
	g.ExpectWithOffset(1, err).To(BeAssignableToTypeOf(r))
	g.ExpectWithOffset(1, err.Error()).To(ContainSubstring(says))
	g.ExpectWithOffset(1, err.Error()).NotTo(ContainSubstring("\n"))
}

func TestAnEnvelopeThatNobodySigned(t *testing.T) {
	g := NewWithT(t)
	key, err := signature.ReadKey(public(t, ways(t)[0].key))
	g.Expect(err).NotTo(HaveOccurred())
	s, err := signature.Read(
		write(t, "e", []byte(`{"payloadType": "application/vnd.in-toto+json", "payload": "e30=", "signatures": []}`)))
	g.Expect(err).NotTo(HaveOccurred())
	_, err = s.Payload(key)
	refused(g, err, "is an envelope that nobody signed")
}

// What an identity signed needs Sigstore's roots and its log: a key cannot say that it holds, not even the very key of
// the certificate.
func TestWhatAnIdentitySignedIsNotForAKey(t *testing.T) {
	w := ways(t)[0]
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "x"},
		NotAfter: time.Now().Add(time.Hour), EmailAddresses: []string{"dev@example.com"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, w.key.Public(), w.key)
	if err != nil {
		t.Fatal(err)
	}
	in64 := base64.StdEncoding.EncodeToString
	file := []byte("f")
	sig, err := w.sign(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"a certificate": bundled(message(sig, file), fmt.Sprintf(`{"certificate": {"rawBytes": %q}}`, in64(der))),
		"a chain": bundled(message(sig, file),
			fmt.Sprintf(`{"x509CertificateChain": {"certificates": [{"rawBytes": %q}]}}`, in64(der))),
		"of cosign 2": fmt.Appendf(nil, `{"base64Signature": %q, "cert": %q}`, in64(sig),
			in64(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))),
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			key, err := signature.ReadKey(public(t, w.key))
			g.Expect(err).NotTo(HaveOccurred())
			s, err := signature.Read(write(t, "b", b))
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(s.Identity()).To(Equal("dev@example.com"))
			refused(g, s.Covers(key, "f", file), "is signed by an identity, dev@example.com, and not with the key")
		})
	}
}

func TestWhatIsNoKeyAndNoSignatureIsOneLine(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	der, err := x509.MarshalPKCS8PrivateKey(ways(t)[0].key)
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte) string {
		return write(t, "k", pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	for name, c := range map[string]struct{ path, says string }{
		"missing":           {filepath.Join(dir, "none"), "is not there"},
		"a folder":          {dir, "is not a file"},
		"a device":          {os.DevNull, "is not a file"},
		"empty":             {write(t, "k", []byte(" \n")), "is empty"},
		"no PEM":            {write(t, "k", []byte("\x1b[31mkey")), "is no public key: give the public key in PEM"},
		"a private key":     {block("PRIVATE KEY", der), "is a private key"},
		"cosign's own":      {block("ENCRYPTED SIGSTORE PRIVATE KEY", der), "is a private key"},
		"a certificate":     {block("CERTIFICATE", der), "is an X.509 certificate"},
		"garbage in PEM":    {block("PUBLIC KEY", []byte("x")), "is no public key"},
		"a key of 1024 bit": {public(t, small), "is no key to rely on"},
	} {
		t.Run("key: "+name, func(t *testing.T) {
			g := NewWithT(t)
			_, err := signature.ReadKey(c.path)
			g.Expect(err).To(
				MatchError(And(ContainSubstring("--key "), ContainSubstring(c.says), Not(ContainSubstring("\n")),
					Not(ContainSubstring("\x1b")))))
		})
	}
	for name, c := range map[string]struct{ path, says string }{
		"missing":    {filepath.Join(dir, "none"), "is not there"},
		"a folder":   {dir, "is not a file"},
		"empty":      {write(t, "s", nil), "is empty"},
		"other JSON": {write(t, "s", []byte("{}")), "is JSON, and no signature"},
		"a key":      {block("PUBLIC KEY", der), "is PEM, and no signature"},
		"a damaged envelope": {write(t, "s", []byte(`{"payloadType": "a", "payload": 7}`)),
			"is a damaged envelope"},
		"a damaged bundle": {write(t, "s", []byte(`{"verificationMaterial": 7}`)),
			"is a damaged bundle of Sigstore"},
		"a bundle without signature": {write(t, "s", bundled(`"x": 1`, byKey)), "without a signature"},
		"a damaged bundle of cosign": {write(t, "s", []byte(`{"base64Signature": "%"}`)),
			"its base64Signature is no base64"},
	} {
		t.Run("signature: "+name, func(t *testing.T) {
			g := NewWithT(t)
			_, err := signature.Read(c.path)
			g.Expect(err).To(MatchError(And(ContainSubstring(c.says), Not(ContainSubstring("\n")))))
		})
	}
}

// A raw signature is any bytes, those of a brace at its beginning among them.
func TestARawSignatureMayBeginAsJSONDoes(t *testing.T) {
	g := NewWithT(t)
	s, err := signature.Read(write(t, "sig", append([]byte("{"), bytes.Repeat([]byte{0xff}, 255)...)))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(s.Envelope()).To(BeFalse())
}
