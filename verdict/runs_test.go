package verdict_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/ledger"
	"nimcert/reports"
	"nimcert/reports/certificate"
	"nimcert/reports/page"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// whole are two subjects with something of everything, as one process has them.
func everything() []verdict.Run {
	l := &verdicttest.Line{}
	l.Login(1, "alice")
	long := verdicttest.Failing("REC-01", "N = 3", "x.")
	long.Timeline, long.Findings[0].Events, long.Session, long.File, long.Line = l.Tl.Pack(), []int{2, 3}, 12.5,
		"suites/rec.go", 12
	second := verdicttest.Failing("DST-02", "a link of 250 ms", "y.")
	second.Second = &verdict.Second{Findings: second.Findings}
	glb := verdicttest.Failing("GLB-04", "N = 3", "thrown")
	glb.Scenario = "REC-01"
	a := verdicttest.Run(verdicttest.Passing("REC-01", "N = 0"), long, glb, verdicttest.Broke("LIM-01", "", "hung"),
		verdicttest.Wide(verdicttest.Known(verdicttest.Passing("REC-14", "a"), "t")),
		verdicttest.Wide(verdicttest.Known(verdicttest.Failing("REC-14", "b", "z."), "t")))
	b := verdicttest.Run(second, verdicttest.Inapplicable("LIM-02", "no chatroom"),
		verdicttest.Known(verdicttest.Failing("REC-02", "", "Twice."), "ticket 7"))
	b.Subject.Version, b.Subject.SHA512, b.Rerun = "9.12.2", "aa", "nimcert certify --sdk b"
	for _, r := range []*verdict.Run{&a, &b} {
		r.Seconds = 0.5 * float64(len(r.Cases)) // sums of halves are exact in any order
		for i := range r.Cases {
			r.Cases[i].Seconds = 0.5
		}
		r.Partial = true
	}
	return []verdict.Run{a, b}
}

// split deals runs out to n shards as the suites do: by case, whole subjects first.
func split(runs []verdict.Run, n int) []verdict.Part {
	type place struct{ run, c int }
	var all []place
	for i, r := range runs {
		for c := range r.Cases {
			all = append(all, place{run: i, c: c})
		}
	}
	var parts []verdict.Part
	for i := 1; i <= n; i++ {
		p := verdict.Part{Shard: verdict.Shard{Index: i, Of: n}, Total: len(all)}
		for _, r := range runs {
			r.Cases, r.Seconds, r.Started = nil, 0, r.Started.Add(time.Duration(i-1)*time.Minute)
			p.Runs = append(p.Runs, r)
		}
		mine, err := verdict.ShardOf(p.Shard, all)
		if err != nil {
			panic(err)
		}
		for _, m := range mine {
			r := &p.Runs[m.run]
			r.Cases = append(r.Cases, runs[m.run].Cases[m.c])
			r.Seconds += 0.5
		}
		parts = append(parts, p)
	}
	return parts
}

// stored writes the parts to folders and reads them back.
func stored(g *WithT, dir string, parts []verdict.Part) []verdict.Part {
	for _, p := range parts {
		g.Expect(p.Write(filepath.Join(dir, strings.ReplaceAll(p.Shard.String(), "/", "-of-")))).To(Succeed())
	}
	got, err := verdict.ReadParts([]string{dir})
	g.Expect(err).NotTo(HaveOccurred())
	return got
}

func TestMergedReportsAreThoseOfOneRun(t *testing.T) {
	for _, n := range []int{1, 2, 3, 5, 9} {
		g := NewWithT(t)
		runs, err := verdict.Merge(stored(g, t.TempDir(), split(everything(), n)))
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(runs).To(Equal(everything()))
		want, got := t.TempDir(), t.TempDir()
		g.Expect(reports.Write(want, everything())).To(Succeed())
		g.Expect(reports.Write(got, runs)).To(Succeed())
		for _, f := range []string{"yxim-nim-web-sdk-9.21.12/certificate.json",
			"yxim-nim-web-sdk-9.12.2/certificate.json", verdict.JUnitFile, verdict.PageFile, verdict.SummaryFile,
			page.MatrixFile} {
			a, err := os.ReadFile(filepath.Join(want, f))
			g.Expect(err).NotTo(HaveOccurred())
			b, err := os.ReadFile(filepath.Join(got, f))
			g.Expect(err).NotTo(HaveOccurred())
			b = bytes.ReplaceAll(b, []byte(got), []byte(want)) // JUnit names the page that is attached
			g.Expect(bytes.Equal(a, b)).To(BeTrue(), "%s of %d shards", f, n)
		}
	}
}

