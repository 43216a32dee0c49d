package suites_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"
)

// TestGinkgosRunModes runs this binary as Ginkgo's command does, on the reference client alone.
func TestGinkgosRunModes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ginkgo.yml")
	if err := os.WriteFile(file, []byte("sdks:\n  - {name: reference, family: reference}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	junit := filepath.Join(t.TempDir(), "junit.xml")
	for name, tc := range map[string]struct {
		flags  []string
		passes bool
		says   string
	}{
		"focus": {[]string{"-ginkgo.focus=MSG-02"}, true, "1 Passed"},
		"label filter": {[]string{"-ginkgo.label-filter=sdk: containsAny {reference@1} && MSG-02"},
			true, "1 Passed"},
		"randomize": {[]string{"-ginkgo.randomize-all", "-ginkgo.focus=MSG-0[23]"}, true,
			"will randomize all specs"},
		"a filter that leaves nothing": {[]string{"-ginkgo.focus=NOPE"}, false, "no specs ran"},
		"dry run":                      {[]string{"-ginkgo.dry-run", "-ginkgo.junit-report=" + junit}, true, "SUCCESS"},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			out, err := exec.CommandContext(t.Context(), os.Args[0],
				append(tc.flags, "-config="+file, "-ginkgo.no-color")...).CombinedOutput()
			g.Expect(err == nil).To(Equal(tc.passes), "%s", out)
			g.Expect(string(out)).To(ContainSubstring(tc.says))
			g.Expect(junit).NotTo(BeAnExistingFile())
		})
	}
}
