package weapp

import (
	"runtime/debug"
	"slices"
)

// Module is a Go module that is part of this program, and its version; empty where the program does not know it.
func Module(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	i := slices.IndexFunc(info.Deps, func(m *debug.Module) bool { return m.Path == path })
	if i < 0 {
		return ""
	}
	m := info.Deps[i]
	if m.Replace != nil {
		m = m.Replace
	}
	return m.Path + " " + m.Version
}

// Versions has goja's.
func (Runtime) Versions() map[string]string {
	versions := map[string]string{}
	if goja := Module("github.com/dop251/goja"); goja != "" {
		versions["goja"] = goja
	}
	return versions
}

// Versions has the engine's, and that of uni-app's runtime on it.
func (u UniApp) Versions() map[string]string {
	versions := u.Ground.Versions()
	if versions == nil {
		versions = map[string]string{}
	}
	versions["uni-app"] = uniPackage + " " + u.Version
	return versions
}
