package families

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/internal/files"
	"nimcert/internal/words"
	"nimcert/internal/yamlfile"
)

// FileName is the file that makes a folder a family.
const FileName = "family.yml"

// file is a family.yml.
type file struct {
	Like        string            `yaml:"like"`
	Host        string            `yaml:"host"`
	Package     string            `yaml:"package"`
	API         string            `yaml:"api"`
	Application string            `yaml:"application"`
	Command     []string          `yaml:"command"`
	Room        room              `yaml:"room"`
	Is          string            `yaml:"is"`
	File        string            `yaml:"file"`
	Names       pattern           `yaml:"names"`
	Exports     []export          `yaml:"exports"`
	Builds      []build           `yaml:"builds"`
	Others      []build           `yaml:"others"`
	Has         []capability      `yaml:"has"`
	Lacks       lacks             `yaml:"lacks"`
	Options     options           `yaml:"options"`
	Policy      policy            `yaml:"policy"`
	Attempts    attempts          `yaml:"attempts"`
	Addresses   map[string]string `yaml:"addresses"`
}

type room struct {
	File    string            `yaml:"file"`
	Folders map[string]string `yaml:"folders"`
}

type build struct {
	Is      string   `yaml:"is"`
	Has     []export `yaml:"has"`
	Without []export `yaml:"without"`
	Part    string   `yaml:"part"`
	Room    bool     `yaml:"room"`
	Missing lacks    `yaml:"missing"`
	Instead string   `yaml:"instead"`
}

type policy struct {
	MinDelay       duration     `yaml:"minDelay"`
	MaxDelay       duration     `yaml:"maxDelay"`
	RoomMinDelay   duration     `yaml:"roomMinDelay"`
	Jitter         *share       `yaml:"jitter"`
	DoneWithin     duration     `yaml:"doneWithin"`
	Heartbeat      duration     `yaml:"heartbeat"`
	AttemptTimeout duration     `yaml:"attemptTimeout"`
	DelayOption    *delayOption `yaml:"delayOption"`
}

// delayOption says what happens to an answer of the delay provider that is shorter than Under: it becomes longer by
// Adds, or lies between Least and Most. A longer answer stays as it is.
type delayOption struct {
	Under duration `yaml:"under"`
	Adds  between  `yaml:"adds"`
	Least duration `yaml:"least"`
	Most  duration `yaml:"most"`
}

type between struct {
	Least duration `yaml:"least"`
	Most  duration `yaml:"most"`
}

type attempts struct {
	Lookup  []string `yaml:"lookup"`
	Request []string `yaml:"request"`
	Socket  []string `yaml:"socket"`
	Rounds  bool     `yaml:"rounds"`
}

// sections are the mappings of the file.
var sections = []yamlfile.Section{
	{Of: file{}, Where: "a family has"}, {Of: room{}, Where: "room has"}, {Of: build{}, Where: "a build has"},
	{Of: policy{}, Where: "policy has"}, {Of: delayOption{}, Where: "delayOption has"},
	{Of: between{}, Where: "adds has"},
	{Of: attempts{}, Where: "attempts has"},
}

// at is an error with its line.
func at(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("line %d: %w", n.Line, fmt.Errorf(format, args...))
}

type duration time.Duration

// UnmarshalYAML reads a time with its unit.
func (d *duration) UnmarshalYAML(n *yaml.Node) error {
	v, err := time.ParseDuration(n.Value)
	if err != nil || v < 0 {
		what := fmt.Sprintf("%q is no time", n.Value)
		if _, err := strconv.ParseFloat(n.Value, 64); err == nil && v >= 0 {
			what = n.Value + " has no unit"
		}
		return at(n, "%s: write one such as 1600ms, 8s or 2m", what)
	}
	*d = duration(v)
	return nil
}

type share float64

// UnmarshalYAML reads a share in per cent.
func (s *share) UnmarshalYAML(n *yaml.Node) error {
	number, ok := strings.CutSuffix(n.Value, "%")
	v, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil || v < 0 || v >= 100 {
		return at(n, "%q is no share: write one in per cent, such as 10%%", n.Value)
	}
	*s = share(v / 100)
	return nil
}

type pattern struct{ *regexp.Regexp }

