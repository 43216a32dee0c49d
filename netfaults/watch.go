package netfaults

import (
	"sync"
	"sync/atomic"

	"github.com/Shopify/toxiproxy/v2/toxics"
)

// watchType is the name under which the watcher's toxic is registered with Toxiproxy.
const watchType = "nimcert_watch"

func init() { toxics.Register(watchType, new(watchToxic)) }

// Connection is what the proxy sees of one client connection.
type Connection struct {
	ID   int64
	Open bool // false: it has ended
	Live int  // connections that exist now
}

// watcher counts the connections of one link.
type watcher struct {
	id int64

	mu   sync.Mutex
	f    func(Connection)
	next int64
	live int
}

// Toxiproxy makes its toxics from JSON, so a toxic finds its watcher by number.
var (
	watchers sync.Map // int64 → *watcher
	nextID   atomic.Int64
)

func newWatcher() *watcher {
	w := &watcher{id: nextID.Add(1)}
	watchers.Store(w.id, w)
	return w
}

func (w *watcher) forget() { watchers.Delete(w.id) }

func (w *watcher) change(id int64, open bool) int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	if open {
		w.next++
		id = w.next
		w.live++
	} else {
		w.live--
	}
	if w.f != nil {
		w.f(Connection{ID: id, Open: open, Live: w.live})
	}
	return id
}

// Observe calls f when the proxy has begun or ended a client connection: the third witness of the census, beside client and service. Set it before traffic; f must be quick.
func (l *Link) Observe(f func(Connection)) {
	l.watch.mu.Lock()
	defer l.watch.mu.Unlock()
	l.watch.f = f
}

// watchToxic passes everything and tells its watcher when a connection begins and ends.
type watchToxic struct {
	Watcher int64 `json:"watcher"`
}

type watchState struct {
	id    int64
	begun bool
}

// NewState makes the state of one connection.
func (t *watchToxic) NewState() any { return &watchState{} }

// Pipe copies until the connection ends. It is interrupted and run again whenever a toxic is added behind it.
func (t *watchToxic) Pipe(stub *toxics.ToxicStub) {
	v, ok := watchers.Load(t.Watcher)
	state, _ := stub.State.(*watchState)
	if ok && state != nil && !state.begun {
		state.begun = true
		state.id = v.(*watcher).change(0, true)
	}
	for {
		select {
		case <-stub.Interrupt:
			return
		case c := <-stub.Input:
			if c == nil {
				if ok && state != nil {
					v.(*watcher).change(state.id, false)
				}
				stub.Close()
				return
			}
			stub.Output <- c
		}
	}
}
