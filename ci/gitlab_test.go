package ci

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

// job is one of GitLab's, with what it extends taken in.
type job struct {
	Extends, Image, Stage, When string
	Parallel                    int
	Variables                   map[string]string
	Script                      []string
	Artifacts                   struct {
		When     string
		ExposeAs string `yaml:"expose_as"`
		Paths    []string
		Reports  map[string]string
	}
}

// including is a file that includes the template.
type including struct {
	Include   []struct{ File string }
	Stages    []string
	Variables map[string]string
	Jobs      map[string]job `yaml:",inline"`
}

// gitlab finds a job of the template or of an example that includes it.
func gitlab(t *testing.T, example, name string) job {
	t.Helper()
	template := readYAML[map[string]job](t, "ci/gitlab.yml")
	all := maps.Clone(template)
	variables := map[string]string{}
	if example != "" {
		file := readYAML[including](t, example)
		if len(file.Include) != 1 || file.Include[0].File != "ci/gitlab.yml" {
			t.Fatalf("%s includes something else", example)
		}
		maps.Copy(all, file.Jobs)
		variables = file.Variables
	}
	j, ok := all[name]
	if !ok {
		t.Fatalf("there is no job %s", name)
	}
	for j.Extends != "" {
		base, ok := all[j.Extends]
		if !ok {
			t.Fatalf("there is no job %s", j.Extends)
		}
		j = extend(base, j)
	}
	vars := maps.Clone(variables)
	maps.Copy(vars, j.Variables) // a job's own outweigh those of the file
	j.Variables = vars
	return j
}

// extend merges maps key by key, as GitLab does; anything else of the job replaces what the base has.
func extend(base, j job) job {
	vars := maps.Clone(base.Variables)
	if vars == nil {
		vars = map[string]string{}
	}
	maps.Copy(vars, j.Variables)
	j.Variables, j.Extends = vars, base.Extends
	if j.Script == nil {
		j.Script = base.Script
	}
	if j.Image == "" {
		j.Image = base.Image
	}
	if j.When == "" {
		j.When = base.When
	}
	if j.Artifacts.Paths == nil {
		j.Artifacts = base.Artifacts
	}
	return j
}

func (j job) run(t *testing.T, dir string, env ...string) result {
	t.Helper()
	var vars []string
	for name, v := range j.Variables {
		vars = append(vars, name+"="+v)
	}
	var r result
	r.code, r.log = script(t, dir, strings.Join(j.Script, "\n"), append(vars, env...)...)
	return r
}

// repository makes a git repository of the project's files, and returns the variable that names it.
func repository(t *testing.T) string {
	t.Helper()
	return commit(t, `cd "$ROOT"
git ls-files -co --exclude-standard -z | while IFS= read -r -d '' f; do
	if [ -f "$f" ]; then mkdir -p "$REPOSITORY/$(dirname "$f")"; cp "$f" "$REPOSITORY/$f"; fi; done`)
}

// standIn makes a repository whose nimcert is the one that the action built: the script is what is tried, and cloned
// code takes many seconds to compile, each time.
func standIn(t *testing.T) string {
	t.Helper()
	act(t, t.TempDir(), map[string]string{"config": "nowhere.yml"}) // builds it
	return commit(t, fmt.Sprintf(`mkdir -p "$REPOSITORY/cmd/nimcert"
cd "$REPOSITORY"
printf 'module nimcert\n' > go.mod
cat > cmd/nimcert/main.go <<'END'
package main

import (
	"os"
	"syscall"
)

func main() { panic(syscall.Exec(%[1]q, append([]string{%[1]q}, os.Args[1:]...), os.Environ())) }
END`, filepath.Join(shared, "nimcert", "nimcert")))
}

