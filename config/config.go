// Package config reads ginkgo.yml: what to certify and how. Ginkgo itself reads no configuration file; the file is
// named after the suites that it steers.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"nimcert/clients"
	"nimcert/clients/families"
	"nimcert/clock"
	"nimcert/internal/files"
	"nimcert/internal/yamlfile"
)

// reference is the family of the client that comes with nimcert. It has no build.
const reference = "reference"

// Config is a whole ginkgo.yml.
type Config struct {
	// Platform names the profile of the platform that the clients run on, empty for the default one.
	Platform string `yaml:"platform"`
	// Platforms are the user's own profiles, beside the built-in ones.
	Platforms []Platform `yaml:"platforms"`
	// Cap, if given, overrides how many sockets the platform's profile allows in all.
	Cap *int `yaml:"cap"`
	// Assume turns assumptions: see package assumptions.
	Assume []string `yaml:"assume"`
	// Clock is skip or real.
	Clock string `yaml:"clock"`
	// Seed feeds the clients' random numbers.
	Seed int64 `yaml:"seed"`
	// SDKs are certified in this order.
	SDKs []SDK `yaml:"sdks"`
	// Domains are the lists of the integration guide, by the kind of call.
	Domains Domains `yaml:"domains"`
	// KnownFailures do not close the gate, as long as they fail.
	KnownFailures []KnownFailure `yaml:"knownFailures"`

	path string
	// recorded is the platform of the file, before flags changed it.
	recorded *clients.Profile
}

// SDK is one subject.
type SDK struct {
	// Name is its name for --sdk.
	Name string `yaml:"name"`
	// Family is the adapter that drives it: a name, or the folder of a family, relative to the configuration file.
	Family string `yaml:"family"`
	// Build is the build file, relative to the configuration file. The reference client has none.
	Build string `yaml:"build"`
	// Platform names the profile that it runs on, if that is not the configuration's.
	Platform string `yaml:"platform"`
}

// Domains are the hosts that an application lists at the platform.
type Domains struct {
	Request  []string `yaml:"request"`
	Socket   []string `yaml:"socket"`
	Upload   []string `yaml:"uploadFile"`
	Download []string `yaml:"downloadFile"`
}

// KnownFailure is a failure that somebody examined and recorded.
type KnownFailure struct {
	Package     string `yaml:"package"` // npm name of the SDK
	Version     string `yaml:"version"`
	Requirement string `yaml:"requirement"`
	Condition   string `yaml:"condition"` // empty: any conditions
	Reason      string `yaml:"reason"`

	line int // where it stands in the file
}

// Default is the configuration without a file.
func Default() *Config {
	return &Config{Clock: string(clock.Skip), Seed: 1, Domains: Domains{
		// The lists of the vendor's integration guide for mini programs.
		Request: []string{
			"https://lbs.netease.im", "https://wlnimsc0.netease.im", "https://wlnimsc0.netease.im:443",
			"https://wlnimsc1.netease.im", "https://wlnimsc1.netease.im:443",
			"https://statistic.live.126.net", "https://abt-online.netease.im",
		},
		Socket:   []string{"wss://wlnimsc0.netease.im", "wss://wlnimsc1.netease.im"},
		Upload:   []string{"https://nos.netease.com"},
		Download: []string{"https://nim-nosdn.netease.im"},
	}}
}

