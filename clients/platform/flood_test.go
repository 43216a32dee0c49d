package platform

import (
	"sync"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

// told collects what Env.Broken is told.
type told struct {
	mu   sync.Mutex
	says []string
}

func (b *told) to(w *world) {
	w.env.Broken = func(err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.says = append(b.says, err.Error())
	}
}

func (b *told) all() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string{}, b.says...)
}

func TestAClientThatNeverComesToRestIsBroken(t *testing.T) {
	for name, tc := range map[string]struct {
		flood func(w *world)
		says  string
	}{
		"a timer of no time": {func(w *world) {
			var again func()
			again = func() { w.AfterFunc(0, again) }
			again()
		}, `^the client never comes to rest: its code was called 30000 times within 30s of session time$`},
		"turn after turn": {func(w *world) {
			var again func()
			again = func() { w.Post(again) }
			again()
		}, `^the client never comes to rest: its code was called 30000 times within 1ms of session time$`},
		"requests": {func(w *world) {
			for range dialLimit + 10 {
				w.Do(Request{URL: "https://x/", Timeout: time.Second}, func(Response) {})
			}
		}, `^the client never comes to rest: requests and sockets were begun 3000 times within 1ms of session time$`},
		"refused sockets": {func(w *world) {
			for range dialLimit + 10 {
				_, _ = w.Connect(socketURL,
					Handlers{Open: func() {}, Message: func([]byte, bool) {}, Error: func(string) {},
						Close: func(int, string) {}})
			}
		}, `^the client never comes to rest: requests and sockets were begun 3000 times`},
		"the console": {func(w *world) {
			for range eventLimit + 10 {
				w.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Detail: "x"})
			}
		}, `^the client floods the time line: it caused more than 50000 entries$`},
	} {
		t.Run(name, func(t *testing.T) {
			var broken told
			w := start(t, broken.to)
			w.Post(func() { tc.flood(w) })
			w.LetGo()
			w.Eventually(broken.all).Should(HaveLen(1))
			w.Expect(broken.all()[0]).To(MatchRegexp(tc.says))
			w.Expect(len(w.ledger.Timeline())).To(BeNumerically("<=", eventLimit))
			w.Rest() // it answers yet
			w.Expect(broken.all()).To(HaveLen(1), "said once")
		})
	}
}

// What comes in bursts is no flood.
func TestABusyClientIsNotBroken(t *testing.T) {
	var broken told
	w := start(t, broken.to)
	ran := 0
	w.turn(func() {
		for minute := range 10 {
			for range turnLimit - 100 {
				w.AfterFunc(time.Duration(minute)*(turnWindow+time.Second)+time.Second, func() { ran++ })
			}
		}
	})
	w.pass(time.Hour)
	w.Expect(ran).To(Equal(10 * (turnLimit - 100)))
	w.Expect(broken.all()).To(BeEmpty())
}
