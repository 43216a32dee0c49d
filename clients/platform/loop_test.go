package platform

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/ledger"
)

func TestTurnsRunInTheirOrderOneAtATime(t *testing.T) {
	w := start(t)
	var got []int
	var posts sync.WaitGroup
	for range 8 {
		posts.Go(func() {
			for range 100 {
				w.Post(func() { got = append(got, len(got)) }) // unguarded: the loop is one goroutine
			}
		})
	}
	posts.Wait()
	w.turn(func() {})
	w.Expect(got).To(HaveLen(800))
	got = nil
	for i := range 100 {
		w.Post(func() { got = append(got, i) })
	}
	w.turn(func() {})
	for i, n := range got {
		w.Expect(n).To(Equal(i))
	}
}

func TestTimeStandsStillWhileTurnsRun(t *testing.T) {
	w := start(t)
	var at []time.Duration
	var timer time.Duration
	w.turn(func() {
		w.AfterFunc(time.Millisecond, func() { timer = w.clock.Now() })
		var again func()
		again = func() {
			if at = append(at, w.clock.Now()); len(at) < 100 {
				w.Post(again)
			}
		}
		again()
	})
	w.pass(time.Second)
	w.Expect(at).To(HaveLen(100))
	w.Expect(at).To(HaveEach(time.Duration(0)))
	w.Expect(timer).To(Equal(time.Millisecond))
}

func TestTimers(t *testing.T) {
	w := start(t)
	var got []string
	add := func(s string) func() { return func() { got = append(got, s+" at "+w.clock.Now().String()) } }
	w.turn(func() {
		w.AfterFunc(2*time.Second, add("second"))
		w.AfterFunc(time.Second, add("first"))
		w.AfterFunc(0, add("soon"))
		w.AfterFunc(-time.Hour, add("as soon"))
		stopped := w.AfterFunc(time.Second, add("never"))
		w.Expect(w.Platform.timers).To(HaveLen(5))
		stopped.Stop()
		stopped.Stop()
		var none *Timer
		none.Stop()
	})
	w.Expect(w.Rest().Timers).To(Equal(4))
	w.pass(time.Hour)
	w.Expect(got).To(HaveExactElements("soon at 1ms", "as soon at 1ms", "first at 1s", "second at 2s"))
	w.Expect(w.Rest()).To(Equal(clients.Rest{}))
}

func TestATimerThatIsStoppedAfterItFiredAndBeforeItsTurn(t *testing.T) {
	w := start(t)
	fired := false
	w.turn(func() {
		var second *Timer
		w.AfterFunc(time.Second, func() { second.Stop() })
		second = w.AfterFunc(time.Second, func() { fired = true }) // due in the same instant
	})
	w.pass(time.Minute)
	w.Expect(fired).To(BeFalse())
}

func TestATimerIsStoppedInItsOwnTurn(t *testing.T) {
	w := start(t)
	n := 0
	w.turn(func() {
		var timer *Timer
		timer = w.AfterFunc(time.Second, func() {
			n++
			timer.Stop()
		})
	})
	w.pass(time.Minute)
	w.Expect(n).To(Equal(1))
	w.Expect(w.Rest().Timers).To(BeZero())
}

func TestRestCounts(t *testing.T) {
	w := start(t)
	defer w.srv.hold()()
	w.Expect(w.Rest()).To(Equal(clients.Rest{}))
	w.turn(func() {
		for range 3 {
			w.AfterFunc(time.Hour, func() {})
		}
		w.Do(get("https://api.example/hold"), func(Response) {})
		w.Do(get("https://api.example/hold"), func(Response) {})
	})
	w.open()
	w.Expect(w.Rest()).To(Equal(clients.Rest{Timers: 3, Requests: 2, Sockets: 1}))
	w.Close()
	w.Expect(w.Rest()).To(Equal(clients.Rest{}), "nothing is left after the end")
}

func TestRestAnswersWhenTheClientIsPastRunning(t *testing.T) {
	dead := false
	c := clock.New(clock.Skip, time.Now())
	defer c.Stop()
	p := New(clients.Env{Clock: c, Ledger: ledger.New(c)}, func(run func()) {
		if !dead {
			run()
		}
	})
	defer p.Close()
	p.Post(func() {
		p.AfterFunc(time.Hour, func() {})
		dead = true
	})
	NewWithT(t).Expect(p.Rest()).To(Equal(clients.Rest{Timers: 1}))
}

