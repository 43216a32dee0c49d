package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
	"golang.org/x/mod/semver"

	"nimcert/assumptions"
	"nimcert/clients"
	"nimcert/internal/yamlfile"
)

// Platform is a user's own platform profile: see clients.Profile for the meaning of each line. Missing lines are taken
// from the profile in Like.
type Platform struct {
	Name string `yaml:"name"`
	// Like names the profile that it begins with, empty for the default one.
	Like          string  `yaml:"like"`
	Total         *int    `yaml:"total"`
	PerDomain     *int    `yaml:"perDomain"`
	BaseLibrary   *string `yaml:"baseLibrary"`
	ClosingCounts *bool   `yaml:"closingCounts"`
	CloseWait     *span   `yaml:"closeWait"`
	PromiseTasks  *bool   `yaml:"promiseTasks"`
	DialsAnyURL   *bool   `yaml:"dialsAnyURL"`
	Background    struct {
		ClosesAfter  *span `yaml:"closesAfter"`
		RaisesClose  *bool `yaml:"raisesClose"`
		TimersStop   *bool `yaml:"timersStop"`
		NetworkStops *bool `yaml:"networkStops"`
	} `yaml:"background"`
}

// span is a time with its unit.
type span time.Duration

// UnmarshalYAML reads it in Go's notation. The error for an invalid one has its line.
func (s *span) UnmarshalYAML(n *yaml.Node) error {
	d, err := time.ParseDuration(n.Value)
	if err != nil {
		return fmt.Errorf("line %d: %q is no time: give one with its unit, such as 5s", n.Line, n.Value)
	}
	*s = span(d)
	return nil
}

// profile makes the profile, based on the one in Like.
func (p Platform) profile(like clients.Profile) clients.Profile {
	like.Name = p.Name
	set(&like.Total, p.Total)
	like.Unsaid.Limit = like.Unsaid.Limit && p.Total == nil // who writes it down knows it
	like.Unsaid.Background = like.Unsaid.Background && p.Background.ClosesAfter == nil
	set(&like.PerDomain, p.PerDomain)
	set(&like.BaseLibrary, p.BaseLibrary)
	set(&like.ClosingCounts, p.ClosingCounts)
	set(&like.CloseWait, (*time.Duration)(p.CloseWait))
	set(&like.PromiseTasks, p.PromiseTasks)
	set(&like.DialsAnyURL, p.DialsAnyURL)
	set(&like.Background.ClosesAfter, (*time.Duration)(p.Background.ClosesAfter))
	set(&like.Background.RaisesClose, p.Background.RaisesClose)
	set(&like.Background.TimersStop, p.Background.TimersStop)
	set(&like.Background.NetworkStops, p.Background.NetworkStops)
	return like
}

func set[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}

// Profile is the platform that the clients run on: the named one, with the socket limit of cap where there is one, and
// with what is assumed.
func (c *Config) Profile() clients.Profile {
	p, _ := c.profileOf(c.Platform) // checked
	if c.Cap != nil {
		p.Total, p.Unsaid.Limit = *c.Cap, false
		p.PerDomain = min(p.PerDomain, p.Total)
	}
	_ = assumptions.Turn(&p, c.Assume...) // checked
	return p
}

// ProfileOf is the platform that an SDK runs on, if it names one of its own: with what is assumed, and no cap. Else it
// is the zero value.
func (c *Config) ProfileOf(s SDK) clients.Profile {
	if s.Platform == "" {
		return clients.Profile{}
	}
	p, _ := c.profileOf(s.Platform)       // checked
	_ = assumptions.Turn(&p, c.Assume...) // checked
	return p
}

// profileOf finds a profile by its name; the empty name means the default.
func (c *Config) profileOf(name string) (clients.Profile, error) {
	all := clients.Profiles()
	for _, own := range c.Platforms {
		like := clients.DefaultProfile()
		if i := slices.IndexFunc(all, func(p clients.Profile) bool { return p.Name == own.Like }); i >= 0 {
			like = all[i]
		}
		all = append(all, own.profile(like))
	}
	if name == "" {
		return all[0], nil
	}
	names := make([]string, len(all))
	for i, p := range all {
		if names[i] = p.Name; p.Name == name {
			return p, nil
		}
	}
	return clients.Profile{},
		fmt.Errorf("neither nimcert nor platforms: of the configuration has a platform %q: %s", name,
			yamlfile.OrNearest(name, names))
}