func TestAFolderOrTheFoldersInItHoldTheParts(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	parts := split(everything(), 3)
	stored(g, dir, parts)
	got, err := verdict.ReadParts([]string{filepath.Join(dir, "2-of-3"), filepath.Join(dir, "1-of-3")})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(got).To(HaveLen(2))
	g.Expect(got[0].Shard).To(Equal(parts[1].Shard))
	_, err = verdict.ReadParts([]string{filepath.Join(dir, "nowhere")})
	g.Expect(err).To(MatchError(ContainSubstring("is not there")))
	_, err = verdict.ReadParts([]string{t.TempDir()})
	g.Expect(err).To(MatchError(ContainSubstring("holds no runs.json, nor does a folder in it")))
}

func TestAFileThatHoldsNoRunsIsRefused(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	path := filepath.Join(dir, verdict.RunsFile)
	for content, want := range map[string]string{
		"[":   "cut off or was changed: let nimcert certify --shard write it again",
		`{}`:  "its schema is",
		`"x"`: "holds no runs",

		`{"schema":"nimcert/certificate/v1"}`: `its schema is "nimcert/certificate/v1"`,

		`{"schema":"nimcert/runs/v3","runs":[{"cases":[{"timeline":"AgE="}]}]}`: `is "nimcert/runs/v3"`,
		`{"schema":"nimcert/runs/v5","runs":[{"cases":[{"timeline":"AgE="}]}]}`: "a time line is not readable",

		`{"schema":"nimcert/runs/v5","runs":[]}`:                              "holds no runs of a shard",
		`{"schema":"nimcert/runs/v5","shard":{"index":3,"of":2},"runs":[{}]}`: "holds no runs of a shard",
	} {
		g.Expect(os.WriteFile(path, []byte(content), 0o600)).To(Succeed())
		_, err := verdict.ReadParts([]string{dir})
		g.Expect(err).To(MatchError(ContainSubstring(want)), content)
		g.Expect(err).To(MatchError(ContainSubstring(path)))
		g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
	}
}

// A file that was made by hand may have right checksums, and say what no run says.
func TestAFileOfWhatNoRunHasIsRefused(t *testing.T) {
	case0 := func(change func(c *verdict.Case)) func(r *verdict.Run) {
		return func(r *verdict.Run) { change(&r.Cases[1]) }
	}
	last := ledger.Timeline{{Seq: 1, At: math.MaxInt64}}.Pack()
	for want, change := range map[string]func(r *verdict.Run){
		"REC-01, N = 3 points to event 400 of a time line of": case0(func(c *verdict.Case) {
			c.Findings[0].Events = []int{2, 400}
		}),
		"REC-01, N = 3 points to event -2": case0(func(c *verdict.Case) {
			c.Findings[0].Events = []int{-2}
		}),
		"REC-01, N = 3 points to event 2 of a time line of 0": case0(func(c *verdict.Case) { c.Timeline = "" }),
		"lasted 0.5 s, its session 1e+300 s":                  case0(func(c *verdict.Case) { c.Session = 1e300 }),
		"lasted 0.5 s, its session -1 s":                      case0(func(c *verdict.Case) { c.Session = -1 }),
		"lasted 1e+308 s, its session 12.5 s":                 case0(func(c *verdict.Case) { c.Seconds = 1e308 }),
		"a run has 8193 cases": func(r *verdict.Run) {
			r.Cases = make([]verdict.Case, 8193)
		},
		"a run has 9000 cases, or asks": func(r *verdict.Run) {
			r.Asked = make([]string, 9000)
		},
		"a run lasted -3 s": func(r *verdict.Run) {
			r.Seconds = -3
		},
		"a run began in the year 0": func(r *verdict.Run) {
			r.Started = time.Time{}.AddDate(-1, 0, 0)
		},
		"a time line is no session's: its event 1 is at": case0(func(c *verdict.Case) { c.Timeline = last }),
	} {
		g := NewWithT(t)
		p := split(everything(), 1)[0]
		change(&p.Runs[0])
		dir := t.TempDir()
		g.Expect(p.Write(dir)).To(Succeed())
		_, err := verdict.ReadParts([]string{dir})
		g.Expect(err).To(MatchError(And(ContainSubstring(want), ContainSubstring(filepath.Join(dir, verdict.RunsFile)),
			HaveSuffix(": let nimcert certify --shard write it again"))))
	}
}

