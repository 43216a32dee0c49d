package families

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/adapter"
)

const example = "../../examples/family"

// changed is the example's folder with one change in a file.
func changed(t *testing.T, file, from, to string) string {
	t.Helper()
	g := NewWithT(t)
	dir := filepath.Join(t.TempDir(), "mine")
	g.Expect(os.CopyFS(dir, os.DirFS(example))).To(Succeed())
	path := filepath.Join(dir, file)
	source, err := os.ReadFile(path)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(strings.Count(string(source), from)).To(Equal(1), "%s has it once: %s", file, from)
	g.Expect(os.WriteFile(path, []byte(strings.Replace(string(source), from, to, 1)), 0o600)).To(Succeed())
	return dir
}

// line is the first line of the example's file that has this text.
func line(t *testing.T, text string) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(example, FileName))
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	before, _, ok := strings.Cut(string(source), text)
	NewWithT(t).Expect(ok).To(BeTrue(), text)
	return "line " + strconv.Itoa(strings.Count(before, "\n")+1) + ": "
}

func TestEachMistakeOfAFamilyIsNamed(t *testing.T) {
	for name, tc := range map[string]struct{ file, from, to, at, says string }{
		"a key that does not exist": {"family.yml", "minDelay:", "minDelai:", "minDelay",
			`policy has no "minDelai": did you mean "minDelay"?`},
		"one at the top": {"family.yml", "package:", "pakage:", "package:",
			`a family has no "pakage": did you mean "package"?`},
		"a missing number": {"family.yml", "  maxDelay: 8s\n", "", "policy:",
			"policy.maxDelay is missing: give the longest wait"},
		"a missing key": {"family.yml", "is: a build of example-sdk\n", "", "# A family",
			"is is missing: give what a build"},
		"an option without its capability": {"family.yml", "policy:\n", "options: reconnectDelay\npolicy:\n", "policy:",
			"a mapping is wanted here: CAPABILITY: the name of the option"},
		"an option without a name": {"family.yml", "policy:\n", "options: {reconnect delay provider: \"\"}\npolicy:\n",
			"policy:", "reconnect delay provider: the name of its option is missing"},
		"no jitter": {"family.yml", "  jitter: 10%\n", "", "policy:",
			"policy.jitter is missing: give the share"},
		"a number without a unit": {"family.yml", "maxDelay: 8s", "maxDelay: 8", "maxDelay",
			"8 has no unit: write one such as 1600ms, 8s or 2m"},
		"a unit that is none": {"family.yml", "maxDelay: 8s", "maxDelay: 8 seconds", "maxDelay",
			`"8 seconds" is no time: write one`},
		"a share that is none": {"family.yml", "jitter: 10%", "jitter: 0.1", "jitter",
			`"0.1" is no share: write one in per cent, such as 10%`},
		"delays the wrong way round": {"family.yml", "maxDelay: 8s", "maxDelay: 1s", "maxDelay",
			"policy.maxDelay is shorter than policy.minDelay"},
		"a capability that is none": {"family.yml", "- announced delay", "- anounced delay", "- announced",
			`there is no capability "anounced delay": did you mean "announced delay"?`},
		"one that it is said to lack": {"family.yml", "  upload: {", "  uplod: {", "  upload: {",
			`there is no capability "uplod": did you mean "upload"?`},
		"had and lacked": {"family.yml", "  - im\n", "  - im\n  - upload\n", "kick reason 4",
			"upload stands under has and under lacks: delete one"},
		"neither had nor lacked": {"family.yml", "  - announced delay\n", "", "  - announced",
			"announced delay stands neither under has nor under lacks"},
		"a sentence that says nothing": {"family.yml", "{en: it has no chatrooms, zh: 它没有聊天室}", "{}", "chatroom:",
			"it is not said: write {en:"},
		"another language": {"family.yml", "en: it has no chatrooms", "fr: pas de salons", "chatroom:",
			`a sentence has no "fr": use en and zh`},
		"an export that is none": {"family.yml", "[sdk.open()]", "[open()]", "exports",
			`"open()" names no export: write one such as sdk.NIM`},
		"a path that is none": {"family.yml", "[/socket.io/1/]", "[socket.io]", "attempts",
			`attempts: "socket.io" is no path: begin it with a slash`},
		"no way an attempt begins": {"family.yml", "  request: [/socket.io/1/]\n", "", "attempts",
			"attempts is missing: give the paths"},
		"no script": {"family.yml", "application: app.js", "application: main.js", "application",
			"the application script main.js cannot be read beside it"},
		"a command beside a script": {"family.yml", "application: app.js", "application: app.js\ncommand: [lua]",
			"application", "application does not go with command: a client with a command calls its SDK itself"},
		"a command without the build": {"family.yml",
			"application: app.js\n\nis: a build of example-sdk\nexports: [sdk.open()]",
			"command: [python3, \"{file}\"]\nis: a client", "application",
			"no word of command has {build}: without it the build never runs"},
		"a command of no words": {"family.yml", "application: app.js", "command: []", "application",
			"command has no words: give what runs a build"},
		"no YAML": {"family.yml", "has:\n", "has: [\n", "", "line "},
		"a list where a text is wanted": {"family.yml", "package: example-sdk", "package: [example-sdk]", "package",
			"a list stands where a text is wanted"},
		"a script that does not parse": {"app.js", "var sessions = {};", "var sessions = };", "",
			"app.js: line 4: it does not parse: "},
		"one that exports no function": {"app.js", "module.exports = function", "var unused = function", "",
			"app.js: line 1: it exports no function: write module.exports = function (tools, sdk, room)"},
		"one that throws while it loads": {"app.js", "module.exports = function",
			"missing();\nmodule.exports = function", "",
			"app.js: line 2: it does not load: ReferenceError: missing is not defined"},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			dir := changed(t, tc.file, tc.from, tc.to)
			_, err := Find(dir)
			where := filepath.ToSlash(dir) + "/"
			if tc.at != "" {
				where += FileName + ": " + line(t, tc.at)
			}
			g.Expect(err).To(MatchError(And(HavePrefix(where), ContainSubstring(tc.says))))
			g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
		})
	}
}

