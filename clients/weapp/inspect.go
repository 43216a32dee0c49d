package weapp

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"nimcert/ledger"
)

//go:embed inspect.js
var inspectSource string

// inspector is compiled once, for all hosts.
var inspector = goja.MustCompile("inspect.js", inspectSource, true)

// remember records the realm as the platform made it, for Inspect to compare.
func (h *Host) remember() {
	f, err := h.vm.RunProgram(inspector)
	if err == nil {
		run, _ := goja.AssertFunction(f)
		f, err = run(goja.Undefined(), h.vm.GlobalObject())
	}
	if err != nil {
		panic(err) // our own script
	}
	h.compare, _ = goja.AssertFunction(f)
}

// Inspect writes to the ledger what the program stored, and, where clients.Env asks for it, how it changed the realm's
// globals and their members, and what it took from the application: all listeners of an event, or all that is stored.
// It may be called at any time, and more than once.
func (h *Host) Inspect() {
	h.Act(func() {
		for _, k := range sortedKeys(h.storage.values) {
			if _, other := h.storage.others[k]; other && h.storage.lost(k) == "" {
				continue
			}
			h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Stored, Name: k, Detail: h.shown(k)})
		}
		for _, file := range sortedKeys(h.written) {
			h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Stored, Name: file, Detail: string(h.files[file])})
		}
		if h.compare == nil {
			return // this session does not ask
		}
		var added, changed []ledger.Event
		// a proxy of the program may refuse to be inspected
		_, _ = h.compare(goja.Undefined(), h.vm.ToValue(func(name, how string) {
			e := ledger.Event{Who: ledger.Host, Kind: ledger.GlobalAdded, Name: name, Detail: name}
			if how == "" {
				added = append(added, e)
				return
			}
			e.Kind, e.Detail = ledger.GlobalChanged, name+" "+how
			changed = append(changed, e)
		}))
		for name, how := range h.changed {
			changed = append(changed, ledger.Event{Who: ledger.Host, Kind: ledger.GlobalChanged, Name: name,
				Detail: name + " is " + how})
		}
		for key := range h.storage.others {
			if how := h.storage.lost(key); how != "" {
				changed = append(changed, ledger.Event{Who: ledger.Host, Kind: ledger.GlobalChanged,
					Name: key, Detail: key + " is " + how})
			}
		}
		for _, list := range [][]ledger.Event{changed, added} {
			slices.SortStableFunc(list, func(a, b ledger.Event) int { return strings.Compare(a.Name, b.Name) })
			for _, e := range list {
				h.Add(e)
			}
		}
	})
}