func TestMoreRunsThanReportsAreForAreRefused(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	p := verdict.Part{Shard: verdict.Shard{Index: 1, Of: 1}, Runs: make([]verdict.Run, 1025)}
	g.Expect(p.Write(dir)).To(Succeed())
	_, err := verdict.ReadParts([]string{dir})
	g.Expect(err).To(MatchError(ContainSubstring("it has 1025 runs, and reports are for 1024 at most")))
}

func TestMoreEventsThanAFileHasAreRefused(t *testing.T) {
	g := NewWithT(t)
	line := make(ledger.Timeline, 1<<17)
	for i := range line {
		line[i].Seq = i + 1
	}
	c := verdict.Case{Timeline: line.Pack()}
	p := verdict.Part{Shard: verdict.Shard{Index: 1, Of: 1}, Runs: []verdict.Run{
		{Started: time.Now(), Cases: slices.Repeat([]verdict.Case{c}, 300)}}}
	dir := t.TempDir()
	g.Expect(p.Write(dir)).To(Succeed())
	_, err := verdict.ReadParts([]string{dir})
	g.Expect(err).To(MatchError(ContainSubstring("its time lines have more than 33554432 events together")))
}

func TestWhatIsNoFileOfRunsIsNotRead(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	path := filepath.Join(dir, verdict.RunsFile)
	refused := func(want string) {
		_, err := verdict.ReadParts([]string{dir})
		g.Expect(err).To(MatchError(And(ContainSubstring(want), ContainSubstring(path))))
		g.Expect(os.RemoveAll(path)).To(Succeed())
	}
	g.Expect(os.Mkdir(path, 0o700)).To(Succeed())
	refused("is not a file")
	g.Expect(os.Symlink("/dev/zero", path)).To(Succeed())
	refused("is not a file")
	g.Expect(os.Symlink("nowhere", path)).To(Succeed())
	refused("cannot be read")
	f, err := os.Create(path)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(errors.Join(f.Truncate(257<<20), f.Close())).To(Succeed())
	refused("has 257 MB, and 256 are the most")
}

