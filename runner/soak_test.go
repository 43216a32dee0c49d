//go:build soak

package runner

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/config"
	"nimcert/ledger"
	"nimcert/reports"
	"nimcert/suites"
	"nimcert/verdict"
)

// Flags after -args: see `make soak`.
var (
	soakRuns   = flag.Int("soak.runs", 100, "how often every case is judged")
	soakOut    = flag.String("soak.out", "../out/soak", "where the evidence goes when two runs differ")
	configFile = flag.String("config", "../ginkgo.yml", "what to certify and how")
)

// burner is the environment variable that turns this test's binary into a process that keeps one core busy until its
// standard input is closed.
const burner = "NIMCERT_SOAK_BURNER"

func init() {
	if os.Getenv(burner) == "" {
		return
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends with the test, however that ends
		os.Exit(0)
	}()
	for {
	}
}

// load keeps every core busy with other processes until the test ends.
func load(t *testing.T) {
	t.Helper()
	for range runtime.NumCPU() {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), burner+"=1")
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_ = in.Close()
			_ = cmd.Wait()
		})
	}
}

// TestSoak judges the configured SDKs again and again on a loaded machine: one verdict that differs from the first
// run's is a bug of the harness, and so is a time line that does. It keeps the first run and the one that differs.
func TestSoak(t *testing.T) {
	cfg, err := config.Load(*configFile)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cfg.NameRecords(Conditions); err != nil {
		t.Fatal(err)
	}
	load(t)
	once := func() []verdict.Run {
		plan := &Plan{
			Context: t.Context(), Mode: clock.Skip, Platform: cfg.Profile(), Seed: cfg.Seed, Known: cfg.Known,
			Domains: suites.Domains(cfg.Domains), Jobs: runtime.NumCPU(), Harness: "soak",
		}
		for _, sdk := range cfg.SDKs {
			s, err := LoadSubject(t.Context(), cfg.FamilyOf(sdk), cfg.BuildPath(sdk), clients.Profile{})
			if err != nil {
				t.Fatalf("%s: %s; `make sdks` installs the published builds", sdk.Name, err)
			}
			plan.Subjects = append(plan.Subjects, s)
		}
		runs, err := Judge(plan)
		if err != nil {
			t.Fatal(err)
		}
		return runs
	}
	begin := time.Now()
	first := once()
	want := verdicts(first)
	for n := 2; n <= *soakRuns; n++ {
		took := time.Since(begin)
		fmt.Fprintf(os.Stderr, "soak: %d of %d runs, %d cases each, all the same; %s so far, about %s to go\n",
			n-1, *soakRuns, len(want), took.Round(time.Second),
			(took / time.Duration(n-1) * time.Duration(*soakRuns-n+1)).Round(time.Second))
		runs := once()
		got := verdicts(runs)
		differ := len(got) != len(want)
		for label, v := range want {
			switch g, ok := got[label]; {
			case !ok:
				differ = true
				t.Errorf("run %d has no case %s", n, label)
			case g.verdict != v.verdict:
				differ = true
				t.Errorf("run %d: %s is %s (%s), and was %s (%s)", n, label, g.verdict, g.why, v.verdict, v.why)
			case g.why != v.why:
				differ = true
				t.Errorf("run %d: %s is %s again, but says %q, and said %q", n, label, g.verdict, g.why, v.why)
			default:
				if then, now := parting(v.seen, g.seen); then != nil || now != nil {
					differ = true
					t.Errorf(
						"run %d: %s is %s again, but its time line differs from the first run's: %q, and was %q",
						n,
						label,
						g.verdict,
						eventOf(now),
						eventOf(then),
					)
				}
			}
		}
		if differ {
			for name, r := range map[string][]verdict.Run{"first": first, fmt.Sprintf("run-%d", n): runs} {
				dir := filepath.Join(*soakOut, name)
				if err := reports.Write(dir, r); err != nil {
					t.Errorf("the evidence could not be written: %s", err)
				}
			}
			t.Fatalf("the reports of the first run and of run %d are in %s", n, *soakOut)
		}
	}
	for label, v := range want {
		if v.verdict == verdict.Error {
			t.Errorf("%s is an error in every run: %s", label, v.why)
		}
	}
	fmt.Fprintf(os.Stderr, "soak: %d runs of %d cases in %s, every verdict and every time line the same\n", *soakRuns,
		len(want), time.Since(begin).Round(time.Second))
}

type soaked struct {
	verdict verdict.Verdict
	why     string
	seen    []ledger.Event // of host and client, in order
}

// verdicts lists the verdict of each case, by subject and case.
func verdicts(runs []verdict.Run) map[string]soaked {
	m := map[string]soaked{}
	for _, r := range runs {
		for _, c := range r.Cases {
			v, why := c.Judge()
			m[r.Label()+": "+c.Label()] = soaked{v, why.String(), seen(c.Timeline.Unpack())}
		}
	}
	return m
}
