package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/clients/families"
	"nimcert/internal/files"
	"nimcert/internal/words"
	"nimcert/reports/certificate"
	"nimcert/signature"
)

func verifyCommand() *cobra.Command {
	var v verification
	var maxAge string
	cmd := &cobra.Command{
		Use:   "verify FILE --build FILE",
		Short: "Say whether a certificate belongs to a build and may be relied on",
		Long: `verify reads a certificate.json, the attestation statement that holds one, or the signed envelope of
that, and says whether it does for a build: it was issued for that very file, and its chatroom build where that is a
file of its own, no MUST requirement fails, everything was executed, it is not too old, the catalogue is this one or a
newer one, and, with --key, it was signed with that key.

It exits with 0 when all of that holds, with 1 and a line for each reason when it does not, and with 2 when a file
cannot be read or is none of these. Without --key it checks no signature, and says so: who can write the file can
forge it. --signed lets no unsigned one pass.`,
		Example: `  nimcert verify out/certificate.json --build path/NIM_Web_SDK_miniapp.js
  nimcert verify out/attestation.json --build path/NIM_Web_SDK_miniapp.js --max-age 30d --allow-known-failures
  nimcert verify out/attestation.sigstore.json --build path/NIM_Web_SDK_miniapp.js --key cosign.pub
  nimcert verify out/certificate.json --build path/NIM_Web_SDK_miniapp.js --key cosign.pub --signature
out/certificate.json.sig --signed`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("verify needs one certificate: nimcert verify FOLDER/certificate.json --build FILE")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if v.build == "" {
				return errors.New("verify needs --build: the file that the certificate is to belong to")
			}
			var err error
			if v.policy.MaxAge, err = parseAge(maxAge); err != nil {
				return err
			}
			if edition := v.policy.Catalogue; !catalogue.ValidVersion(edition) {
				return fmt.Errorf("--catalogue %q is no version of the catalogue: this nimcert has %s", edition,
					catalogue.Version())
			}
			v.policy.Now, v.file = time.Now(), args[0]
			return v.run(cmd.OutOrStdout())
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&v.build, "build", "", "the build file that the certificate is to belong to")
	fl.StringVar(&v.chatroom, "chatroom", "",
		"the chatroom build, where the certificate names one (default: the file of that name beside the build, or "+
			"in v1 beside its folder v2)")
	fl.StringVar(&v.family, "family", "",
		"the folder of the family that may have judged it, where that is none of nimcert's own")
	fl.StringVar(&maxAge, "max-age", "90d", "how old it may be: days (30d) or hours (720h)")
	fl.BoolVar(&v.policy.AllowKnown, "allow-known-failures", false,
		"let MUST requirements fail that the certificate records as known failures")
	fl.StringVar(&v.policy.Catalogue, "catalogue", catalogue.Version(),
		"the oldest version of the catalogue that will do")
	fl.StringVar(&v.key, "key", "",
		"the public key in PEM (ECDSA, Ed25519 or RSA) that must have signed the certificate")
	fl.StringVar(&v.signature, "signature", "",
		"the signature, where the file is not signed itself: a DSSE envelope or bundle of Sigstore, or what cosign "+
			"sign-blob wrote")
	fl.BoolVar(&v.policy.Signed, "signed", false, "demand a signature: an unsigned certificate does not do")
	fl.BoolVar(&v.json, "json", false,
		"say the answer as one JSON document (nimcert/verification/v1) on standard output")
	return cmd
}

// verification is what a certificate is checked for.
type verification struct {
	file, build, chatroom, family, key, signature string
	policy                                        certificate.Policy
	json                                          bool
}

func (v verification) run(w io.Writer) error {
	subject, err := digests("--build", v.build)
	if err != nil {
		return err
	}
	if v.chatroom != "" {
		if subject.Chatroom, err = chatroomFile("--chatroom", v.chatroom); err != nil {
			return err
		}
	}
	if v.family != "" {
		family, err := families.Find(v.family)
		if err != nil {
			return fmt.Errorf("--family: %w", err)
		}
		subject.Family = family.Own
	}
	key, by, err := v.signer()
	if err != nil {
		return err
	}
	proof, err := certificate.ReadProof(v.file)
	var unknown *certificate.SchemaError
	switch {
	case errors.As(err, &unknown):
		return v.answer(w, proof, []string{unknown.Error()})
	case err != nil:
		return err
	case v.key == "" && proof.Enveloped():
		return fmt.Errorf("%s is signed, and without a key its signature cannot be checked: name the public key "+
			"with --key, or verify it with the tool that made it and give the statement that it holds", v.file)
	case v.key != "" && v.signature == "" && !proof.Enveloped():
		return fmt.Errorf("--key %s needs a signature, and %s holds none: name it with --signature, or give the "+
			"signed envelope", v.key, v.file)
	case v.signature != "" && proof.Enveloped():
		return fmt.Errorf("%s is a signed envelope itself: leave --signature out, or give the file that %s signs",
			v.file, v.signature)
	}
	var reasons []string
	if v.key != "" {
		var reason string
		if proof, reason = proof.Signed(key, by); reason != "" {
			reasons = append(reasons, reason)
		}
	} else if v.policy.Signed {
		reasons = append(reasons, "it is unsigned: no signature was checked, and --signed demands one: name the "+
			"public key with --key, and the signature with --signature")
	}
	if proof.Enveloped() { // the envelope could not be opened, so nothing in it counts
		return v.answer(w, proof, reasons)
	}
	if named := proof.Certificate.Subject.Chatroom; v.chatroom == "" && named.Build != "" {
		if subject.Chatroom, err = besideBuild(v.build, named); err != nil {
			return err
		}
	}
	return v.answer(w, proof, append(reasons, proof.Reasons(v.policy, subject)...))
}

