package weapp

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/dop251/goja"
	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/ledger/ledgertest"
)

const counterSource = `
	var n = 0, shared = {list: []};
	wx.setStorageSync("n", n);
	count = 0;
	exports.step = function(name) {
		n++; count++; shared.list.push(name); Array.prototype.last = name; wx.setStorageSync("n", n);
			return [n, count, shared.list.join(), [].last, wx.getStorageSync("n")].join(" ") };`

func TestOneProgramServesManyHosts(t *testing.T) {
	first, second := start(t), start(t)
	p := first.compile("app.js", counterSource)
	steps := map[*stage]goja.Callable{}
	for _, s := range []*stage{first, second} {
		s.Load(p, func(_ *goja.Runtime, exports *goja.Object) error {
			steps[s], _ = goja.AssertFunction(exports.Get("step"))
			return nil
		})
		s.settle()
	}
	step := func(s *stage, name string) (got string) {
		s.Run(func(vm *goja.Runtime) {
			v, err := steps[s](goja.Undefined(), vm.ToValue(name))
			got = fmt.Sprintf("%v %v", v, err)
		})
		s.settle()
		return got
	}
	first.Expect(step(first, "a")).To(Equal("1 1 a a 1 <nil>"))
	first.Expect(step(first, "b")).To(Equal("2 2 a,b b 2 <nil>"))
	first.Expect(step(second, "c")).To(Equal("1 1 c c 1 <nil>"), "nothing of the other host")
	first.Expect(step(first, "d")).To(Equal("3 3 a,b,d d 3 <nil>"))
}

func TestOneProgramServesHostsAtOnce(t *testing.T) {
	g := NewWithT(t)
	p, err := Compile("app.js", clockFunction+`var n = 0; var id = setInterval(function() { if (++n === 200) { `+
		`clearInterval(id); at("done") } }, 10)`)
	g.Expect(err).NotTo(HaveOccurred())
	var all sync.WaitGroup
	for range 6 {
		s := start(t)
		all.Go(func() {
			s.Load(p, func(*goja.Runtime, *goja.Object) error { return nil })
			s.pass(time.Minute)
			s.prints("done at 2000")
		})
	}
	all.Wait()
}

func TestTwoProgramsInOneHostShareTheRealm(t *testing.T) {
	s := start(t)
	s.load(`shared = function() {}; var own = 1`)
	s.load(`console.log(shared instanceof Function, Object.getPrototypeOf(shared) === Function.prototype, typeof own)`)
	s.prints("true true undefined")
}

func bench(b *testing.B) (clients.Env, func()) {
	b.Helper()
	c := clock.New(clock.Skip, ledgertest.Wall)
	return clients.Env{Clock: c, Ledger: ledger.New(c), Addr: "127.0.0.1:1", Broken: func(err error) { b.Error(err) }},
		c.Stop
}

// A host's whole life around a small program.
func BenchmarkHost(b *testing.B) {
	p, err := Compile("app.js", counterSource)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		env, stop := bench(b)
		h := New(env)
		h.Load(p, func(*goja.Runtime, *goja.Object) error { return nil })
		h.Rest()
		h.Close()
		stop()
	}
}

// One turn of a script's timer, with the skip to it.
func BenchmarkInterval(b *testing.B) {
	env, stop := bench(b)
	defer stop()
	h := New(env)
	defer h.Close()
	p, err := Compile("app.js", fmt.Sprintf(`exports.run = function(over) { var n = 0; var id = `+
		`setInterval(function() { if (++n >= %d) { clearInterval(id); over() } }, 1000) }`, b.N))
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan struct{})
	b.ResetTimer()
	h.Load(p, func(vm *goja.Runtime, exports *goja.Object) error {
		run, _ := goja.AssertFunction(exports.Get("run"))
		_, err := run(goja.Undefined(), vm.ToValue(func() { close(done) }))
		return err
	})
	<-done
}

// Calls of the language that the host stands behind, as SDKs make them all the time.
func BenchmarkNatives(b *testing.B) {
	for name, call := range map[string]string{
		"parse": `JSON.parse('{"a":1,"b":"x"}')`, "test": `/a+b/.test("xxaab")`, "replace": `"a-b-c".replace(/-/g, "")`,
		"split": `"a-b-c".split(/-/)`, "match": `"a-b-c".match(/-(.)/)`,
	} {
		b.Run(name, func(b *testing.B) {
			env, stop := bench(b)
			defer stop()
			h := New(env)
			defer h.Close()
			p, err := Compile("app.js", `exports.run = function(n) { for (var i = 0; i < n; i++) `+call+` }`)
			if err != nil {
				b.Fatal(err)
			}
			done := make(chan struct{})
			b.ReportAllocs()
			h.Load(p, func(vm *goja.Runtime, exports *goja.Object) error {
				defer close(done)
				run, _ := goja.AssertFunction(exports.Get("run"))
				b.ResetTimer()
				_, err := run(goja.Undefined(), vm.ToValue(b.N))
				b.StopTimer()
				return err
			})
			<-done
		})
	}
}
