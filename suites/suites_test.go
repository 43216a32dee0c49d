package suites_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	ginkgo "github.com/onsi/ginkgo/v2"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/config"
	"nimcert/runner"
	"nimcert/suites"
)

// Flags after `--`: go tool ginkgo ./suites -- --config ../ginkgo.yml
var (
	configFile = flag.String("config", "../ginkgo.yml", "what to certify and how")
	clockMode  = flag.String("clock", "", "skip or real (default: the configuration's)")
)

// TestMain leaves the specs alone when Ginkgo's command runs this binary, once for each of its processes: the package's
// other tests, the proof of the checks among them, are go test's.
func TestMain(m *testing.M) {
	flag.Parse()
	byGinkgo, chosen := false, false
	flag.Visit(func(f *flag.Flag) {
		byGinkgo = byGinkgo || strings.HasPrefix(f.Name, "ginkgo.")
		chosen = chosen || f.Name == "test.run"
	})
	if byGinkgo && !chosen {
		_ = flag.Set("test.run", "^TestSuites$") // it is a flag of every test's binary
	}
	os.Exit(m.Run())
}

// TestSuites runs the specs of the configured SDKs under Ginkgo, as `nimcert certify` does.
func TestSuites(t *testing.T) {
	cfg, err := config.Load(*configFile)
	if err != nil {
		t.Fatal(err)
	}
	if *clockMode != "" {
		cfg.Clock = *clockMode
	}
	mode, err := clock.ParseMode(cfg.Clock)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cfg.NameRecords(runner.Conditions); err != nil {
		t.Fatal(err)
	}
	plan := &runner.Plan{Context: t.Context(), Mode: mode, Platform: cfg.Profile(), Seed: cfg.Seed, Known: cfg.Known,
		Domains: suites.Domains(cfg.Domains)}
	for _, sdk := range cfg.SDKs {
		subject, err := runner.LoadSubject(t.Context(), cfg.FamilyOf(sdk), cfg.BuildPath(sdk), clients.Profile{})
		if err != nil {
			t.Fatalf("%s: %s; `make sdks` installs the published builds", sdk.Name, err)
		}
		plan.Subjects = append(plan.Subjects, subject)
	}
	if err := plan.Build(); err != nil {
		t.Fatal(err)
	}
	suite, reporter := ginkgo.GinkgoConfiguration()
	suite.FailOnEmpty = true // a filter that matches nothing is no success
	if suite.DryRun && reporter.JUnitReport != "" {
		t.Log("a dry run executes nothing: no JUnit report is written, because Ginkgo's would say that everything " +
			"passed")
		reporter.JUnitReport = ""
	}
	ginkgo.RunSpecs(t, "nimcert suites", suite, reporter)
}
