// Package rooms_test holds the packages to the order in which they may import each other.
package rooms_test

import (
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

// floors are the packages of the module from the top of the house to its ground. A package imports what stands on
// floors below its own, and on its own floor only what is inside its folder. A folder stands for what is in it, unless
// a longer path is listed.
var floors = [][]string{
	{"cmd", "docs"},
	{"selftest", "reports"},
	{"runner", "explore", "reports/page"},
	{"suites", "reports/compare", "reports/junit", "reports/terminal"},
	{"scenario"},
	{"session", "reports/certificate", "reports/evidence", "verdict/verdicttest"},
	{"verdict", "config"},
	{"checks"},
	{"judgement", "assumptions", "fakeserver", "netfaults"},
	{"clients/application"},
	{"clients/nim"},
	{"clients/families"},
	{"clients/child"},
	{"clients/reference", "clients/weapp", "clients/external", "clients/browser"},
	{"clients/platform", "clients/adapter"},
	{"clients"},
	{"ledger", "signature"},
	{"clock", "catalogue", "spelling", "internal", "ci", "schedules"},
}

// floor is where a package stands, counted from the ground, and the folder that stands for it.
func floor(path string) (n int, folder string) {
	for i, packages := range floors {
		for _, p := range packages {
			if (path == p || strings.HasPrefix(path, p+"/")) && len(p) > len(folder) {
				n, folder = len(floors)-i, p
			}
		}
	}
	return n, folder
}

// climbs reports whether an import leads upward, or to another folder of the same floor.
func climbs(from, to string) bool {
	f, here := floor(from)
	t, there := floor(to)
	return t > f || t == f && here != there
}

// packages are the module's, with what each imports.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	g := NewWithT(t)
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "nimcert/...")
	list.Dir = "../.."
	out, err := list.Output()
	g.Expect(err).NotTo(HaveOccurred())
	all := map[string][]string{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		err := dec.Decode(&p)
		if err == io.EOF {
			break
		}
		g.Expect(err).NotTo(HaveOccurred())
		if name, ok := strings.CutPrefix(p.ImportPath, "nimcert/"); ok {
			all[name] = p.Imports
		}
	}
	g.Expect(len(all)).To(BeNumerically(">", 25))
	return all
}

func TestNoImportLeadsUpward(t *testing.T) {
	for from, imports := range packages(t) {
		if _, folder := floor(from); folder == "" {
			t.Errorf("%s has no floor: list it", from)
		}
		for _, i := range imports {
			if to, ok := strings.CutPrefix(i, "nimcert/"); ok && climbs(from, to) {
				t.Errorf("%s imports %s, which stands above it or beside it", from, to)
			}
		}
	}
}

// engines are the packages that may know how scripts are run, each with its reason. Whoever else imports the engine, or
// the host around it, ties what should run on any engine to this one.
var engines = map[string]string{
	"clients/weapp":       "the host",
	"clients/application": "an application's own scripts, which call the host's functions",
	"clients/child":       "what crosses between the host's API and engines that are processes of their own",
}

// hosts are the packages that may choose the host, each with its reason.
var hosts = map[string]string{
	"clients/families":    "a family's adapter is put on it",
	"clients/child":       engines["clients/child"],
	"clients/application": engines["clients/application"],
	"cmd/nimcert":         "the command ends when the memory does",
}

func TestWhoKnowsTheEngine(t *testing.T) {
	g := NewWithT(t)
	seen := map[string]bool{}
	for from, imports := range packages(t) {
		_, folder := floor(from)
		for _, i := range imports {
			switch {
			case strings.HasPrefix(i, "github.com/dop251/goja"):
				seen[folder] = true
				g.Expect(engines).To(HaveKey(folder),
					"%s imports the engine: the interfaces of clients/adapter stand before it", from)
			case i == "nimcert/clients/weapp":
				g.Expect(hosts).To(HaveKey(from),
					"%s imports the host: the interfaces of clients/adapter stand before it", from)
			}
		}
	}
	for folder := range engines {
		g.Expect(seen).To(HaveKey(folder), "it needs no exception any more")
	}
}

func TestAnArrowUpwardIsFound(t *testing.T) {
	g := NewWithT(t)
	g.Expect(climbs("verdict", "reports/page")).To(BeTrue())
	g.Expect(climbs("reports/junit", "reports/terminal")).To(BeTrue(), "neighbours")
	g.Expect(climbs("runner", "suites")).To(BeFalse())
	g.Expect(climbs("clients/weapp/esregexp", "clients/weapp")).To(BeFalse(), "inside one folder")
}
