// Package families knows the SDK families that can be certified: the built-in ones, each a folder here, and anyone's,
// in a folder of the same form. docs/adapters.md describes it.
//
// It puts a family's adapter on the mini-program host, with the engine that is asked for. Everything about a family is
// in its folder.
package families

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/internal/yamlfile"
)

//go:embed */family.yml */app.js
var folders embed.FS

// builtin lists the families of this folder, in the order in which they are tried on a build that does not belong to
// its own family.
var builtin = []string{"nim", "nimng", "nimng-v1", "nimng-uni", "nimng-v1-uni", "nimng-qchat-uni", "nim-node",
	"nimng-node", "nim-browser", "nimng-browser", "nimng-v1-browser"}

// read once: nothing in them changes.
var known = sync.OnceValue(func() map[string]adapter.Family {
	all := map[string]adapter.Family{}
	for _, name := range builtin {
		dir, err := fs.Sub(folders, name)
		if err != nil {
			panic(err) // our own folder
		}
		f, err := read(dir)
		if err != nil {
			panic(fmt.Sprintf("the built-in family %s: %s", name, err))
		}
		f.Name, f.Own = name, clients.File{}
		all[name] = f
	}
	for _, name := range builtin {
		f := all[name]
		var elsewhere []adapter.Family
		for _, other := range builtin {
			switch k := all[other]; {
			case other == name:
			case k.Host == f.Host:
				f.Kin = append(f.Kin, k)
			default:
				elsewhere = append(elsewhere, k)
			}
		}
		f.Kin = append(f.Kin, elsewhere...) // a build is more likely one for the same host
		all[name] = f
	}
	return all
})

// Names are the built-in families.
func Names() []string { return slices.Clone(builtin) }

// IsFolder reports whether --family, or family in the configuration, names a folder and not a built-in family.
func IsFolder(name string) bool {
	if slices.Contains(builtin, name) {
		return false
	}
	if name == "." || strings.ContainsAny(name, `/\`) {
		return true
	}
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// Find returns a family: a built-in one by its name, or the one in a folder. An error about a folder is one line that
// names the file, the line and the mend.
func Find(name string) (adapter.Family, error) {
	if f, ok := known()[name]; ok {
		return f, nil
	}
	if !IsFolder(name) {
		return adapter.Family{}, fmt.Errorf("unknown family %q: %s", name, yamlfile.OrNearest(name, builtin))
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return adapter.Family{},
			fmt.Errorf("the family's folder %s is not there: name one with a %s, or one of %s", name, FileName,
				strings.Join(builtin, ", "))
	case !info.IsDir():
		return adapter.Family{}, fmt.Errorf("%s is no folder: name the one that %s stands in", name, FileName)
	}
	f, err := read(os.DirFS(name))
	if err == nil {
		f.Name, f.Own.Build = name, folderName(name)
		if f.Command == nil {
			err = inPlace(f, adapter.Try(embedded, f))
		}
	}
	if err != nil {
		return adapter.Family{}, fmt.Errorf("%s/%w", path.Clean(strings.TrimSuffix(name, "/")), err)
	}
	return f, nil
}

// Load reads and compiles a build of a family. When the file can be read but is not a script, the factory is returned
// with the error, so that the subject can still be named.
func Load(family, build string) (*adapter.Factory, error) {
	f, err := Find(family)
	if err != nil {
		return nil, err
	}
	return LoadAs(f, build)
}

// LoadAs is Load for a family that Find returned.
func LoadAs(family adapter.Family, build string) (*adapter.Factory, error) {
	return LoadOn(embedded, family, build)
}

// LoadOn is LoadAs on another engine than the embedded one.
func LoadOn(e Engine, family adapter.Family, build string) (*adapter.Factory, error) {
	on, err := hostOf(e, family, build)
	if err != nil {
		return nil, err
	}
	return adapter.Load(on, family, build)
}

// Compile makes a factory of a build's source.
func Compile(family string, subject clients.Subject, source string) (*adapter.Factory, error) {
	f, err := Find(family)
	if err != nil {
		return nil, err
	}
	return adapter.Compile(embedded, f, subject, source)
}

// folderName is the name of a folder.
func folderName(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return filepath.Base(dir)
}

var place = regexp.MustCompile(`(?:\bLine |:)(\d+):\d+`)

// inPlace says where an application script is wrong.
func inPlace(f adapter.Family, err error) error {
	if err == nil {
		return nil
	}
	line := "1"
	if m := place.FindStringSubmatch(err.Error()); m != nil {
		line = m[1]
	}
	what := strings.TrimPrefix(err.Error(), f.Application.Name+" ")
	if what != err.Error() {
		what = "it " + what
	}
	return fmt.Errorf("%s: line %s: %s", f.Application.Name, line, what)
}
