// Package ci tests what other people's CI runs: the GitHub action, the GitLab template, and the examples of docs/ci.md.
// Their scripts are run as the services would, as far as that can be without them.
package ci

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
	"go.yaml.in/yaml/v3"
	"golang.org/x/mod/modfile"
)

// action is action.yml.
type action struct {
	Inputs  map[string]struct{ Description, Default string }
	Outputs map[string]struct{ Description, Value string }
	Runs    struct {
		Using string
		Steps []step
	}
}

type step struct {
	ID, Name, Uses, If, Shell, Run string
	Env, With                      map[string]string
}

// root is the project's own folder.
var root = must(filepath.Abs(".."))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func readYAML[T any](t *testing.T, path string) (v T) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, path))
	if err == nil {
		err = yaml.Unmarshal(data, &v)
	}
	if err != nil {
		t.Fatalf("%s: %s", path, err)
	}
	return v
}

var expression = regexp.MustCompile(`\$\{\{\s*(.*?)\s*\}\}`)

// evaluate puts values in the place of expressions. One that is not in the values is a mistake.
func evaluate(t *testing.T, text string, values map[string]string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		name := expression.FindStringSubmatch(e)[1]
		v, ok := values[name]
		if !ok {
			t.Errorf("%s names nothing", e)
		}
		return v
	})
}

// act runs the action's steps in dir with these inputs.
func act(t *testing.T, dir string, with map[string]string, env ...string) result {
	t.Helper()
	a := readYAML[action](t, "action.yml")
	values := map[string]string{}
	for name, input := range a.Inputs {
		values["inputs."+name] = input.Default
	}
	for name, v := range with {
		if _, ok := a.Inputs[name]; !ok {
			t.Errorf("the action has no input %s", name)
		}
		values["inputs."+name] = v
	}
	outputs, summary := filepath.Join(t.TempDir(), "output"), filepath.Join(t.TempDir(), "summary")
	var r result
	for _, s := range a.Runs.Steps {
		if s.Uses != "" || s.If != "" && values[strings.TrimSuffix(s.If, " != ''")] == "" {
			continue
		}
		vars := append(
			[]string{"GITHUB_OUTPUT=" + outputs, "GITHUB_STEP_SUMMARY=" + summary, "GITHUB_ACTION_PATH=" + root,
				"RUNNER_TEMP=" + shared}, env...)
		for name, v := range s.Env {
			vars = append(vars, name+"="+evaluate(t, v, values))
		}
		log := ""
		r.code, log = script(t, dir, s.Run, vars...)
		r.log += log
		if r.code != 0 {
			break
		}
	}
	r.summary = readIfThere(t, summary)
	r.outputs = map[string]string{}
	set := map[string]string{}
	for line := range strings.Lines(readIfThere(t, outputs)) {
		name, v, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		set["steps.certify.outputs."+name] = v
	}
	for name, o := range a.Outputs {
		r.outputs[name] = set[expression.FindStringSubmatch(o.Value)[1]]
	}
	return r
}

func TestTheActionNamesOnlyWhatThereIs(t *testing.T) {
	g := NewWithT(t)
	a := readYAML[action](t, "action.yml")
	g.Expect(a.Runs.Using).To(Equal("composite"))
	used, ids := map[string]bool{}, map[string]bool{}
	for _, s := range a.Runs.Steps {
		ids[s.ID] = true
		g.Expect(s.Run).NotTo(ContainSubstring("${{"), "an input in a script is code: %s", s.Name)
		if s.Run != "" {
			g.Expect(s.Shell).To(Equal("bash"), s.Name)
		} else {
			g.Expect(s.Uses).To(MatchRegexp(`^[\w-]+/[\w-]+@v\d+$`))
		}
		for name, v := range s.Env {
			g.Expect(s.Run).To(ContainSubstring("$"+name), "%s has no use for it", s.Name)
			used[strings.TrimPrefix(expression.FindStringSubmatch(v)[1], "inputs.")] = true
		}
	}
	g.Expect(slices.Sorted(maps.Keys(used))).To(Equal(slices.Sorted(maps.Keys(a.Inputs))),
		"each input is used, and each that is used is there")
	for name, i := range a.Inputs {
		g.Expect(i.Description).NotTo(BeEmpty(), name)
	}
	for name, o := range a.Outputs {
		g.Expect(o.Description).NotTo(BeEmpty(), name)
		g.Expect(ids).To(HaveKey(strings.Split(expression.FindStringSubmatch(o.Value)[1], ".")[1]), name)
	}
	mod, err := modfile.Parse("go.mod", must(os.ReadFile(filepath.Join(root, "go.mod"))), nil)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(mod.Go.Version).To(HavePrefix(a.Runs.Steps[0].With["go-version"]+"."),
		"the Go that the action sets up is the module's")
}