func TestPartsThatAreNotOneWholeAreRefused(t *testing.T) {
	run0 := func(change func(r *verdict.Run)) func(p []verdict.Part) []verdict.Part {
		return func(p []verdict.Part) []verdict.Part { change(&p[1].Runs[0]); return p }
	}
	for _, c := range []struct {
		name   string
		change func(p []verdict.Part) []verdict.Part
		want   string
	}{
		{"nothing", func([]verdict.Part) []verdict.Part { return nil }, "nothing to merge"},
		{"one missing", func(p []verdict.Part) []verdict.Part { return p[1:] }, "of 3 shards 1 is missing"},
		{"two missing", func(p []verdict.Part) []verdict.Part { return p[1:2] }, "of 3 shards 1 and 3 are missing"},
		{"one twice", func(p []verdict.Part) []verdict.Part { return append(p, p[1]) }, "shard 2/3 is there twice"},
		{"another number",
			func(p []verdict.Part) []verdict.Part { p[2].Shard = verdict.Shard{Index: 4, Of: 4}; return p },
			"one is shard 1/3, the other 4/4"},
		{"another subject", run0(func(r *verdict.Run) { r.Subject.Version = "1" }),
			"one certifies @yxim/nim-web-sdk 9.21.12, @yxim/nim-web-sdk 9.12.2, the other @yxim/nim-web-sdk 1,"},
		{"a subject less", func(p []verdict.Part) []verdict.Part { p[1].Runs = p[1].Runs[:1]; return p },
			"the other @yxim/nim-web-sdk 9.21.12"},
		{"another build", run0(func(r *verdict.Run) { r.Subject.SHA512 = "bb" }),
			"the build of @yxim/nim-web-sdk 9.21.12 is 3f0c"},
		{"another chatroom build", run0(func(r *verdict.Run) { r.Subject.Chatroom = verdicttest.Chatroom() }),
			"the chatroom build of @yxim/nim-web-sdk 9.21.12 is"},
		{"another file", run0(func(r *verdict.Run) { r.Subject.Build = "b.js" }), "the build file of"},
		{"another seed", run0(func(r *verdict.Run) { r.Seed = 7 }), "the seed is 42 in one, 7 in the other"},
		{"another cap", run0(func(r *verdict.Run) { r.Cap = 5 }), "the socket cap is 2 in one, 5 in the other"},
		{"another clock", run0(func(r *verdict.Run) { r.Clock = "real" }),
			"the clock is skip in one, real in the other"},
		{"another nimcert", run0(func(r *verdict.Run) { r.Harness = "0.2.0" }),
			"the nimcert is 0.1.0 in one, 0.2.0 in the other"},
		{"another version of an engine", func(p []verdict.Part) []verdict.Part {
			p[0].Runs[0].Versions = map[string]string{"v8": "Node.js 20"}
			p[1].Runs[0].Versions = map[string]string{"v8": "Node.js 22"}
			return p
		}, "the version of v8 is Node.js 20 in one, Node.js 22 in the other"},
		{"another command", run0(func(r *verdict.Run) { r.Rerun = "x\ny" }), "the command is"},
		{"another selection", run0(func(r *verdict.Run) { r.Asked = r.Asked[:1] }), "what was asked is"},
		{"another plan", func(p []verdict.Part) []verdict.Part { p[1].Total++; return p },
			"one knows of 9 cases, the other of 10"},
		{"a case twice", run0(func(r *verdict.Run) { r.Cases = append(r.Cases, everything()[0].Cases[0]) }),
			"REC-01 was tried twice for @yxim/nim-web-sdk 9.21.12 (N = 0)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := NewWithT(t)
			_, err := verdict.Merge(c.change(split(everything(), 3)))
			g.Expect(err).To(MatchError(ContainSubstring(c.want)))
			g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
		})
	}
}

// A failing case that is taken out of a file must open no gate.
func TestMergeMissesACaseOfTheWhole(t *testing.T) {
	g := NewWithT(t)
	whole := []verdict.Run{verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Passing("REC-01", ""))}
	_, err := verdict.Merge(split(whole, 2))
	g.Expect(err).NotTo(HaveOccurred())
	parts := split(whole, 2)
	parts[1].Runs[0].Cases = nil
	_, err = verdict.Merge(parts)
	g.Expect(err).To(MatchError("the shards tried 2 cases together, and hold 1: one was changed; " +
		"let nimcert certify --shard write it again"))
}

func TestTheOrderInWhichShardsAreGivenDoesNotMatter(t *testing.T) {
	g := NewWithT(t)
	p := split(everything(), 3)
	runs, err := verdict.Merge([]verdict.Part{p[2], p[0], p[1]})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(runs).To(Equal(everything()))
	g.Expect(p[0]).To(Equal(split(everything(), 3)[0]), "the parts given stay as they were")
}

func TestMergeKeepsWhatBroke(t *testing.T) {
	g := NewWithT(t)
	p := split([]verdict.Run{verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Passing("REC-01", ""))}, 2)
	p[1].Runs[0].Broke = "interrupted"
	runs, err := verdict.Merge(p)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(runs[0].Gate()).To(Equal(verdict.GateError))
}