// Use overrides the configuration's platform with the flags' values, if given. With another platform the
// configuration's cap no longer applies.
func (c *Config) Use(platform string, assume []string) error {
	if c.recorded == nil {
		recorded := c.Profile()
		c.recorded = &recorded
	}
	if platform != "" {
		if _, err := c.profileOf(platform); err != nil {
			return fmt.Errorf("--platform: %w", err)
		}
		c.Platform, c.Cap = platform, nil
	}
	if err := known(assume); err != nil {
		return fmt.Errorf("--assume: %w", err)
	}
	c.Assume = append(slices.Clone(c.Assume), assume...)
	return nil
}

// known checks that each name is an assumption that can be turned.
func known(assume []string) error {
	flips := assumptions.Flips()
	for _, name := range assume {
		if !slices.Contains(flips, name) {
			return fmt.Errorf("unknown assumption %q: %s", name, yamlfile.OrNearest(name, flips))
		}
	}
	return nil
}

// Elsewhere reports whether flags changed the platform for which the configuration records its failures. Then a
// recorded failure that does not occur is no reason to delete its record.
func (c *Config) Elsewhere() bool { return c.recorded != nil && *c.recorded != c.Profile() }

// checkPlatform finds faults of the platforms.
func (c *Config) checkPlatform() error {
	taken := map[string]bool{}
	for _, p := range clients.Profiles() {
		taken[p.Name] = true
	}
	for i, own := range c.Platforms {
		switch {
		case own.Name == "":
			return fmt.Errorf("platforms: entry %d has no name", i+1)
		case taken[own.Name]:
			return fmt.Errorf("platforms: there is a platform %s already: give entry %d a name of its own", own.Name,
				i+1)
		case own.Like != "" && !taken[own.Like]:
			return fmt.Errorf("platforms: %s is like %q, which does not stand before it: %s", own.Name, own.Like,
				yamlfile.OrNearest(own.Like, slices.Sorted(maps.Keys(taken))))
		}
		taken[own.Name] = true
		p, _ := c.profileOf(own.Name)
		if err := checkProfile(p); err != nil {
			return fmt.Errorf("platforms: %s: %w", own.Name, err)
		}
	}
	if _, err := c.profileOf(c.Platform); err != nil {
		return fmt.Errorf("platform: %w", err)
	}
	if c.Cap != nil && (*c.Cap < 1 || *c.Cap > most) {
		return fmt.Errorf("cap is %d: give the platform's socket limit, 1 to %d, or name a platform instead", *c.Cap,
			most)
	}
	if err := known(c.Assume); err != nil {
		return fmt.Errorf("assume: %w", err)
	}
	return nil
}

const (
	// most is the largest socket limit that a profile may have: some requirements fill all slots with instances, and no
	// platform that has a limit is known to have more than 5.
	most = 32
	// shortest and longest bound the times of a profile: the clock counts in milliseconds, and a case waits for ten
	// minutes at most.
	shortest, longest = time.Millisecond, 10 * time.Minute
)

var version = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

func checkProfile(p clients.Profile) error {
	within := func(name string, d time.Duration) error {
		if d < shortest || d > longest {
			return fmt.Errorf("%s is %s: give a time from %s to %s", name, d, shortest, longest)
		}
		return nil
	}
	switch {
	case p.Total < 1 || p.Total > most:
		return fmt.Errorf("total is %d: give how many sockets a program may hold, 1 to %d", p.Total, most)
	case p.PerDomain < 0 || p.PerDomain > p.Total:
		return fmt.Errorf("perDomain is %d: give how many of the %d sockets may lead to one host name, or 0 for no "+
			"limit of its own", p.PerDomain, p.Total)
	case p.BaseLibrary != "" && !version.MatchString(p.BaseLibrary):
		return fmt.Errorf("baseLibrary is %q: give a version such as 3.0.0", p.BaseLibrary)
	case p.BaseLibrary != "" && semver.Compare("v"+p.BaseLibrary, "v1.7.0") < 0:
		return fmt.Errorf("baseLibrary is %s: before 1.7.0 the platform has no SocketTask and one socket alone, "+
			"which nimcert does not show", p.BaseLibrary)
	}
	if err := within("closeWait", p.CloseWait); err != nil {
		return err
	}
	return within("background.closesAfter", p.Background.ClosesAfter)
}