// Load reads and checks a configuration file. Each error is one line that names the file and the mend.
func Load(path string) (*Config, error) {
	data, err := files.Read(path, files.Settings)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf(
			"%s is not there: name a configuration with --config FILE, or a build with --build FILE --family nim", path)
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", path, errors.Unwrap(err))
	}
	c := Default()
	c.path = path
	if err := yamlfile.Decode(data, c, sections...); err != nil {
		return nil, fmt.Errorf("%s is not a valid configuration: %w", path, err)
	}
	for i, line := range lines(data, "knownFailures") {
		if i < len(c.KnownFailures) {
			c.KnownFailures[i].line = line
		}
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

func (c *Config) check() error {
	if err := c.checkPlatform(); err != nil {
		return err
	}
	if _, err := clock.ParseMode(c.Clock); err != nil {
		return err
	}
	names := map[string]bool{}
	for i, s := range c.SDKs {
		if s.Name == "" {
			return fmt.Errorf("sdks: entry %d has no name", i+1)
		}
		if names[s.Name] {
			return fmt.Errorf("sdks: %s stands there twice", s.Name)
		}
		names[s.Name] = true
		if err := CheckFamily(c.FamilyOf(s)); err != nil {
			return fmt.Errorf("sdks: %s: %w", s.Name, err)
		}
		if _, err := c.profileOf(s.Platform); err != nil {
			return fmt.Errorf("sdks: %s: platform: %w", s.Name, err)
		}
		if s.Family != reference && s.Build == "" {
			return fmt.Errorf("sdks: %s has no build file", s.Name)
		}
		if s.Family == reference && s.Build != "" {
			return fmt.Errorf("sdks: %s: the reference client has no build: give the family that %s is of", s.Name,
				s.Build)
		}
	}
	return c.checkKnown()
}

// CheckFamily reports whether a family exists. The contents of a folder are checked where it is used.
func CheckFamily(name string) error {
	all := append(families.Names(), reference)
	if slices.Contains(all, name) || families.IsFolder(name) {
		return nil
	}
	return fmt.Errorf("unknown family %q: %s, or name the folder of a family, such as ./%[1]s", name,
		yamlfile.OrNearest(name, all))
}

// Select returns the SDKs of these names, each once, all when none is given.
func (c *Config) Select(names []string) ([]SDK, error) {
	if len(c.SDKs) == 0 {
		return nil, fmt.Errorf("no SDK to certify: list one under sdks in %s, or give --build FILE --family nim",
			cmp.Or(c.path, "the configuration"))
	}
	if len(names) == 0 {
		return c.SDKs, nil
	}
	var out []SDK
	for at, n := range names {
		i := slices.IndexFunc(c.SDKs, func(s SDK) bool { return s.Name == n })
		if i < 0 {
			var all []string
			for _, s := range c.SDKs {
				all = append(all, s.Name)
			}
			return nil, fmt.Errorf("unknown SDK %q: %s", n, yamlfile.OrNearest(n, all))
		}
		if !slices.Contains(names[:at], n) {
			out = append(out, c.SDKs[i])
		}
	}
	return out, nil
}

// Path is the file from which it was read; empty for the default.
func (c *Config) Path() string { return c.path }

// BuildPath is where an SDK's build file is, from the working directory.
func (c *Config) BuildPath(s SDK) string { return c.beside(s.Build) }

// FamilyOf is an SDK's family: a name, or where its folder is, from the working directory.
func (c *Config) FamilyOf(s SDK) string {
	if slices.Contains(append(families.Names(), reference), s.Family) {
		return s.Family
	}
	folder := c.beside(s.Family)
	if filepath.Base(folder) == folder { // a bare word is a name first
		folder = "." + string(filepath.Separator) + folder
	}
	if _, err := os.Stat(folder); err == nil || families.IsFolder(s.Family) {
		return folder
	}
	return s.Family
}

// beside is the path, from the working directory, of a file that the configuration names.
func (c *Config) beside(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(filepath.Dir(c.path), file)
}

// Known returns the recorded reason of a failure, empty if there is none; wide says that the record names no condition.
// The condition is a slug: see NameRecords.
func (c *Config) Known(s clients.Subject, requirement, slug string) (reason string, wide bool) {
	for _, k := range c.KnownFailures {
		if k.Package == s.Name && k.Version == s.Version && k.Requirement == requirement &&
			(k.Condition == "" || k.Condition == slug) {
			return k.Reason, k.Condition == ""
		}
	}
	return "", false
}
