package runner

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/families"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/session"
)

// Subject is a client to certify.
type Subject struct {
	Client clients.Factory
	// Broken says that the build cannot be certified at all: every requirement gets the verdict error.
	Broken error
	// Engines are those that run it, by their names, and Others what it is on all but the first, which judges.
	Engines []string
	Others  []Other
	// Versions are those of what runs it: see adapter.Runtime.
	Versions map[string]string
	// Rerun is the command that certifies this subject again.
	Rerun string
	// Configured is its name in the configuration, if that says more than package and version do.
	Configured string
	// Platform is what it runs on, if that is not the plan's.
	Platform clients.Profile
}

// Other is a subject on another engine than the one that judges.
type Other struct {
	Engine string
	Client clients.Factory
}

// Named returns the subject under the name that reports give it.
func (s Subject) Named() clients.Subject {
	named := s.Client.Subject()
	named.Configured = s.Configured
	return named
}

// Release lets go of what is compiled for the subject's clients: see adapter.Factory. The next session compiles it
// again.
func (s Subject) Release() {
	for _, c := range append([]Other{{Client: s.Client}}, s.Others...) {
		if f, ok := c.Client.(interface{ Release() }); ok {
			f.Release()
		}
	}
}

func (s Subject) name() string { return s.Named().Label() }

// Distinguish gives each subject its name in the configuration. It leaves the name out if package and version contain
// all its words and no other subject has the same two.
func Distinguish(subjects []Subject, names []string) {
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune("@/-_ ()", r) })
	}
	for i, s := range subjects {
		label := s.Client.Subject().Label()
		said := words(label)
		tells := slices.ContainsFunc(words(names[i]), func(w string) bool { return !slices.Contains(said, w) })
		twin := slices.ContainsFunc(slices.Concat(subjects[:i], subjects[i+1:]),
			func(o Subject) bool { return o.Client.Subject().Label() == label })
		if tells || twin {
			subjects[i].Configured = names[i]
		}
	}
}

// ErrNoBuild is wrapped by the error about a build file that does not exist.
var ErrNoBuild = errors.New("is not there")

// LoadSubject makes a subject of a family and a build file (which the reference client does not have). A build that is
// there but cannot be used becomes a broken subject; the error is about a file that is missing or cannot be read, or a
// family that does not exist. It is to run on the profile on, unless its family has one of its own. The first of the
// engines judges, and the others are held against it; none is the embedded one.
func LoadSubject(ctx context.Context, family, build string, on clients.Profile,
	engines ...families.Engine) (Subject, error) {
	if family == "reference" {
		return Subject{Client: reference.New()}, nil
	}
	of, err := families.Find(family)
	if err != nil {
		return Subject{}, err
	}
	if len(engines) == 0 {
		if engines, err = families.Engines(families.Embedded); err != nil {
			return Subject{}, err
		}
	}
	f, err := families.LoadOn(engines[0], of, build)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Subject{}, fmt.Errorf("the build file %s %w", build, ErrNoBuild)
	case errors.Is(err, families.ErrNoHost):
		return Subject{}, err
	case f == nil:
		return Subject{}, fmt.Errorf("the build file %s cannot be read: %w", build, cmp.Or(errors.Unwrap(err), err))
	case err == nil:
		err = f.Probe(ctx)
	}
	own := of.Profile()
	if on = cmp.Or(own, on); err == nil && (f.Suspect() || !f.Calls(on.API)) {
		err = stranger(ctx, engines[0], of, build, on)
	}
	s := Subject{Client: f, Broken: f.Explain(err), Platform: own, Versions: map[string]string{}}
	maps.Copy(s.Versions, f.Versions())
	elsewhere := of.Command != nil // no engine runs it; the first stands for no other
	if own := map[string]string{clients.NodeJS: "node", clients.Browsers: "chromium"}[of.Host]; own != "" {
		s.Engines, elsewhere = []string{own}, true
	}
	for n, e := range engines {
		if !elsewhere {
			s.Engines = append(s.Engines, e.Name)
		}
		if n == 0 || s.Broken != nil {
			continue
		}
		other, err := families.LoadOn(e, of, build)
		if errors.Is(err, families.ErrNoHost) {
			return Subject{}, err
		}
		if err != nil {
			s.Broken = fmt.Errorf("on %s: %w", e.Name, err)
		}
		if other != nil {
			maps.Copy(s.Versions, other.Versions())
		}
		s.Others = append(s.Others, Other{e.Name, other})
	}
	return s, nil
}

// BrokenSubject names a build that ended the process that certified it. It does not run the build.
func BrokenSubject(family, build string, why error) (Subject, error) {
	if family == "reference" {
		return Subject{Client: reference.New(), Broken: why}, nil
	}
	of, err := families.Find(family)
	if err != nil {
		return Subject{}, err
	}
	f, err := adapter.Name(of, build)
	if err != nil {
		return Subject{}, err
	}
	return Subject{Client: f, Broken: why}, nil
}

// stranger tries a login with a build that names no socket of its host, or does not call the API of the platform on. If
// the login succeeds, the build is judged like any other. If not, the exception shows whether the build is made for
// another host; if it does not show that, the requirements decide.
func stranger(ctx context.Context, e families.Engine, of adapter.Family, build string, on clients.Profile) error {
	f, told := tryLogin(ctx, e, of, build, on)
	if told == nil {
		return nil
	}
	for _, e := range told {
		said := errors.New(e.Detail + e.Reason)
		if e.Kind == ledger.Threw || e.Kind == ledger.Failed || e.Kind == ledger.Uncaught ||
			e.Kind == ledger.Unhandled {
			if why := f.Explain(said); !errors.Is(said, why) {
				return why
			}
		}
	}
	if err := f.Foreign(); err != nil || f.Calls(on.API) {
		return err
	}
	return f.Elsewhere(on)
}

// tryLogin tries a login with a build that may be a stranger on a platform, and returns the time line of a login that
// did not succeed within a minute; nil of one that did, and where nothing could be tried: then the requirements show
// what is wrong. It loads the build anew, so that nothing of this session reaches those that are judged.
func tryLogin(ctx context.Context, e families.Engine, of adapter.Family, build string,
	on clients.Profile) (*adapter.Factory, ledger.Timeline) {
	f, err := families.LoadOn(e, of, build)
	if err != nil {
		return nil, nil
	}
	s, err := session.Start(ctx, session.Options{Client: f, Mode: clock.Skip, Platform: on, Seed: 1})
	if err != nil {
		return f, nil
	}
	defer s.Close()
	begin := s.Mark("does it log in?")
	if s.Capabilities[clients.IM] {
		s.Login(clients.IMOptions{Account: "alice", Token: "token"})
	} else {
		s.EnterChatroom(clients.RoomOptions{Instance: "lobby", Account: "alice", Token: "token", RoomID: "1001"})
	}
	if _, ok := s.Await(begin, time.Minute, ledger.By(ledger.Client), ledger.Is(ledger.Connected)); ok {
		return f, nil
	}
	return f, s.Timeline()
}
