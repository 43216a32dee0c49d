package main

import (
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"
)

func TestExploreTakesNoArgumentAndReadsTheConfigurationThatItIsGiven(t *testing.T) {
	g := NewWithT(t)
	for want, args := range map[string][]string{
		`explore takes flags only, and "extra" is none`: {"explore", "extra"},
		"none.yml":                    {"explore", "--config", "none.yml"},
		`has a platform "wechatt"`:    {"explore", "--platform", "wechatt"},
		"--schedules 0 plays nothing": {"explore", "--schedules", "0"},
		"--for and --schedules":       {"explore", "--for", "5s", "--schedules", "5"},
		"there are at most 8 parts":   {"explore", "--shard", "1/9"},
		"has no explore.json":         {"explore", "--merge", "none"},
		"--for 0s plays nothing":      {"explore", "--for", "0s"},
		"\"1of2\"":                    {"explore", "--shard", "1of2"},
	} {
		r := nimcert(t, t.TempDir(), args...)
		g.Expect(r.code).To(Equal(exitUsage), "%v: %s", args, r.stderr)
		g.Expect(r.stderr).To(And(HavePrefix("nimcert: "), ContainSubstring(want)), "%v", args)
	}
}

func TestExplorePlaysOnThePlatformThatItIsGiven(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	r := nimcert(t, dir, "explore", "--platform", "uni-app", "--schedules", "8", "--out", "out")
	g.Expect(r.code).To(Equal(0), r.stderr)
	report, err := os.ReadFile(filepath.Join(dir, "out", "explore.json"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(string(report)).To(ContainSubstring(`"platform": "uni-app"`))

	g.Expect(os.WriteFile(filepath.Join(dir, "own.yml"), []byte("platform: uni-app\n"), 0o600)).To(Succeed())
	r = nimcert(t, dir, "explore", "--config", "own.yml", "--schedules", "8", "--out", "own")
	g.Expect(r.code).To(Equal(0), r.stderr)
	own, err := os.ReadFile(filepath.Join(dir, "own", "explore.json"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(own).To(Equal(report), "the same platform, by the configuration")
}