// UnmarshalYAML reads a regular expression.
func (p *pattern) UnmarshalYAML(n *yaml.Node) (err error) {
	if p.Regexp, err = regexp.Compile(n.Value); err != nil {
		return at(n, "%w: write a regular expression as Go has them", err)
	}
	return nil
}

type export adapter.Export

// UnmarshalYAML reads one place in the exports.
func (e *export) UnmarshalYAML(n *yaml.Node) error {
	v, err := adapter.ParseExport(n.Value)
	if err != nil {
		return at(n, "%w", err)
	}
	*e = export(v)
	return nil
}

type capability clients.Capability

// UnmarshalYAML reads a capability.
func (c *capability) UnmarshalYAML(n *yaml.Node) error {
	all := capabilities()
	if !slices.Contains(all, n.Value) {
		return at(n, "there is no capability %q: %s", n.Value, yamlfile.OrNearest(n.Value, all))
	}
	*c = capability(n.Value)
	return nil
}

// capabilities lists those that a family has or lacks. OnPlatform belongs to the host.
func capabilities() []string {
	var all []string
	for _, c := range clients.Capabilities() {
		if c != clients.OnPlatform {
			all = append(all, string(c))
		}
	}
	return all
}

type lacks map[clients.Capability]words.Bilingual

// UnmarshalYAML reads, for each capability, a sentence: a text, or {en, zh}.
func (l *lacks) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return at(n, "a mapping is wanted here: CAPABILITY: {en: what there is instead, zh: the same in Chinese}")
	}
	*l = lacks{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		var c capability
		if err := c.UnmarshalYAML(n.Content[i]); err != nil {
			return err
		}
		said, err := sentence(n.Content[i+1])
		if err != nil {
			return err
		}
		(*l)[clients.Capability(c)] = said
	}
	return nil
}

type options map[clients.Capability]string

// UnmarshalYAML reads, for each capability, the name of its option.
func (o *options) UnmarshalYAML(n *yaml.Node) error {
	*o = options{}
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		var c capability
		if err := c.UnmarshalYAML(n.Content[i]); err != nil {
			return err
		}
		(*o)[clients.Capability(c)] = n.Content[i+1].Value
	}
	for c, name := range *o {
		if name == "" {
			return at(n, "%s: the name of its option is missing: give it as the SDK's documentation writes it", c)
		}
	}
	if len(*o) == 0 {
		return at(n, "a mapping is wanted here: CAPABILITY: the name of the option that stands behind it")
	}
	return nil
}

func sentence(n *yaml.Node) (s words.Bilingual, err error) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode {
		s.EN = n.Value
	}
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		switch key, text := n.Content[i], n.Content[i+1].Value; key.Value {
		case "en":
			s.EN = text
		case "zh":
			s.ZH = text
		default:
			return s, at(key, "a sentence has no %q: use en and zh", key.Value)
		}
	}
	if s.EN == "" {
		return s, at(n, "it is not said: write {en: what there is instead, zh: the same in Chinese}")
	}
	return s, nil
}

// read reads the file of a family. The errors are one line each, and name the line of the file.
func read(dir fs.FS) (adapter.Family, error) {
	data, err := files.ReadIn(dir, FileName, files.Settings)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return adapter.Family{}, fmt.Errorf("%s is not there: docs/adapters.md says what stands in it", FileName)
	case err != nil:
		return adapter.Family{}, fmt.Errorf("%s cannot be read: %w", FileName, errors.Unwrap(err))
	}
	f, base, err := decode(data)
	if err != nil {
		return adapter.Family{}, fmt.Errorf("%s: %w", FileName, err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return adapter.Family{}, fmt.Errorf("%s: %w", FileName, err) // the file was read a moment ago
	}
	if err := f.check(lines{&doc}); err != nil {
		return adapter.Family{}, fmt.Errorf("%s: %w", FileName, err)
	}
	if base != nil { // the script is that of the family that it is like
		dir = base
	}
	if f.Command != nil {
		family := f.family("")
		family.Own = clients.NewFile("", data)
		return family, nil
	}
	source, err := files.ReadIn(dir, f.Application, files.Source)
	if err != nil {
		return adapter.Family{},
			fmt.Errorf("%s: line %d: the application script %s cannot be read beside it: name a file of this folder",
				FileName, lines{&doc}.of("application"), f.Application)
	}
	family := f.family(string(source))
	family.Own = clients.NewFile("", slices.Concat(data, source))
	return family, nil
}