func TestTheActionCertifies(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	reference(t, dir, "")
	put(t, dir, "my *.yml", readIfThere(t, filepath.Join(dir, "ginkgo.yml")))
	r := act(t, dir, map[string]string{"config": "my *.yml", "run": "REC-01,KCK-02", "seed": "7"})
	g.Expect(r.code).To(Equal(1), "a part opens no gate: %s", r.log)
	g.Expect(r.outputs).To(
		Equal(map[string]string{"verdict": "partial", "gate": "closed", "exit-code": "1", "passed": "2", "failed": "0",
			"known-failures": "0",
			"not-applicable": "0", "errors": "0", "report": "nimcert/report.html"}))
	g.Expect(r.summary).To(ContainSubstring("reference 1: partial"))
	g.Expect(filepath.Join(dir, r.outputs["report"])).To(BeAnExistingFile())
	g.Expect(string(must(os.ReadFile(filepath.Join(dir, "nimcert", "certificate.json"))))).To(
		ContainSubstring(`"seed": 7`))
	lines := strings.Split(strings.TrimSpace(r.log), "\n")
	token, ok := strings.CutPrefix(lines[0], "::stop-commands::")
	g.Expect(ok).To(BeTrue(), lines[0])
	g.Expect(token).To(MatchRegexp(`^[0-9a-f]{32}$`))
	g.Expect(lines[len(lines)-1]).To(Equal("::" + token + "::"))
}

func TestAClosedGateFailsTheStepAfterTheOutputs(t *testing.T) {
	dir := t.TempDir()
	reference(t, dir, "REC-07") // it is recorded, and does not fail
	for failOn, code := range map[string]int{"closed": 1, "error": 0} {
		g := NewWithT(t)
		r := act(t, dir, map[string]string{"config": "ginkgo.yml", "run": "REC-07", "fail-on": failOn})
		g.Expect(r.code).To(Equal(code), r.log)
		g.Expect(r.outputs).To(
			And(HaveKeyWithValue("gate", "closed"), HaveKeyWithValue("exit-code", "1"),
				HaveKeyWithValue("failed", "1")))
		g.Expect(r.summary).To(And(ContainSubstring("no longer fails"), ContainSubstring("`nimcert certify --sdk "+
			"reference --run REC-07 --allow-partial`")))
	}
}

func TestABuildThatBreaksFailsTheStepWhateverFailsIt(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	put(t, dir, "build.js", "throw new Error('::error::no | <luck>')")
	r := act(t, dir, map[string]string{"build": "build.js", "family": "nim", "fail-on": "error", "out": "some where"})
	g.Expect(r.code).To(Equal(3), r.log)
	g.Expect(r.outputs).To(And(HaveKeyWithValue("gate", "error"), HaveKeyWithValue("report", "some where/report.html")))
	g.Expect(r.summary).To(ContainSubstring(`no \| &lt;luck&gt;`))
}

func TestWrongInputsFailTheStepAndSetNothing(t *testing.T) {
	dir := t.TempDir()
	reference(t, dir, "")
	put(t, dir, "nimcert/outcome.env", "NIMCERT_GATE=open\n") // an earlier step's
	for _, c := range []struct {
		with map[string]string
		says string
	}{
		{map[string]string{"fail-on": "never"}, "fail-on is closed or error"},
		{map[string]string{"version": "1", "build": "b.js"}, "version excludes build"},
		{map[string]string{"version": "file:x"}, "version is no version"},
		{map[string]string{"merge": "shards", "run": "REC"}, "merge goes with out and fail-on alone"},
		{map[string]string{"merge": "shards"}, "the folder shards is not there"},
		{map[string]string{"build": "b.js"}, "--build needs --family"},
		{map[string]string{"config": "ginkgo.yml", "shard": "3/2"}, `"3/2" is no shard`},
		{map[string]string{"config": "nowhere.yml"}, "nowhere.yml is not there"},
	} {
		g := NewWithT(t)
		r := act(t, dir, c.with, npm(t, "exit 0"))
		g.Expect(r.code).To(Equal(2), r.log)
		g.Expect(r.log).To(ContainSubstring(c.says))
		g.Expect(r.outputs["gate"]).To(BeEmpty(), c.says)
	}
}

func TestNoInputIsCode(t *testing.T) {
	dir := t.TempDir()
	reference(t, dir, "")
	const evil = "--help x'; touch pwned; '\"; touch pwned; \" $(touch pwned) `touch pwned`\ntouch pwned\n"
	for name := range readYAML[action](t, "action.yml").Inputs {
		with := map[string]string{"config": "ginkgo.yml", "run": "REC-16"}
		if name == "merge" {
			with = map[string]string{}
		}
		with[name] = evil
		r := act(t, dir, with, npm(t, "exit 1"))
		if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
			t.Fatalf("%s was run: %s", name, r.log)
		}
		if r.code == 0 {
			t.Errorf("%s: what is no value is taken for right: %s", name, r.log)
		}
	}
}

func TestAPublishedVersionComesFromNpm(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	fake := npm(t, `echo "$@" > npm-args
[ "$2" = --prefix ]
mkdir -p "$3/node_modules/@yxim/nim-web-sdk/dist/SDK"
echo 'module.exports = {a: 1}' > "$3/node_modules/@yxim/nim-web-sdk/dist/SDK/NIM_Web_SDK_miniapp.js"`)
	r := act(t, dir, map[string]string{"version": "9.21.12"}, fake)
	g.Expect(r.code).To(Equal(3), "it exports no SDK: %s", r.log)
	g.Expect(r.log).To(ContainSubstring("exports no NIM"))
	g.Expect(readIfThere(t, filepath.Join(dir, "npm-args"))).To(
		And(HavePrefix("install "), ContainSubstring("--ignore-scripts"), HaveSuffix(" @yxim/nim-web-sdk@9.21.12\n")))
}
