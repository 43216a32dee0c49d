package runner

import (
	"runtime"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/weapp"
	"nimcert/config"
)

// compiler counts what is compiled.
type compiler struct {
	weapp.Runtime
	compiled map[string]int
}

func (c compiler) Compile(name, source string) (adapter.Script, error) {
	c.compiled[name]++
	return c.Runtime.Compile(name, source)
}

// A build is compiled once for all its cases, and let go after the last one: a run of sixty builds held 360 MB of
// compiled scripts.
func TestABuildIsHeldCompiledUntilItsLastCaseIsFiled(t *testing.T) {
	g := NewWithT(t)
	on := compiler{compiled: map[string]int{}}
	f, err := adapter.Compile(on, adapter.Family{Application: adapter.Source{
		Name: "app.js", Text: "module.exports = function () { return {} };"}}, clients.Subject{Build: "sdk.js"},
		"exports.a = 1;")
	g.Expect(err).NotTo(HaveOccurred())
	p := &Plan{Subjects: []Subject{{Client: f}}, left: []int{3}}
	for _, want := range []int{1, 1, 2} {
		p.filed(0)
		g.Expect(f.Probe(t.Context())).To(Succeed())
		g.Expect(on.compiled).To(HaveLen(5))
		g.Expect(on.compiled).To(HaveEach(want))
	}
	g.Expect(p.Kept()).To(Equal(1))
}

// BenchmarkHeldBuilds measures what a run holds for each build before its cases begin and after they have ended.
func BenchmarkHeldBuilds(b *testing.B) {
	cfg, err := config.Load("../releases.yml")
	if err != nil {
		b.Fatal(err)
	}
	live := func() float64 {
		runtime.GC()
		runtime.GC() // what finalizers let go
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	before := live()
	var subjects []Subject
	for b.Loop() {
		sdk := cfg.SDKs[len(subjects)%len(cfg.SDKs)]
		s, err := LoadSubject(b.Context(), cfg.FamilyOf(sdk), cfg.BuildPath(sdk), clients.Profile{})
		if err != nil {
			b.Skip(err) // the published builds are not installed
		}
		s.Release()
		subjects = append(subjects, s)
	}
	b.ReportMetric((live()-before)/1e6/float64(len(subjects)), "MB-held/build")
	runtime.KeepAlive(subjects)
}
