// Package signature reports whether a file, or a statement in a signed envelope, was signed with a given key. It needs
// no network, and must not know what the file or the statement says.
package signature

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"
	"io/fs"
	"nimcert/internal/files"
	"strings"

	"github.com/sigstore/sigstore/pkg/cryptoutils"
	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/sigstore/sigstore/pkg/signature/options"
)

// Key is the public key against which a signature is checked.
type Key struct {
	path      string
	public    crypto.PublicKey
	verifiers []signature.Verifier
}

// leastRSA is the shortest RSA key that a signature may rest on, in bits (NIST SP 800-131A).
const leastRSA = 2048

// ReadKey reads a public key in PEM: ECDSA, Ed25519 or RSA. Each error is one line that names the file and the mend.
func ReadKey(path string) (Key, error) {
	b, err := readFile("--key", path)
	if err != nil {
		return Key{}, err
	}
	const mend = "give the public key in PEM (-----BEGIN PUBLIC KEY-----), such as cosign.pub"
	switch text := string(b); {
	case strings.Contains(text, "PRIVATE KEY-----"):
		return Key{}, fmt.Errorf("--key %s is a private key, which nobody needs to verify: %s", path, mend)
	case strings.Contains(text, "-----BEGIN CERTIFICATE-----"):
		return Key{}, fmt.Errorf("--key %s is an X.509 certificate: %s", path, mend)
	}
	public, err := cryptoutils.UnmarshalPEMToPublicKey(b)
	if err != nil {
		return Key{}, fmt.Errorf("--key %s is no public key: %s", path, mend)
	}
	if k, ok := public.(*rsa.PublicKey); ok && k.N.BitLen() < leastRSA {
		return Key{}, fmt.Errorf("--key %s is no key to rely on (RSA of %d bits): use RSA of %d bits or more, ECDSA "+
			"or Ed25519", path, k.N.BitLen(), leastRSA)
	}
	key := Key{path: path, public: public}
	if key.verifiers, err = verifiers(public); err != nil {
		return Key{},
			fmt.Errorf("--key %s cannot be used (%s): use ECDSA P-256 or P-384, Ed25519, or RSA", path,
				oneLine(err.Error()))
	}
	return key, nil
}

// verifiers are the ways in which a key of this kind signs. Neither a raw signature nor a DSSE envelope says which hash
// it uses: cosign 2 takes SHA-256 for every ECDSA key, and cosign 3 the one of the curve's length; an Ed25519 key may
// sign the message or (ph) its SHA-512, an RSA key by PKCS #1 v1.5 or by PSS. Each of them is safe by itself, and none
// can be mistaken for another.
func verifiers(public crypto.PublicKey) ([]signature.Verifier, error) {
	var ways [][]signature.LoadOption
	if _, ok := public.(ed25519.PublicKey); ok {
		ways = [][]signature.LoadOption{{}, {options.WithED25519ph()}}
	} else {
		for _, h := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
			ways = append(ways, []signature.LoadOption{options.WithHash(h)})
			if _, ok := public.(*rsa.PublicKey); ok {
				ways = append(ways,
					[]signature.LoadOption{options.WithHash(h), options.WithRSAPSS(&rsa.PSSOptions{Hash: h})})
			}
		}
	}
	var out []signature.Verifier
	for _, way := range ways {
		v, err := signature.LoadVerifierWithOpts(public, way...)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// Verify reports whether sig is the key's signature of data.
func (k Key) Verify(_ context.Context, data, sig []byte) error {
	err := errors.New("there is no key")
	for _, v := range k.verifiers {
		if err = v.VerifySignature(bytes.NewReader(sig), bytes.NewReader(data)); err == nil {
			return nil
		}
	}
	return err
}

// KeyID is empty: a file in PEM has no key name.
func (k Key) KeyID() (string, error) { return "", nil }

// Public is the key itself.
func (k Key) Public() crypto.PublicKey { return k.public }

// Path is the file from which the key was read.
func (k Key) Path() string { return k.path }

// sizeLimit is the largest size of a key, signature or envelope, in bytes. An envelope is a third longer than the
// certificate in it.
const sizeLimit = 48 << 20

func readFile(what, path string) ([]byte, error) {
	b, err := files.Read(path, sizeLimit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s %s is not there", what, path)
	case err != nil:
		return nil, fmt.Errorf("%s %s cannot be read: %w: name the file itself", what, path, errors.Unwrap(err))
	case len(bytes.TrimSpace(b)) == 0:
		return nil, fmt.Errorf("%s %s is empty", what, path)
	}
	return b, nil
}

// oneLine makes a text of a library or a file fit for a terminal's line.
func oneLine(s string) string {
	const limit = 120
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + " …"
	}
	return s
}