func TestAFolderThatIsNone(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	g.Expect(os.WriteFile(file, nil, 0o600)).To(Succeed())
	device := filepath.Join(dir, "device")
	g.Expect(os.Mkdir(device, 0o700)).To(Succeed())
	g.Expect(os.Symlink("/dev/zero", filepath.Join(device, FileName))).To(Succeed())
	for name, says := range map[string]string{
		"nimm":                        `unknown family "nimm": did you mean "nim"?`,
		filepath.Join(dir, "nowhere"): "is not there: name one with a family.yml, or one of nim, nimng, nimng-v1",
		file:                          "is no folder: name the one that family.yml stands in",
		dir:                           "/family.yml is not there: docs/adapters.md says what stands in it",
		device:                        "/family.yml cannot be read: it is not a file",
	} {
		_, err := Find(name)
		g.Expect(err).To(MatchError(ContainSubstring(says)))
	}
}

func TestWhatAFamilySays(t *testing.T) {
	g := NewWithT(t)
	f, err := Find(example)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(f.Capabilities).To(
		Equal(map[clients.Capability]bool{clients.IM: true, clients.DoneCallback: true, clients.AnnouncedDelay: true,
			clients.OnPlatform: true, clients.Direct: true, clients.Lookup: true}), "the last two are the usual")
	g.Expect(f.Lacking[clients.Chatroom].ZH).To(Equal("它没有聊天室"))
	g.Expect(f.Policy.MinDelay).To(Equal(1600 * time.Millisecond))
	g.Expect(f.Policy.Jitter).To(BeNumerically("~", clients.CrowdJitter))
	g.Expect(f.Policy.Provided).To(BeNil())
}

// The numbers and the addresses that the checks rest on, as they were when the families were code.
func TestTheBuiltInFamilies(t *testing.T) {
	g := NewWithT(t)
	least := func(name string, d time.Duration) [2]time.Duration {
		f, err := Find(name)
		g.Expect(err).NotTo(HaveOccurred())
		from, to := f.Policy.Provided(d)
		return [2]time.Duration{from, to}
	}
	ms := time.Millisecond
	g.Expect(least("nim", 300*ms)).To(Equal([2]time.Duration{1000 * ms, 1000 * ms}))
	g.Expect(least("nim", 3000*ms)).To(Equal([2]time.Duration{3000 * ms, 3000 * ms}))
	g.Expect(least("nimng", 300*ms)).To(Equal([2]time.Duration{500 * ms, 800 * ms}))
	g.Expect(least("nimng", 1000*ms)).To(Equal([2]time.Duration{1000 * ms, 1000 * ms}))
	for _, name := range Names() {
		f, err := Find(name)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(f.Policy.Jitter).To(BeNumerically("~", clients.CrowdJitter), name)
		g.Expect(adapter.Try(embedded, f)).To(Succeed(), name)
		for c, said := range f.Lacking {
			g.Expect(said.ZH).NotTo(BeEmpty(), "%s: %s", name, c)
		}
		for _, c := range clients.Capabilities() {
			g.Expect(f.Capabilities[c]).NotTo(Equal(f.Lacking[c].EN != ""),
				"%s: %s is there, or it is said what is there instead", name, c)
		}
	}
}
