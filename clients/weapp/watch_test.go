package weapp

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"
	. "github.com/onsi/gomega"
)

func TestAFaultOfTheEngineBreaksOneClient(t *testing.T) {
	for name, tc := range map[string]struct {
		fault func(*goja.Runtime)
		says  string
	}{
		"a runtime error": {func(*goja.Runtime) { var h *Host; h.limit++ }, "nil pointer dereference"},
		"an engine's own": {func(*goja.Runtime) { panic(fmt.Errorf("Panic at 1: unknown")) },
			"Panic at 1: unknown"},
		"a text of two lines": {func(*goja.Runtime) { panic("one\ntwo") }, "one"},
		"inside a script's call": {func(vm *goja.Runtime) {
			_ = vm.Set("fault", func() { panic(errors.New("inside")) })
			_, _ = vm.RunString("try { fault() } catch (e) { } fault()")
		}, "inside"},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.load("setInterval(function() { console.log('an interval runs') }, 1000)")
			s.Run(tc.fault)
			s.broke("^the script brought the host down: .*" + quote(tc.says) + ".*$")
		})
	}
}

// The figures are made up: what a real process takes is looked at by the command's own tests.
func TestTheClientThatComputesMostIsBrokenForTheMemory(t *testing.T) {
	big, small := start(t), start(t)
	var w watcher
	const base = 100 << 20
	w.hosts = map[*Host]uint64{big.Host: base, small.Host: base}
	big.spent.Store(int64(time.Second))
	small.spent.Store(int64(time.Millisecond))
	big.Expect(w.look(base + memoryLimit)).To(BeTrue())
	big.Expect(big.broken()).To(BeEmpty(), "at the limit")

	const grown = base + memoryLimit + 1
	w.look(grown)
	big.Expect(big.broken()).To(HaveExactElements("the script took more than 512 MiB of memory"))
	w.look(grown)
	w.look(grown + memoryLimit)
	big.Expect(big.broken()).To(HaveLen(1))
	big.Expect(small.broken()).To(BeEmpty(), "what another took is not its growth")

	big.began.Store(time.Now().UnixNano()) // native code: told to end, and computing
	w.look(grown + 2*memoryLimit)
	w.look(grown + 3*memoryLimit)
	big.Expect(small.broken()).To(BeEmpty(), "one that was told to end allocates yet")
	big.began.Store(0)
	w.look(grown + 4*memoryLimit + 1)
	small.Expect(small.broken()).To(HaveLen(1), "then it was itself")

	big.Close()
	small.Close()
	big.Expect(w.look(grown)).To(BeFalse(), "nobody is left to be watched")
	big.Expect(w.hosts).To(BeEmpty())
}

func TestNativeCodeThatAllocatesWithoutEndEndsTheProcess(t *testing.T) {
	s := start(t)
	var says []string
	before := OutOfMemory
	OutOfMemory = func(err error) { says = append(says, err.Error()) }
	defer func() { OutOfMemory = before }()
	var w watcher
	w.hosts = map[*Host]uint64{s.Host: 1 << 30}
	w.look(1<<30 + lastResort)
	s.Expect(says).To(BeEmpty())
	w.look(1<<30 + lastResort + 1)
	s.Expect(says).To(
		HaveExactElements("a client took more than 4 GiB of memory in native code, which nothing can interrupt"))
}

func TestAHostIsWatchedUntilItIsClosed(t *testing.T) {
	s := start(t)
	watched := func() bool {
		memory.mu.Lock()
		defer memory.mu.Unlock()
		_, ok := memory.hosts[s.Host]
		return ok
	}
	s.Expect(watched()).To(BeTrue())
	s.Close()
	s.Eventually(watched).Should(BeFalse())
	s.Expect(inUse()).To(BeNumerically(">", 0))
}

// A regular expression that backtracks forever ends by itself, after the script was found to loop.
func TestARegularExpressionEnds(t *testing.T) {
	before := regexp2.DefaultMatchTimeout
	regexp2.DefaultMatchTimeout = 300 * time.Millisecond
	defer func() { regexp2.DefaultMatchTimeout = before }()
	s := start(t)
	s.Expect(before).To(BeNumerically(">", s.limit))
	s.shortly()
	s.load(`/^(?=a)(a+)+$/.test(new Array(60).join("a") + "b"); console.log("it runs")`)
	s.broke(`^the script ran for more than 30ms`)
	s.Close()
	s.Eventually(s.Stuck).Should(BeFalse())
	s.Expect(s.logs()).To(BeEmpty())
}

func TestTheHostsOwnCallsDoNotUseTheGlobals(t *testing.T) {
	s := start(t)
	s.load(`
		var call = wx.request, log = console.log;
		["JSON", "Object", "Array",
			"Error", "RangeError",
				"TypeError", "Promise",
					"Date", "setTimeout", "String", "Reflect", "Proxy", "wx", "console"].forEach(function(name) {
						globalThis[name] = null });
		call({url: "https://x/", success: function(r) { log(r.statusCode) }});`)
	s.pass(time.Minute)
	s.Expect(s.broken()).To(BeEmpty())
	s.Expect(s.logs()).To(HaveExactElements("200"), s.lines())
	s.Inspect()
	s.settle()
	s.Expect(s.broken()).To(BeEmpty(), s.lines())
}