// family is the file in the adapter's form.
func (f file) family(application string) adapter.Family {
	out := adapter.Family{
		Package: f.Package, API: f.API, Application: adapter.Source{Name: f.Application, Text: application},
		Room: adapter.Room(f.Room), Is: f.Is, File: f.File, Names: f.Names.Regexp,
		Command: f.Command, Host: f.Host,
		Exports: exports(f.Exports), Builds: builds(f.Builds), Others: builds(f.Others),
		Capabilities: map[clients.Capability]bool{clients.OnPlatform: f.onPlatform()},
		Lacking:      f.lacking(), Options: f.Options,
		Attempts: adapter.Attempts(f.Attempts), Addresses: f.Addresses,
		Policy: clients.Policy{
			MinDelay: time.Duration(f.Policy.MinDelay), MaxDelay: time.Duration(f.Policy.MaxDelay),
			Jitter:       float64(*f.Policy.Jitter),
			RoomMinDelay: time.Duration(f.Policy.RoomMinDelay), DoneWithin: time.Duration(f.Policy.DoneWithin),
			Heartbeat: time.Duration(f.Policy.Heartbeat), AttemptTimeout: time.Duration(f.Policy.AttemptTimeout),
		},
	}
	if o := f.Policy.DelayOption; o != nil {
		out.Policy.Provided = o.provided
	}
	for _, c := range clients.Capabilities() {
		if f.can(c) {
			out.Capabilities[c] = true
		}
	}
	return out
}

// onPlatform reports whether the builds run on a mini-program platform.
func (f file) onPlatform() bool { return f.Command == nil && f.Host != nodeJS && f.Host != browsers }

// ofItsOwn is what a client has that is a program of its own, instead of a mini program.
var ofItsOwn = words.Bilingual{EN: "it is a program of its own", ZH: "它是独立的程序"}

// onNodeJS is what a build for Node.js has instead.
var onNodeJS = words.Bilingual{
	EN: "it runs in Node.js, which has no background, storage or pages of a mini program",
	ZH: "它运行在 Node.js 中，没有小程序的后台、存储和页面",
}

// inBrowsers is what a build for browsers has instead.
var inBrowsers = words.Bilingual{
	EN: "it runs in a browser, which has no background, storage or pages of a mini program",
	ZH: "它运行在浏览器中，没有小程序的后台、存储和页面",
}

// lacking is what stands under lacks, and what no client outside of mini programs has.
func (f file) lacking() map[clients.Capability]words.Bilingual {
	all := map[clients.Capability]words.Bilingual{}
	maps.Copy(all, f.Lacks)
	for _, c := range clients.Capabilities() {
		if _, said := all[c]; optional(c) && !said && !f.can(c) {
			all[c] = unsaid
		}
	}
	if f.Command != nil {
		all[clients.OnPlatform], all[clients.Upload] = ofItsOwn, ofItsOwn
	}
	switch f.Host {
	case nodeJS:
		all[clients.OnPlatform] = onNodeJS
	case browsers:
		all[clients.OnPlatform] = inBrowsers
	}
	return all
}

// provided bounds the wait that follows when the delay provider answers d.
func (o delayOption) provided(d time.Duration) (least, most time.Duration) {
	switch {
	case d >= time.Duration(o.Under):
		return d, d
	case o.Most > 0:
		return time.Duration(o.Least), time.Duration(o.Most)
	}
	return d + time.Duration(o.Adds.Least), d + time.Duration(o.Adds.Most)
}

func exports(list []export) []adapter.Export {
	var out []adapter.Export
	for _, e := range list {
		out = append(out, adapter.Export(e))
	}
	return out
}

func builds(list []build) []adapter.Build {
	var out []adapter.Build
	for _, b := range list {
		out = append(out, adapter.Build{
			Is: b.Is, Has: exports(b.Has), Without: exports(b.Without), Part: b.Part, Room: b.Room,
			Missing: b.Missing,
			Instead: b.Instead,
		})
	}
	return out
}
