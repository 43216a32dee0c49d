package ci

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

// workflow is one of GitHub's.
type workflow struct {
	Jobs map[string]struct {
		If       string
		Strategy struct{ Matrix map[string][]string }
		Steps    []step
	}
}

// site stands for the service around a workflow: its artifacts.
type site struct {
	t         *testing.T
	artifacts string
}

// job runs the steps of a job in a folder of its own, which holds what a checkout would bring.
func (s site) job(w workflow, name string, matrix map[string]string, checkout func(dir string)) result {
	s.t.Helper()
	dir := s.t.TempDir()
	values := map[string]string{}
	for k, v := range matrix {
		values["matrix."+k] = v
	}
	var last result
	for _, step := range w.Jobs[name].Steps {
		if last.code != 0 && step.If != "always()" {
			continue
		}
		with := map[string]string{}
		for k, v := range step.With {
			with[k] = evaluate(s.t, v, values)
		}
		switch use, _, _ := strings.Cut(step.Uses, "@"); use {
		case "actions/checkout":
			checkout(dir)
		case "OWNER/nimcert":
			last = act(s.t, dir, with)
			for k, v := range last.outputs {
				values["steps."+step.ID+".outputs."+k] = v
			}
		case "actions/upload-artifact":
			s.copy(filepath.Join(dir, with["path"]), filepath.Join(s.artifacts, with["name"]))
		case "actions/download-artifact":
			found, err := filepath.Glob(filepath.Join(s.artifacts, with["pattern"]))
			if err != nil || len(found) == 0 {
				s.t.Fatalf("no artifact is called %s", with["pattern"])
			}
			for _, f := range found {
				s.copy(f, filepath.Join(dir, with["path"], filepath.Base(f)))
			}
		case "":
			var env []string
			for k, v := range step.Env {
				env = append(env, k+"="+evaluate(s.t, v, values))
			}
			code, log := script(s.t, dir, step.Run, env...)
			if code != 0 {
				s.t.Errorf("%s: %s", step.Run, log)
			}
			last.log += log
		default:
			s.t.Fatalf("%s is used, which this test does not know", step.Uses)
		}
	}
	return last
}

func (s site) copy(from, to string) {
	s.t.Helper()
	if _, err := os.Stat(from); err != nil {
		return // the service warns, and goes on
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		s.t.Fatal(err)
	}
}

func TestTheGitHubExample(t *testing.T) {
	g := NewWithT(t)
	s := site{t, t.TempDir()}
	r := s.job(readYAML[workflow](t, "ci/examples/github.yml"), "certify", nil, func(dir string) {
		put(t, dir, "miniprogram/libs/NIM_Web_SDK_miniapp.js", "throw new Error('no luck')")
	})
	g.Expect(r.code).To(Equal(3), r.log)
	g.Expect(r.log).To(MatchRegexp(`The gate is error, and 0 requirements fail\.`))
	g.Expect(filepath.Join(s.artifacts, "nimcert", "report.html")).To(BeAnExistingFile(),
		"the report is kept when the step fails")
}

// oneRun certifies the reference client in one process, and returns what a job's page says of it.
func oneRun(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	reference(t, dir, "")
	r := act(t, dir, map[string]string{"config": "ginkgo.yml"})
	if r.code != 0 {
		t.Fatal(r.log)
	}
	return r.summary
}

func TestTheGitHubExampleWithShards(t *testing.T) {
	g := NewWithT(t)
	s := site{t, t.TempDir()}
	w := readYAML[workflow](t, "ci/examples/github-shards.yml")
	shards := w.Jobs["certify"].Strategy.Matrix["shard"]
	g.Expect(shards).To(HaveLen(3))
	for _, n := range shards {
		r := s.job(w, "certify", map[string]string{"shard": n}, func(dir string) { reference(t, dir, "") })
		g.Expect(r.code).To(Equal(0), r.log)
		g.Expect(r.outputs["verdict"]).To(Equal("partial"))
	}
	r := s.job(w, "verdict", nil, nil)
	g.Expect(r.code).To(Equal(0), r.log)
	g.Expect(r.outputs).To(And(HaveKeyWithValue("verdict", "certified"), HaveKeyWithValue("gate", "open")))
	g.Expect(r.summary).To(Equal(oneRun(t)), "as one run says it")
	g.Expect(filepath.Join(s.artifacts, "nimcert", "report.html")).To(BeAnExistingFile())

	g.Expect(os.RemoveAll(filepath.Join(s.artifacts, "nimcert-shard-2"))).To(Succeed())
	g.Expect(os.RemoveAll(filepath.Join(s.artifacts, "nimcert"))).To(Succeed())
	r = s.job(readYAML[workflow](t, "ci/examples/github-shards.yml"), "verdict", nil, nil)
	g.Expect(r.code).To(Equal(2), r.log)
	g.Expect(r.log).To(ContainSubstring("of 3 shards 2 is missing"))
}

func TestTheGitLabExamples(t *testing.T) {
	g := NewWithT(t)
	repo := standIn(t)
	dir := t.TempDir()
	put(t, dir, "miniprogram/libs/NIM_Web_SDK_miniapp.js", "throw new Error('no luck')")
	r := gitlab(t, "ci/examples/gitlab.yml", "certify").run(t, dir, repo)
	g.Expect(r.code).To(Equal(3), r.log)
	g.Expect(r.log).To(ContainSubstring("no luck"))

	dir = t.TempDir() // the jobs' artifacts come to one tree
	reference(t, dir, "")
	shard := gitlab(t, "ci/examples/gitlab-shards.yml", "certify")
	for n := range shard.Parallel {
		r := shard.run(t, dir, repo, fmt.Sprintf("CI_NODE_INDEX=%d", n+1),
			fmt.Sprintf("CI_NODE_TOTAL=%d", shard.Parallel))
		g.Expect(r.code).To(Equal(0), r.log)
	}
	merge := gitlab(t, "ci/examples/gitlab-shards.yml", "verdict")
	g.Expect(merge.When).To(Equal("always"))
	r = merge.run(t, dir, repo)
	g.Expect(r.code).To(Equal(0), r.log)
	g.Expect(readIfThere(t, filepath.Join(dir, "nimcert/outcome.env"))).To(
		And(ContainSubstring("NIMCERT_VERDICT=certified\n"), ContainSubstring("NIMCERT_GATE=open\n")))
	g.Expect(readIfThere(t, filepath.Join(dir, "nimcert/summary.md"))).To(Equal(oneRun(t)))
}

// The guide shows the examples as they are, so that what a reader copies is what was tried.
func TestTheGuideQuotesTheExamples(t *testing.T) {
	g := NewWithT(t)
	guide := string(must(os.ReadFile(filepath.Join(root, "docs/ci.md"))))
	for _, f := range must(filepath.Glob("examples/*.yml")) {
		g.Expect(guide).To(ContainSubstring("```yaml\n"+string(must(os.ReadFile(f)))+"```\n"), f)
	}
	a := readYAML[action](t, "action.yml")
	for name := range a.Inputs {
		g.Expect(guide).To(ContainSubstring("| `"+name+"` |"), "an input")
	}
	for name := range a.Outputs {
		g.Expect(guide).To(ContainSubstring("`"+name+"`"), "an output")
	}
}