func commit(t *testing.T, files string) string {
	t.Helper()
	dir := t.TempDir()
	code, log := script(t, dir, files+`
cd "$REPOSITORY"
git init --quiet --initial-branch=main
git add -A
git -c user.name=t -c user.email=t@example.com commit --quiet -m tree`, "REPOSITORY="+dir, "ROOT="+root)
	if code != 0 {
		t.Fatal(log)
	}
	return "NIMCERT_REPOSITORY=file://" + dir
}

func TestTheGitLabJobCertifies(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	reference(t, dir, "REC-07")
	put(t, dir, "my *.yml", readIfThere(t, filepath.Join(dir, "ginkgo.yml")))
	j := gitlab(t, "", ".nimcert")
	r := j.run(t, dir, repository(t), "NIMCERT_CONFIG=my *.yml", "NIMCERT_RUN=REC-01")
	g.Expect(r.code).To(Equal(1), "a part opens no gate: %s", r.log)
	for _, path := range append([]string{j.Artifacts.Reports["junit"], j.Artifacts.Reports["dotenv"]},
		j.Artifacts.Paths...) {
		g.Expect(os.Stat(filepath.Join(dir, path))).Error().NotTo(HaveOccurred(), path)
	}
	g.Expect(j.Artifacts.When).To(Equal("always"), "a closed gate is what the reports are for")
	g.Expect(readIfThere(t, filepath.Join(dir, "nimcert/outcome.env"))).To(ContainSubstring("NIMCERT_GATE=closed\n"))

	repo := standIn(t)
	for failOn, code := range map[string]int{"closed": 1, "error": 0} {
		r = j.run(t, dir, repo, "NIMCERT_CONFIG=ginkgo.yml", "NIMCERT_RUN=REC-07", "NIMCERT_FAIL_ON="+failOn)
		g.Expect(r.code).To(Equal(code), r.log)
		g.Expect(readIfThere(t, filepath.Join(dir, "nimcert/outcome.env"))).To(
			ContainSubstring("NIMCERT_GATE=closed\n"))
	}
	for _, c := range []struct{ env, says string }{
		{"NIMCERT_FAIL_ON=never", "NIMCERT_FAIL_ON is closed or error"},
		{"NIMCERT_REPOSITORY=", "NIMCERT_REPOSITORY must be set"}, {"NIMCERT_BUILD=b.js", "--build needs --family"},
	} {
		r = j.run(t, dir, repo, c.env)
		g.Expect(r.code).To(Equal(2), r.log)
		g.Expect(r.log).To(ContainSubstring(c.says))
	}
	evil := "x'; touch pwned; '\"; touch pwned; \" $(touch pwned) `touch pwned`"
	var flags []string
	for _, name := range []string{"BUILD", "FAMILY", "CONFIG", "SDK", "RUN", "CLOCK", "SEED"} {
		flags = append(flags, "NIMCERT_"+name+"="+evil)
	}
	for _, env := range [][]string{flags, {"NIMCERT_MERGE=" + evil}, {"NIMCERT_REF=" + evil},
		{"NIMCERT_REPOSITORY=" + evil}, {"NIMCERT_FAIL_ON=" + evil}} {
		r = j.run(t, dir, append([]string{repo}, env...)...)
		g.Expect(r.code).NotTo(Equal(0), "%s: %s", env[0], r.log)
		g.Expect(filepath.Join(dir, "pwned")).NotTo(BeAnExistingFile(), env[0])
	}
}

// The docker image is Go's own, of the module's version, and the script is for any shell there.
func TestTheGitLabScriptIsForAnyShell(t *testing.T) {
	g := NewWithT(t)
	j := gitlab(t, "", ".nimcert")
	g.Expect("golang:" + readYAML[action](t, "action.yml").Runs.Steps[0].With["go-version"]).To(Equal(j.Image))
	check := exec.Command("sh", "-n", "-c", strings.Join(j.Script, "\n"))
	out, err := check.CombinedOutput()
	g.Expect(err).NotTo(HaveOccurred(), string(out))
}
