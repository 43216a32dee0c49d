package adapter

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"nimcert/clients"
	"nimcert/internal/words"
)

// Family is one SDK family, seen through one of its APIs: the differences from other families, as data and one script.
type Family struct {
	// Name is the family's name on the command line.
	Name string
	// Own names the files of a family that is not built in, because the verdict rests on them. It becomes part of the
	// subject.
	Own clients.File
	// Package is the npm name of the package that publishes the builds.
	Package string
	// API says through which API a build is used, if the package has several. It is a part of the subject's name.
	API string
	// Application is the application script: a module that exports function(tools, sdk, room). It calls the
	// SDK as the integration guide does, reports each callback through tools (see tools.js), and returns the calls that
	// Client makes: login, enter, connect, disconnect, destroy, send and sendFile.
	Application Source
	// Command runs a build that is a program of its own, in whatever language, which calls its SDK itself: see
	// clients/external. Then there is no application script, and nothing is exported.
	Command []string
	// Room is the chatroom SDK, if that is a separate build.
	Room Room
	// Host is what the builds run on, where that is not the mini-program platform itself: uni-app.
	Host string
	// Is names a build of the family in a sentence: "is it IS?".
	Is string
	// File is the path of the build to certify within its package; empty if the family does not say.
	File string
	// Names matches the file names of the family's builds, also in the comment at their tops; nil if names tell
	// nothing.
	Names *regexp.Regexp
	// Exports is what each build must export.
	Exports []Export
	// Builds are the kinds of build that the family drives, as far as they can be told apart from others.
	Builds []Build
	// Others are builds that may be mistaken for one of the family but are not driven by it.
	Others []Build
	// Kin are the families with whose builds this family's may be confused.
	Kin []Family
	// Capabilities lists what the family offers. Lacking says, for each other capability, what there is instead: the
	// second half of a sentence.
	Capabilities map[clients.Capability]bool
	Lacking      map[clients.Capability]words.Bilingual
	// Options names the option behind a capability: a build whose code does not name it has not got it.
	Options  map[clients.Capability]string
	Policy   clients.Policy
	Attempts Attempts
	// Addresses are the addresses that the application gives to the SDK: tools.addresses of its script.
	Addresses map[string]string
}

// Source is a script's file.
type Source struct{ Name, Text string }

// Room says where the build of the chatroom SDK is.
type Room struct {
	// File is its name; empty if the SDK has chatrooms in one build with IM, or none at all.
	File string
	// Folders maps the folder of the IM build to the folder of this one, relative to it; the default is the same
	// folder.
	Folders map[string]string
}

// Beside is the chatroom build that belongs to a build; empty if there is none, and for the chatroom build itself.
func (r Room) Beside(build string) string {
	if r.File == "" || filepath.Base(build) == r.File {
		return ""
	}
	dir := filepath.Dir(build)
	file := filepath.Join(dir, filepath.FromSlash(r.Folders[filepath.Base(dir)]), r.File)
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	return file
}

// Attempts recognises an attempt to open a link by the paths that the client asks for. A path that ends in a slash
// stands for all below it.
type Attempts struct {
	// Lookup is the path that answers the address of a link, where the attempt goes on.
	Lookup []string
	// Request and Socket begin a link.
	Request, Socket []string
	// Rounds says that one attempt goes through all known link addresses in turn.
	Rounds bool
}

// Build is a kind of build, by its exports.
type Build struct {
	// Is names it in a sentence.
	Is string
	// Has and Without list what it exports and what it does not.
	Has, Without []Export
	// Part is the name of the part in a whole build, for a build that exports only a part of its SDK.
	Part string
	// Room says that it is the chatroom SDK, where that is a build of its own, and there is no IM.
	Room bool
	// Missing lists what a part lacks.
	Missing map[clients.Capability]words.Bilingual
	// Instead says which build to give instead of one that the family does not drive.
	Instead string
}

// Export is something that a build exports: any one of several places.
type Export []reference

// reference is one place in the exports.
type reference struct {
	main      bool     // it begins at the default export, where that is an object
	path      []string // names of properties
	construct bool     // it is a class
	call      bool     // it is a function
	equals    string
}

var place = regexp.MustCompile(`^(new )?(sdk|main)((?:\.[A-Za-z_$][\w$]*)*)(\(\))?(?: = (\S.*))?$`)

// ParseExport reads what a build exports: sdk.NIM, sdk.open() for a function, new sdk.default for a class, main.name =
// Chatroom. sdk is what the build exports; main is sdk.default if there is one. "or" stands between places of which one
// is enough.
func ParseExport(text string) (Export, error) {
	var e Export
	for part := range strings.SplitSeq(text, " or ") {
		m := place.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil || m[1] != "" && m[4] != "" {
			return nil, fmt.Errorf(
				"%q names no export: write one such as sdk.NIM, sdk.open(), new sdk.default or main.name = NIM", part)
		}
		r := reference{main: m[2] == "main", construct: m[1] != "", call: m[4] != "", equals: m[5]}
		if m[3] != "" {
			r.path = strings.Split(m[3][1:], ".")
		}
		e = append(e, r)
	}
	return e, nil
}

// noun names the place in "it exports no …".
func (r reference) noun() string {
	name := strings.Join(r.path, ".")
	switch {
	case r.construct && name == "":
		return "class"
	case r.construct:
		return "class as " + name
	case r.call:
		return "function " + name
	}
	return name
}

// plain is the export in the form that builds.js takes.
func (e Export) plain() any {
	var list []any
	for _, r := range e {
		path := []any{}
		for _, name := range r.path {
			path = append(path, name)
		}
		list = append(list, map[string]any{
			"main": r.main, "path": path, "construct": r.construct, "call": r.call, "equals": r.equals,
			"noun": r.noun(),
		})
	}
	return list
}

func plain(exports []Export) any {
	list := []any{}
	for _, e := range exports {
		list = append(list, e.plain())
	}
	return list
}

// subject is the family's name in reports.
func (f Family) subject() string {
	if f.API == "" {
		return f.Package
	}
	return f.Package + " (" + f.API + ")"
}

// Profile is the platform that the family's builds run on, whatever a run's is; the zero value if that is the run's.
func (f Family) Profile() clients.Profile {
	switch f.Host {
	case clients.NodeJS:
		return clients.NodeProfile()
	case clients.Browsers:
		return clients.BrowserProfile()
	}
	return clients.Profile{}
}

// reaches reports whether an address's path is one of these.
func reaches(u *url.URL, paths []string) bool {
	for _, p := range paths {
		if u.Path == p || strings.HasSuffix(p, "/") && strings.HasPrefix(u.Path, p) {
			return true
		}
	}
	return false
}

// known lists the kinds of build that can be told apart, the family's own first.
func (f Family) known() []Build {
	known := append(slices.Clone(f.Builds), f.Others...)
	for _, k := range f.Kin {
		for _, b := range k.Builds {
			b.Instead = "give --family " + k.Name
			known = append(known, b)
		}
		known = append(known, k.Others...)
	}
	return known
}

func plainBuilds(builds []Build) any {
	list := []any{}
	for _, b := range builds {
		list = append(
			list,
			map[string]any{"has": plain(b.Has), "without": plain(b.Without), "part": b.Part, "room": b.Room},
		)
	}
	return list
}

func (f Family) addresses() map[string]any {
	m := map[string]any{}
	for name, address := range f.Addresses {
		m[name] = address
	}
	return m
}
