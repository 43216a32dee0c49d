package runner

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nimcert/clients"
	"nimcert/clients/families"
)

// Package is what an unpacked npm package has to certify.
type Package struct {
	Builds []PackageBuild
	// Left are the scripts that no family can judge.
	Left []LeftBuild
}

// PackageBuild is one build of a package, seen through one family. A build with two APIs stands there twice.
type PackageBuild struct {
	Subject Subject
	File    string // from the package's folder
	Family  string
	Try     int // its number among all that was tried: see LoadPackage
}

// LeftBuild is a script of a package that cannot be judged, and why.
type LeftBuild struct{ File, Why string }

// PackageFamilies are the families whose builds are looked for in a package: all but those that live in real time,
// whose builds would take minutes each.
func PackageFamilies() []string {
	return slices.DeleteFunc(families.Names(), func(name string) bool {
		f, err := families.Find(name)
		return err == nil && f.Profile().InRealTime()
	})
}

// LoadPackage looks at every script of a folder: each is loaded as a build of each of the families, and what it is
// made for and what it exports decides. What the package depends on (node_modules) is not its own. begin is called
// before each try, with its number; an error of it takes the place of the try. The builds are to run on the profile on:
// see LoadSubject. The error is about the folder.
func LoadPackage(
	ctx context.Context, dir string, of []string, on clients.Profile, begin func(n int) error,
	engines ...families.Engine,
) (Package, error) {
	files, err := scripts(dir)
	if err != nil {
		return Package{}, err
	}
	var p Package
	n := 0
	for _, file := range files {
		judged, tries := false, []PackageBuild{}
		for _, family := range of {
			if err := ctx.Err(); err != nil {
				return Package{}, err
			}
			b := PackageBuild{File: file, Family: family, Try: n}
			n++
			if host := hostOf(family); host != "" && len(tries) > 0 && !madeFor(tries, host) && !sentTo(tries, family) {
				continue // it is not made for there, though it may run
			}
			b.Subject, err = unlessEnded(ctx, family, filepath.Join(dir, file), on, begin(b.Try), engines)
			switch {
			case errors.Is(err, families.ErrNoHost):
				b.Subject.Broken = err
			case err != nil:
				return Package{}, err
			}
			b.Subject.Release()
			tries = append(tries, b)
			if b.Subject.Broken == nil {
				judged = true
				p.Builds = append(p.Builds, b)
			}
		}
		if judged {
			continue
		}
		// One that is called as the family's build is, and breaks, is no other's: its verdict is an error.
		if i := slices.IndexFunc(tries, PackageBuild.ought); i >= 0 {
			p.Builds = append(p.Builds, tries[i])
			continue
		}
		p.Left = append(p.Left, LeftBuild{file, why(tries)})
	}
	return p, nil
}

// unlessEnded is LoadSubject of a build that did not end a process before.
func unlessEnded(
	ctx context.Context, family, file string, on clients.Profile, ended error, engines []families.Engine,
) (Subject, error) {
	if ended != nil {
		return BrokenSubject(family, file, ended)
	}
	return LoadSubject(ctx, family, file, on, engines...)
}

// scripts are the files of a folder that may be builds, in the order of their names.
func scripts(dir string) ([]string, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("the folder %s is not there: unpack the package first, with npm pack and tar", dir)
	case err != nil:
		return nil, fmt.Errorf("the folder %s cannot be read: %w", dir, err)
	case !info.IsDir():
		return nil, fmt.Errorf("%s is a file: name the folder of the unpacked package, or a build with --build", dir)
	}
	var files []string
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != dir && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.Type().IsRegular() && slices.Contains([]string{".js", ".cjs", ".mjs"}, filepath.Ext(path)):
			file, err := filepath.Rel(dir, path)
			files = append(files, filepath.ToSlash(file))
			return err
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("the folder %s cannot be read: %w", dir, err)
	}
	return files, nil
}

// ought reports whether a broken build bears the name of a build that its family certifies, and is made for this
// platform.
func (b PackageBuild) ought() bool {
	f, err := families.Find(b.Family)
	name := filepath.Base(b.File)
	return err == nil && b.Subject.Client != nil && !b.foreign() &&
		(name == filepath.Base(f.File) || name == f.Room.File)
}

// hostOf is what a family's builds run on; empty for the mini-program platform itself.
func hostOf(family string) string {
	f, err := families.Find(family)
	if err != nil {
		return ""
	}
	return f.Host
}

// madeFor reports whether a try showed that the script is made for a host.
func madeFor(tries []PackageBuild, host string) bool {
	return slices.ContainsFunc(tries, func(b PackageBuild) bool {
		return b.Subject.Broken != nil && strings.Contains(b.Subject.Broken.Error(), " "+host+", not for ")
	})
}

// sentTo reports whether a try showed by what the script exports that it is a build of a family.
func sentTo(tries []PackageBuild, family string) bool {
	return slices.ContainsFunc(tries, func(b PackageBuild) bool {
		return b.Subject.Broken != nil && strings.HasSuffix(b.Subject.Broken.Error(), "give --family "+family)
	})
}

func (b PackageBuild) foreign() bool {
	return strings.Contains(b.Subject.Broken.Error(), " is made for ")
}

// why is the reason that tells most: for which platform a script is made, or else what it is, or else the first.
func why(tries []PackageBuild) string {
	reasons := make([]string, len(tries))
	for i, b := range tries {
		reasons[i] = b.Subject.Broken.Error()
	}
	// What its own host says of it tells more than what the others do.
	tell := []string{families.ErrNoHost.Error(), " is made for ", "it is "}
	for _, tells := range tell {
		if i := slices.IndexFunc(reasons, func(s string) bool { return strings.Contains(s, tells) }); i >= 0 {
			reason, _, _ := strings.Cut(reasons[i], ": certify ") // which stands in the package, where it does
			return reason
		}
	}
	return reasons[0]
}