func TestAShardNeverCertifies(t *testing.T) {
	g := NewWithT(t)
	var cases []verdict.Case
	for _, q := range catalogue.All() {
		cases = append(cases, verdicttest.Passing(q.ID, ""))
	}
	r := verdicttest.Run(cases...)
	g.Expect(r.Verdict()).To(Equal(verdict.Certified))
	parts := split([]verdict.Run{r}, 2)
	for i, p := range parts {
		got := p.Reported()
		g.Expect(got).To(HaveLen(1))
		g.Expect(got[0].Verdict()).To(Equal(verdict.Partial))
		g.Expect(got[0].Gate()).To(Equal(verdict.Open), "what another shard tries is not missing here")
		g.Expect(got[0].Headline()).To(HavePrefix("Partial: nothing failed in shard " + p.Shard.String()))
		_, advice := got[0].Advice()
		g.Expect(advice).To(ContainSubstring("nimcert merge"))
		g.Expect(certificate.Of(got[0]).Verdict).To(Equal(verdict.Partial))
		g.Expect(p.Runs[0].Asked).To(HaveLen(len(catalogue.All())), "shard %d keeps what the whole asks", i+1)
	}
	merged, err := verdict.Merge(parts)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(merged[0].Verdict()).To(Equal(verdict.Certified))
	g.Expect(verdict.Part{Shard: verdict.Shard{Index: 1, Of: 1}, Runs: []verdict.Run{r}}.Reported()).To(
		Equal([]verdict.Run{r}), "1/1 is the whole")
}

func TestAShardWithoutASubjectSaysNothingOfIt(t *testing.T) {
	g := NewWithT(t)
	a, b := verdicttest.Run(verdicttest.Passing("LIM-01", "")), verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	b.Subject.Version = "9.12.2"
	got := split([]verdict.Run{a, b}, 2)[1].Reported()
	g.Expect(got).To(HaveLen(1))
	g.Expect(got[0].Subject.Version).To(Equal("9.12.2"))
}

func TestAShardOfWhatDoesNotApplyIsNoError(t *testing.T) {
	g := NewWithT(t)
	p := split([]verdict.Run{verdicttest.Run(verdicttest.Passing("LIM-01", ""),
		verdicttest.Inapplicable("UPL-01", "no upload"))}, 2)[1]
	g.Expect(verdict.ExitCode(p.Reported())).To(Equal(verdict.ExitOpen))
	g.Expect(p.Reported()[0].Verdict()).To(Equal(verdict.Partial))
}

func TestARecordWithoutAConditionIsJudgedWhenAllConditionsAreThere(t *testing.T) {
	g := NewWithT(t)
	parts := split(
		[]verdict.Run{verdicttest.Run(verdicttest.Wide(verdicttest.Known(verdicttest.Passing("REC-01", "a"), "t")),
			verdicttest.Wide(verdicttest.Known(verdicttest.Failing("REC-01", "b", "x."), "t")))}, 2)
	for _, p := range parts {
		g.Expect(verdict.ExitCode(p.Reported())).To(Equal(verdict.ExitOpen), p.Shard.String())
	}
	merged, err := verdict.Merge(parts)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(merged[0].Gate()).To(Equal(verdict.Open))

	parts = split(
		[]verdict.Run{verdicttest.Run(verdicttest.Wide(verdicttest.Known(verdicttest.Passing("REC-01", "a"), "t")),
			verdicttest.Wide(verdicttest.Known(verdicttest.Passing("REC-01", "b"), "t")))}, 2)
	g.Expect(verdict.ExitCode(parts[0].Reported())).To(Equal(verdict.ExitOpen))
	merged, err = verdict.Merge(parts)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(merged[0].Gate()).To(Equal(verdict.Closed), "no condition fails any longer")

	narrow := split(
		[]verdict.Run{verdicttest.Run(verdicttest.Known(verdicttest.Passing("REC-01", "a"), "t"),
			verdicttest.Passing("REC-01", "b"))}, 2)
	g.Expect(verdict.ExitCode(narrow[0].Reported())).To(Equal(verdict.ExitClosed),
		"a record of one condition needs no other")
}
