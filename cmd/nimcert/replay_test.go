package main

import (
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"
)

// scheduleFile writes a schedule to a file.
func scheduleFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "schedule.txt")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestReplayPlaysASchedule(t *testing.T) {
	g := NewWithT(t)
	file := scheduleFile(t, "at 0s: login alice\nafter connected alice +1s: disconnect alice\nand: connect alice\n")
	r := nimcert(t, t.TempDir(), "replay", file)
	g.Expect(r.code).To(Equal(0), r.stderr)
	g.Expect(r.out).To(And(ContainSubstring("alice: calls connect"), ContainSubstring("Every invariant holds")))
	r = nimcert(t, t.TempDir(), "replay", file, "--json")
	g.Expect(r.code).To(Equal(0))
	g.Expect(r.out).To(ContainSubstring(`"findings": []`))
}

func TestReplayNamesTheLineThatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"at 0s: login alice\n+1s: disconect alice\n": "line 2: unknown verb \"disconect\": did you mean disconnect?",
		"at 0s: login alice\n+1: drop\n":             "line 2: \"1\" is no time",
		"at 0s: login alice\n\n+1s: background\n": "line 3: background cannot be asked for: the client has no " +
			"mini program",
	} {
		g := NewWithT(t)
		r := nimcert(t, t.TempDir(), "replay", scheduleFile(t, text))
		g.Expect(r.code).To(Equal(exitUsage))
		g.Expect(r.stderr).To(And(HavePrefix("nimcert: "), ContainSubstring(want)))
	}
	g := NewWithT(t)
	g.Expect(nimcert(t, t.TempDir(), "replay").stderr).To(ContainSubstring("FILE is missing"))
	r := nimcert(t, t.TempDir(), "replay", filepath.Join(t.TempDir(), "none.txt"))
	g.Expect(r.code).To(Equal(exitUsage))
	g.Expect(r.stderr).To(ContainSubstring("none.txt cannot be read: no such file"))
}

func TestTracePrintsACase(t *testing.T) {
	g := NewWithT(t)
	r := nimcert(t, t.TempDir(), "trace", "KCK-01/reason-1")
	g.Expect(r.code).To(Equal(0), r.stderr)
	g.Expect(r.out).To(And(ContainSubstring("kick alice, reason 1"), HaveSuffix("kck-01/reason-1: pass\n")))
	r = nimcert(t, t.TempDir(), "trace", "KCK-01/nothing")
	g.Expect(r.code).To(Equal(exitUsage))
	g.Expect(r.stderr).To(ContainSubstring("the nearest are kck-01/"))
}
