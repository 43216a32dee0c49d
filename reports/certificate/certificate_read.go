package certificate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nimcert/catalogue"
	"nimcert/internal/files"
	"nimcert/internal/words"
	"nimcert/verdict"
)

// SchemaError says that this nimcert does not know the form of a certificate.
type SchemaError struct{ message string }

func (e *SchemaError) Error() string { return e.message }

// ParseCertificate reads a certificate's bytes; path is its name in errors.
func ParseCertificate(path string, b []byte) (Certificate, error) {
	var c Certificate
	var head struct {
		Schema *string `json:"schema"`
	}
	if err := words.Decode(b, &head); err != nil {
		return c, fmt.Errorf("%s is not a certificate: it is not a JSON object (%s): %s", path,
			words.OneLine(err.Error()), mendCertificate)
	}
	switch {
	case head.Schema == nil:
		return c, fmt.Errorf("%s is not a certificate: it names no schema: %s", path, mendCertificate)
	case *head.Schema != CertificateSchema && strings.HasPrefix(*head.Schema, "nimcert/certificate/"):
		return c, &SchemaError{fmt.Sprintf(
			"%s has the schema %q, and this nimcert reads %q: use the nimcert that wrote it, or certify again", path,
			words.OneLine(*head.Schema), CertificateSchema)}
	case *head.Schema != CertificateSchema:
		return c, fmt.Errorf("%s has the schema %q, not %q: %s", path, words.OneLine(*head.Schema), CertificateSchema,
			mendCertificate)
	}
	err := words.Decode(b, &c)
	if err == nil {
		err = c.check()
	}
	if err != nil {
		return Certificate{}, fmt.Errorf("%s is damaged: %s: certify again", path, words.OneLine(err.Error()))
	}
	return c, nil
}

// ReadCertificateFile reads a file, or the certificate.json in a folder, and returns the path that it read.
func ReadCertificateFile(path string) (string, []byte, error) {
	if path == "" {
		return path, nil, errors.New("the certificate's name is empty: give its file, or the folder that certify wrote")
	}
	dir := ""
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		dir, path = path, filepath.Join(path, verdict.CertificateFile)
	}
	b, err := files.Read(path, fileLimit)
	switch none := errors.Is(err, fs.ErrNotExist); {
	case none && dir != "":
		return path, nil, noneIn(dir)
	case none:
		return path, nil,
			fmt.Errorf("%s is not there: nimcert certify --out FOLDER writes a certificate.json into FOLDER", path)
	case err != nil:
		return path, nil, fmt.Errorf("%s cannot be read: %w: %s", path, errors.Unwrap(err), mendCertificate)
	}
	return path, b, nil
}

// check finds values that a certificate of this schema cannot have.
func (c Certificate) check() error {
	if len(c.Requirements) == 0 {
		return errors.New("it holds no requirement")
	}
	if !slices.Contains([]verdict.Certification{verdict.Certified, verdict.NotCertified, verdict.Partial}, c.Verdict) {
		return fmt.Errorf("its verdict is %q", c.Verdict)
	}
	if !slices.Contains([]verdict.Gate{verdict.Open, verdict.Closed, verdict.GateError}, c.Gate) {
		return fmt.Errorf("its gate is %q", c.Gate)
	}
	seen := map[string]bool{}
	for i, q := range c.Requirements {
		switch {
		case q.ID == "":
			return fmt.Errorf("requirement %d has no id", i+1)
		case seen[q.ID]:
			return fmt.Errorf("%s stands there twice", q.ID)
		case q.Level != string(catalogue.Must) && q.Level != string(catalogue.Should):
			return fmt.Errorf("%s has the level %q", q.ID, q.Level)
		case !slices.Contains(verdict.Weight, q.Verdict):
			return fmt.Errorf("%s has the verdict %q", q.ID, q.Verdict)
		}
		seen[q.ID] = true
		for _, k := range q.Conditions {
			if !slices.Contains(verdict.Weight, k.Verdict) {
				return fmt.Errorf("%s has the verdict %q under %q", q.ID, k.Verdict, k.Condition)
			}
		}
	}
	return nil
}

// fileLimit is the largest size of a certificate, in bytes. The largest one of the published releases has a hundredth
// of it.
const fileLimit = 32 << 20

const mendCertificate = "give a certificate.json that nimcert certify wrote"

// noneIn is the error for a folder without a certificate; the folders of several subjects below it are named.
func noneIn(dir string) error {
	found, err := filepath.Glob(
		filepath.Join(strings.NewReplacer("[", `\[`, "*", `\*`, "?", `\?`).Replace(dir), "*", verdict.CertificateFile))
	if err != nil || len(found) == 0 {
		return fmt.Errorf("the folder %s holds no %s: nimcert certify --out %s writes one", dir,
			verdict.CertificateFile, dir)
	}
	return fmt.Errorf("the folder %s holds the certificates of several builds: name one of %s", dir,
		words.Enumerate(found))
}
