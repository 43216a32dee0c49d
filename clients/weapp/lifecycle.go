package weapp

import (
	"slices"

	"github.com/dop251/goja"

	"nimcert/clients/platform"
	"nimcert/ledger"
)

// Background takes the program off the screen. What the platform then does to its sockets, timers and network its profile says.
func (h *Host) Background() {
	h.Act(func() { h.Hide(func() { h.tell("onAppHide", map[string]any{}) }) })
}

// Foreground brings the program back.
func (h *Host) Foreground() {
	h.Act(func() { h.Show(func() { h.tell("onAppShow", launchOptions()) }) })
}

// SetNetwork changes the device's network.
func (h *Host) SetNetwork(kind string) {
	h.Platform.SetNetwork(kind, func(kind string) {
		h.tell("onNetworkStatusChange", map[string]any{"isConnected": kind != platform.NoNetwork, "networkType": kind})
	})
}

// tell raises an event of the platform.
func (h *Host) tell(event string, detail map[string]any) {
	for _, f := range h.listeners[event] {
		h.Call(f, detail)
	}
}

// listen is wx.onSomething.
func (h *Host) listen(event string) func(goja.FunctionCall) goja.Value {
	return func(c goja.FunctionCall) goja.Value {
		h.listeners[event] = append(h.listeners[event], c.Argument(0))
		return goja.Undefined()
	}
}

// unlisten is wx.offSomething: it takes one listener away, or all when none is named.
func (h *Host) unlisten(event string) func(goja.FunctionCall) goja.Value {
	return func(c goja.FunctionCall) goja.Value {
		f := c.Argument(0)
		h.listeners[event] = slices.DeleteFunc(slices.Clone(h.listeners[event]), func(g goja.Value) bool { return goja.IsUndefined(f) || g.SameAs(f) })
		return goja.Undefined()
	}
}

// Inspect writes what the program stored, and what it did to the realm's globals, to the ledger.
func (h *Host) Inspect() {
	h.Act(func() {
		for _, k := range sortedKeys(h.storage.values) {
			h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Stored, Verb: k, Detail: h.Text(h.storage.values[k])})
		}
		for _, file := range sortedKeys(h.written) {
			h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Stored, Verb: file, Detail: string(h.files[file])})
		}
		now := h.globals()
		for _, name := range sortedKeys(h.before) {
			switch v, ok := now[name]; {
			case !ok:
				h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.GlobalChanged, Verb: name, Detail: name + " is deleted"})
			case !v.SameAs(h.before[name]):
				h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.GlobalChanged, Verb: name, Detail: name + " is replaced"})
			}
		}
		for _, name := range sortedKeys(now) {
			if _, ok := h.before[name]; !ok {
				h.Add(ledger.Event{Who: ledger.Host, Kind: ledger.GlobalAdded, Verb: name, Detail: name})
			}
		}
	})
}

// globals reads the realm's global names, and those of the objects that a library is most tempted to extend, with what stands behind them.
func (h *Host) globals() map[string]goja.Value {
	out := map[string]goja.Value{}
	read := func(prefix string, o *goja.Object) {
		for _, name := range o.GetOwnPropertyNames() {
			if out[prefix+name] = h.plainProperty(o, name); out[prefix+name] == nil {
				out[prefix+name] = goja.Undefined() // it is there
			}
		}
	}
	g := h.vm.GlobalObject()
	read("", g)
	if wx, ok := h.plainProperty(g, "wx").(*goja.Object); ok {
		read("wx.", wx)
	}
	for _, class := range []string{"Object", "Array", "Function", "String", "Promise"} {
		c, ok := h.plainProperty(g, class).(*goja.Object)
		if !ok {
			continue
		}
		if proto, ok := h.plainProperty(c, "prototype").(*goja.Object); ok {
			for _, name := range proto.GetOwnPropertyNames() {
				if v := h.plainProperty(proto, name); v != nil {
					out[class+".prototype."+name] = v
				}
			}
		}
	}
	return out
}

// plainProperty reads a property that is no accessor; nil otherwise.
func (h *Host) plainProperty(o *goja.Object, name string) (v goja.Value) {
	if h.guard(func() { v = o.Get(name) }) != nil {
		return nil // an accessor that does not like its receiver
	}
	return v
}
