package main

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
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
	"nimcert/reports"
)

func verifyCommand() *cobra.Command {
	var build, chatroom, maxAge, edition string
	var allowKnown bool
	cmd := &cobra.Command{
		Use:   "verify FILE --build FILE",
		Short: "Say whether a certificate belongs to a build and may be relied on",
		Long: `verify reads a certificate.json, or the attestation statement that holds one, and says whether it does for a build: it was issued for that very
file, and its chatroom build where that is a file of its own, no MUST requirement fails, everything was executed, it is not too old, and the catalogue is this one or a newer one.

It exits with 0 when all of that holds, with 1 and a line for each reason when it does not, and with 2 when a file cannot be read or is none of the two.
It checks no signature: that is for cosign or gh attestation, before.`,
		Example: `  nimcert verify out/certificate.json --build path/NIM_Web_SDK_miniapp.js
  nimcert verify out/attestation.json --build path/NIM_Web_SDK_miniapp.js --max-age 30d --allow-known-failures`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("verify needs one certificate: nimcert verify FOLDER/certificate.json --build FILE")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if build == "" {
				return errors.New("verify needs --build: the file that the certificate is to belong to")
			}
			age, err := parseAge(maxAge)
			if err != nil {
				return err
			}
			if !catalogue.ValidVersion(edition) {
				return fmt.Errorf("--catalogue %q is no version of the catalogue: this nimcert has %s", edition, catalogue.Version())
			}
			policy := reports.Policy{Now: time.Now(), MaxAge: age, Catalogue: edition, AllowKnown: allowKnown}
			return verify(cmd.OutOrStdout(), args[0], build, chatroom, policy)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&build, "build", "", "the build file that the certificate is to belong to")
	fl.StringVar(&chatroom, "chatroom", "", "the chatroom build, where the certificate names one (default: the file of that name beside the build, or in v1 beside its folder v2)")
	fl.StringVar(&maxAge, "max-age", "90d", "how old it may be: days (30d) or hours (720h)")
	fl.BoolVar(&allowKnown, "allow-known-failures", false, "let MUST requirements fail that the certificate records as known failures")
	fl.StringVar(&edition, "catalogue", catalogue.Version(), "the oldest version of the catalogue that will do")
	return cmd
}

func verify(w io.Writer, path, build, chatroom string, policy reports.Policy) error {
	subject, err := digests("--build", build)
	if err != nil {
		return err
	}
	if chatroom != "" {
		if subject.Chatroom, err = chatroomFile("--chatroom", chatroom); err != nil {
			return err
		}
	}
	proof, err := reports.ReadProof(path)
	var unknown *reports.SchemaError
	var reasons []string
	switch {
	case errors.As(err, &unknown):
		reasons = []string{unknown.Error()}
	case err != nil:
		return err
	default:
		if named := proof.Certificate.Subject.Chatroom; chatroom == "" && named.Build != "" {
			if subject.Chatroom, err = besideBuild(build, named); err != nil {
				return err
			}
		}
		reasons = proof.Reasons(policy, subject)
	}
	if len(reasons) == 0 {
		c := proof.Certificate
		known := ""
		if n := c.Counts.Must.KnownFailure; n > 0 {
			known = fmt.Sprintf(" (known failures of MUST requirements: %d)", n)
		}
		fmt.Fprintf(w, "%s holds for %s: %s, %s%s, on %s, catalogue %s. No signature was checked: who can write the file can forge it. Check one first (docs/certificate.md, Sign).\n", path, build, reports.OneLine(c.Subject.Label()),
			c.Verdict, known, c.Date.Format(time.DateOnly), c.Catalogue.Version)
		return nil
	}
	fmt.Fprintf(w, "%s does not hold for %s:\n", path, build)
	for _, reason := range reasons {
		fmt.Fprintf(w, "  %s\n", reason)
	}
	return &exitError{code: exitClosed}
}

// besideBuild finds the chatroom build that a certificate names where certify finds it: beside the build, and for the V1 API of a release that has both in v1 beside v2. Of two files the
// one that was certified is meant.
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

// digests reads a build that is at hand. what is its name in an error.
func digests(what, path string) (clients.Subject, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return clients.Subject{}, fmt.Errorf("%s %s is not there", what, path)
	case err != nil:
		return clients.Subject{}, fmt.Errorf("%s %s cannot be read: %w", what, path, err)
	case !info.Mode().IsRegular():
		return clients.Subject{}, fmt.Errorf("%s %s is not a file: name the script that was certified", what, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return clients.Subject{}, fmt.Errorf("%s %s cannot be read: %w", what, path, err)
	}
	defer f.Close()
	long, short := sha512.New(), sha256.New()
	if _, err := io.Copy(io.MultiWriter(long, short), f); err != nil {
		return clients.Subject{}, fmt.Errorf("%s %s cannot be read: %w", what, path, err)
	}
	return clients.Subject{Build: filepath.Base(path), SHA512: hex.EncodeToString(long.Sum(nil)), SHA256: hex.EncodeToString(short.Sum(nil))}, nil
}

// parseAge reads a span of real time: whole days, which Go's durations do not have, or a duration.
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
