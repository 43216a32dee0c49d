package suites

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/nim"
	"nimcert/clients/nimng"
	"nimcert/clients/reference"
)

// Subject is a client to certify.
type Subject struct {
	Client clients.Factory
	// Broken says that the build cannot be certified at all: every requirement gets the verdict error.
	Broken error
	// Rerun is the command that certifies this subject again.
	Rerun string
}

func (s Subject) name() string {
	sub := s.Client.Subject()
	return strings.TrimSpace(sub.Name + " " + sub.Version)
}

// LoadSubject makes a subject of a family and a build file (which the reference client does not have). A build that is there but cannot be used becomes a broken
// subject; the error is about a file that is missing or cannot be read, or a family that does not exist.
func LoadSubject(ctx context.Context, family, build string) (Subject, error) {
	if family == "reference" {
		return Subject{Client: reference.New()}, nil
	}
	load, ok := families[family]
	if !ok {
		return Subject{}, fmt.Errorf("unknown family %q", family)
	}
	f, err := load(build)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Subject{}, fmt.Errorf("the build file %s is not there", build)
	case f == nil:
		return Subject{}, fmt.Errorf("the build file %s cannot be read: %w", build, err)
	case err == nil:
		err = f.Probe(ctx)
	}
	return Subject{Client: f, Broken: err}, nil
}

// families are the adapters of published SDKs, as config.Families names them.
var families = map[string]func(build string) (*adapter.Factory, error){"nim": nim.Load, "nimng": nimng.LoadV2, "nimng-v1": nimng.LoadV1}
