package main

import (
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/explore"
)

func TestAnApplicationIsCertified(t *testing.T) {
	g := NewWithT(t)
	build := published(t)
	wrong, err := filepath.Abs("../../examples/app-wrong")
	g.Expect(err).NotTo(HaveOccurred())
	dir := t.TempDir()
	on := []string{"--build", build, "--family", "nim"}
	o := nimcert(t, dir, append([]string{"app", "--app", wrong, "--schedules", "2", "--out", "out"}, on...)...)
	g.Expect(o.code).To(Equal(exitClosed), o.stderr)
	g.Expect(o.out).To(ContainSubstring("USE-02/opens-before-done"))
	r, err := explore.Read(filepath.Join(dir, "out"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(r.Subject.Name).To(Equal("app-wrong"))
	g.Expect(r.Failures).NotTo(BeEmpty())
	for _, name := range []string{"report.html", "junit.xml"} {
		data, err := os.ReadFile(filepath.Join(dir, "out", name))
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(string(data)).To(And(ContainSubstring("USE-02"), ContainSubstring("USE-06")), name)
	}

	// What is found can be played again by the command that stands beside it, everywhere.
	replay := "nimcert replay " + filepath.Join("out", r.Failures[0].File) + " --app " + quoted(wrong) + " --build "
	g.Expect(o.out).To(ContainSubstring("Play it again: " + replay))
	page, err := os.ReadFile(filepath.Join(dir, "out", "report.html"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(string(page)).To(And(ContainSubstring(replay), ContainSubstring("2 个时间表"), ContainSubstring("应用")))
	g.Expect(string(page)).NotTo(ContainSubstring("--allow-partial"), "app has no --run")
	for _, f := range r.Failures {
		g.Expect(f.Chinese).To(MatchRegexp(`\p{Han}`), f.Text)
	}

	again := nimcert(t, dir,
		append([]string{"replay", filepath.Join("out", r.Failures[0].File), "--app", wrong}, on...)...)
	g.Expect(again.code).To(Equal(exitClosed), again.stderr)
	g.Expect(again.out).To(ContainSubstring("✗ " + r.Failures[0].Key()))

	nimcert(t, dir,
		append([]string{"replay", write(t, dir, "sdk.txt", "at 0s: login alice"), "--app", wrong}, on...)...).
		refused(g, "line 1: login cannot be asked for: ", "write the user's acts, such as log-in alice")
	nimcert(t, dir, append([]string{"app", "--app", dir}, on...)...).refused(g, "nimcert-app.yml is not there")
	nimcert(t, dir, "app").refused(g, "--app is missing")
	nimcert(t, dir, "app", "--app", wrong, "--config", write(t, dir, "ginkgo.yml", "sdks: [{name: reference, "+
		"family: reference}]")).refused(g, "name the SDK that the application runs on")
	nimcert(t, dir, "app", "--app", wrong, "--sdk", "reference", "--config", "ginkgo.yml").refused(g,
		"an application runs on a published SDK")
	nimcert(t, dir, "app", "--app", wrong, "--build", "nothing.js", "--family", "nim").refused(g,
		"the build file nothing.js cannot be read")
}

// refused checks that a command ended with 2 and one line.
func (o outcomeOf) refused(g *WithT, parts ...string) {
	g.Expect(o.code).To(Equal(exitUsage), o.stderr)
	o.oneLine(g, parts...)
}