// signer reads the key, and the signature where one is named.
func (v verification) signer() (key signature.Key, by *signature.Signature, err error) {
	switch {
	case v.key == "" && v.signature != "":
		return key, nil, errors.New("--signature needs --key: the public key in PEM that must have made it")
	case v.key == "":
		return key, nil, nil
	}
	if key, err = signature.ReadKey(v.key); err != nil || v.signature == "" {
		return key, nil, err
	}
	s, err := signature.Read(v.signature)
	return key, &s, err
}

// answer is the result of a verification as JSON. The order of the fields is the order in the document.
type answer struct {
	Schema string `json:"schema"`
	File   string `json:"file"`
	Build  string `json:"build"`
	Holds  bool   `json:"holds"`
	// Signature is "unsigned" where none was checked.
	Signature string `json:"signature"`
	// Key is the file of the key that was asked for.
	Key     string   `json:"key,omitempty"`
	Reasons []string `json:"reasons"`
}

func (v verification) answer(w io.Writer, proof certificate.Proof, reasons []string) error {
	if v.json {
		a := answer{Schema: "nimcert/verification/v1", File: v.file, Build: v.build, Holds: len(reasons) == 0,
			Signature: "unsigned", Key: v.key, Reasons: append([]string{}, reasons...)}
		if v.key != "" {
			a.Signature = "refused"
			if proof.Verified() {
				a.Signature = "verified"
			}
		}
		if err := json.NewEncoder(w).Encode(a); err != nil {
			return broke(err)
		}
	} else {
		v.say(w, proof.Certificate, reasons)
	}
	if len(reasons) > 0 {
		return &exitError{code: exitClosed}
	}
	return nil
}

func (v verification) say(w io.Writer, c certificate.Certificate, reasons []string) {
	if len(reasons) > 0 {
		fmt.Fprintf(w, "%s does not hold for %s:\n", v.file, v.build)
		for _, reason := range reasons {
			fmt.Fprintf(w, "  %s\n", reason)
		}
		return
	}
	known := ""
	if n := c.Counts.Must.KnownFailure; n > 0 {
		known = fmt.Sprintf(" (known failures of MUST requirements: %d)", n)
	}
	signed := "It is unsigned: no signature was checked, and who can write the file can forge it (--key; " +
		"docs/certificate.md, Sign)."
	if v.key != "" {
		signed = fmt.Sprintf("It is signed with the key %s.", v.key)
	}
	fmt.Fprintf(w, "%s holds for %s: %s, %s%s, on %s, catalogue %s. %s\n", v.file, v.build,
		words.OneLine(c.Subject.Label()), c.Verdict, known,
		c.Date.Format(time.DateOnly), c.Catalogue.Version, signed)
}

// besideBuild finds the chatroom build that a certificate names where certify finds it: beside the build, or, for the
// V1 API of a release that has both, in v1 beside v2. If there are two files, it takes the one that was certified.
func besideBuild(build string, named clients.File) (found clients.File, err error) {
	dir, name := filepath.Dir(build), filepath.Base(named.Build)
	for _, path := range []string{filepath.Join(dir, name), filepath.Join(dir, "..", "v1", name)} {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		f, err := chatroomFile("the chatroom build", path)
		if err != nil {
			return clients.File{}, err
		}
		if found.Build == "" || f.SHA512 == named.SHA512 {
			found = f
		}
	}
	return found, nil
}

func chatroomFile(what, path string) (clients.File, error) {
	s, err := digests(what, path)
	return clients.File{Build: s.Build, SHA512: s.SHA512, SHA256: s.SHA256}, err
}

// digests reads a build file. what is its name in an error.
func digests(what, path string) (clients.Subject, error) {
	b, err := files.Read(path, files.Source)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return clients.Subject{}, fmt.Errorf("%s %s is not there", what, path)
	case err != nil:
		return clients.Subject{}, fmt.Errorf("%s %s cannot be read: %w: name the script that was certified", what,
			path, errors.Unwrap(err))
	}
	s := clients.Subject{Build: filepath.Base(path)}
	s.Digest(b)
	return s, nil
}

// parseAge reads a span of real time: whole days, which Go's durations lack, or a duration.
func parseAge(s string) (time.Duration, error) {
	const day = 24 * time.Hour
	var age time.Duration
	if n, ok := strings.CutSuffix(s, "d"); ok {
		count, err := strconv.ParseInt(n, 10, 64)
		if err != nil || count > math.MaxInt64/int64(day) {
			count = 0
		}
		age = time.Duration(count) * day
	} else if d, err := time.ParseDuration(s); err == nil {
		age = d
	}
	if age <= 0 {
		return 0, fmt.Errorf("--max-age %q is no span of time: give days, such as 30d, or hours, such as 720h", s)
	}
	return age, nil
}
