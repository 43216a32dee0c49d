package runner

import (
	"context"
	"fmt"

	"nimcert/clients/application"
)

// LoadApplication makes a subject of an application's folder, on a build of a family. What is wrong with the folder or its
// manifest is an error; an application that does not start becomes a broken subject.
func LoadApplication(ctx context.Context, dir, family, build string) (Subject, error) {
	of, ok := families[family]
	if !ok {
		return Subject{}, fmt.Errorf("applications run on a published SDK, and %s is none", family)
	}
	f, err := application.Load(dir, of(build), build)
	if err != nil {
		return Subject{}, err
	}
	return Subject{Client: f}, f.Probe(ctx)
}