// On a real clock a busy loop runs a timer late. On a skipping one it cannot: time stands still meanwhile.
func TestTheLatenessOfATurnIsRecorded(t *testing.T) {
	for _, mode := range []clock.Mode{clock.Real, clock.Skip} {
		t.Run(string(mode), func(t *testing.T) {
			w := startOn(t, mode)
			w.turn(func() {
				w.AfterFunc(5*time.Millisecond, func() { w.Add(ledger.Event{Kind: ledger.Mark, Detail: "late"}) })
				w.Post(func() { w.Add(ledger.Event{Kind: ledger.Mark, Detail: "posted"}) })
				time.Sleep(25 * time.Millisecond)
				w.Add(ledger.Event{Kind: ledger.Mark, Detail: "busy"})
			})
			e := w.await(ledger.Event{}, detail("late"))
			if mode == clock.Real {
				w.Expect(e.Late).To(BeNumerically(">=", 20*time.Millisecond))
				w.Expect(e.Due()).To(BeNumerically("<", e.At))
			} else {
				w.Expect(e.Late).To(BeZero())
				w.Expect(e.At).To(Equal(5 * time.Millisecond))
			}
			w.turn(func() { w.Add(ledger.Event{Kind: ledger.Mark, Detail: "after it"}) })
			for _, text := range []string{"busy", "posted", "after it"} {
				e, ok := w.ledger.Timeline().First(detail(text))
				w.Expect(ok).To(BeTrue())
				w.Expect(e.Late).To(BeZero(), "it was not due at a time")
			}
		})
	}
}

func TestNothingRunsAfterClose(t *testing.T) {
	w := start(t)
	w.turn(func() {
		w.AfterFunc(time.Second, func() { t.Error("a timer ran after the end") })
	})
	w.Expect(w.Closed()).To(BeFalse())
	w.Close()
	w.Expect(w.Closed()).To(BeTrue())
	w.Post(func() { t.Error("a turn ran after the end") })
	w.Close() // again
	w.Expect(w.clock.Pending()).To(BeZero())
	passed := make(chan struct{})
	w.clock.AfterFunc(time.Hour, func(time.Duration) { close(passed) })
	w.LetGo()
	w.Eventually(passed).Should(BeClosed(), "nothing of the platform holds the clock")
}

// Close in every state of what a client can hold: nothing runs on, and nothing holds the clock.
func TestCloseLeavesNothing(t *testing.T) {
	for name, hold := range map[string]func(w *world){
		"nothing": func(w *world) {},
		"a socket that connects": func(w *world) {
			w.connect(heldURL)
			w.await(ledger.Event{}, ledger.Is(ledger.Held))
		},
		"a socket just begun":   func(w *world) { w.connect(socketURL) },
		"an open socket":        func(w *world) { w.open() },
		"a socket just closing": func(w *world) { c, _ := w.open(); _ = c.end(1000, "") },
		"a socket given up":     func(w *world) { c := w.connect(heldURL); _ = c.end(1000, "") },
		"a socket that closes": func(w *world) {
			w.srv.answerCloseAfter(never)
			c, p := w.open()
			_ = c.end(1000, "")
			<-p.closes
		},
		"messages not sent": func(w *world) {
			c, _ := w.open()
			w.turn(func() {
				for range 1000 {
					_ = c.Send(make([]byte, 1000), true)
				}
			})
		},
		"messages not handled": func(w *world) {
			_, p := w.open()
			for range 1000 {
				p.send(websocket.TextMessage, "hello")
			}
		},
		"a request held back": func(w *world) {
			w.ask(get("https://api.example/hold"))
			w.await(ledger.Event{}, ledger.Is(ledger.Held))
		},
		"a request just begun":   func(w *world) { w.ask(get("https://api.example/")) },
		"a request just aborted": func(w *world) { c := w.ask(get("https://api.example/hold")); w.turn(c.abort) },
		"timers":                 func(w *world) { w.turn(func() { w.AfterFunc(time.Hour, func() {}) }) },
		"turns to run": func(w *world) {
			for range 1000 {
				w.Post(func() {})
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			running := goleak.IgnoreCurrent()
			w := start(t)
			release := w.srv.hold()
			defer release()
			hold(w)
			w.Close()
			w.Expect(w.clock.Pending()).To(BeZero(), "timers")
			passed := make(chan struct{})
			w.clock.AfterFunc(time.Hour, func(time.Duration) { close(passed) })
			w.LetGo()
			w.Eventually(passed).Should(BeClosed(), "nothing holds the clock")
			w.srv.Close()
			w.clock.Stop()
			goleak.VerifyNone(t, running)
		})
	}
}

func TestCloseDoesNotWaitForEverForATurn(t *testing.T) {
	w := start(t)
	w.stuck.limit = time.Millisecond
	processors := runtime.GOMAXPROCS(0)
	leave := make(chan struct{})
	entered := make(chan struct{})
	w.Post(func() {
		close(entered)
		<-leave
	})
	<-entered
	closed := make(chan struct{})
	go func() {
		w.Close()
		close(closed)
	}()
	w.Eventually(closed).Should(BeClosed())
	w.Expect(w.Rest()).To(Equal(clients.Rest{}))
	w.Expect(w.Stuck()).To(BeTrue())
	w.Expect(runtime.GOMAXPROCS(0)).To(Equal(processors+1), "for what the turn left behind keeps busy")
	close(leave)
	w.Eventually(w.Stuck).Should(BeFalse(), "it ended after all")
	w.Expect(runtime.GOMAXPROCS(0)).To(Equal(processors))
	w.Close() // again
	w.Expect(w.Stuck()).To(BeFalse())
}

func TestManyCloses(t *testing.T) {
	w := start(t)
	w.open()
	var all sync.WaitGroup
	for range 8 {
		all.Go(w.Close)
		all.Go(func() { w.Post(func() {}) })
		all.Go(func() { w.Rest() })
	}
	all.Wait()
}
