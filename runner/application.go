package runner

import (
	"context"

	"nimcert/clients/application"
	"nimcert/clients/families"
)

// LoadApplication makes a subject of an application's folder, on a build of a family. A fault of the folder or its
// manifest is an error; an application that does not start becomes a broken subject.
func LoadApplication(ctx context.Context, dir, family, build string) (Subject, error) {
	of, err := families.Find(family)
	if err != nil {
		return Subject{}, err
	}
	f, err := application.Load(dir, of, build)
	if err != nil {
		return Subject{}, err
	}
	return Subject{Client: f}, f.Probe(ctx)
}
