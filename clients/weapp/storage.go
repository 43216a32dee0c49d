package weapp

import (
	"fmt"

	"github.com/dop251/goja"

	"nimcert/clients"
)

// The platform's quota, as its documentation gives it: 1 MB for one key, 10 MB for a program.
const (
	keyQuota   = 1 << 20
	totalQuota = 10 << 20
)

// storage is what a program keeps on the device.
type storage struct {
	values map[string]goja.Value
	sizes  map[string]int // in bytes, of key and value
	total  int
	fault  clients.StorageFault
}

func newStorage() storage { return storage{values: map[string]goja.Value{}, sizes: map[string]int{}} }

func (s *storage) remove(key string) {
	s.total -= s.sizes[key]
	delete(s.values, key)
	delete(s.sizes, key)
}

// set keeps a value, or says which quota it breaks.
func (s *storage) set(key string, v goja.Value, size int) error {
	switch {
	case size > keyQuota:
		return fmt.Errorf("the entry is larger than %d bytes", keyQuota)
	case s.total-s.sizes[key]+size > totalQuota:
		return fmt.Errorf("exceed storage max size %d bytes", totalQuota)
	}
	s.remove(key)
	s.values[key], s.sizes[key] = v, size
	s.total += size
	return nil
}

// BreakStorage makes calls of the storage throw, and those that write files. That a device which is full throws at writing alone is an assumption: the platform's documents name a quota, and no
// exception.
func (h *Host) BreakStorage(f clients.StorageFault) { h.Post(func() { h.storage.fault = f }) }

func (h *Host) storageAPI() map[string]func(goja.FunctionCall) goja.Value {
	s := &h.storage
	api := map[string]func(goja.FunctionCall) goja.Value{
		"getStorageSync": func(c goja.FunctionCall) goja.Value {
			if v, ok := s.values[c.Argument(0).String()]; ok {
				return v
			}
			return h.vm.ToValue("")
		},
		"setStorageSync": func(c goja.FunctionCall) goja.Value {
			key, v := c.Argument(0).String(), c.Argument(1)
			if err := s.set(key, v, len(key)+h.size(v)); err != nil {
				h.fail("setStorageSync:fail %s", err)
			}
			return goja.Undefined()
		},
		"removeStorageSync": func(c goja.FunctionCall) goja.Value {
			s.remove(c.Argument(0).String())
			return goja.Undefined()
		},
		"clearStorageSync": func(goja.FunctionCall) goja.Value {
			fault := s.fault // it is the device's
			*s = newStorage()
			s.fault = fault
			return goja.Undefined()
		},
	}
	for name, call := range api {
		api[name] = func(c goja.FunctionCall) goja.Value {
			h.checkStorage(name)
			if name == "setStorageSync" {
				h.checkWriting(name)
			}
			return call(c)
		}
	}
	return api
}

// size is what a value takes in the storage: an object is kept as JSON, and one that cannot be written so is not taken.
func (h *Host) size(v goja.Value) int {
	o, ok := v.(*goja.Object)
	if !ok {
		return len(v.String())
	}
	data, err := o.MarshalJSON()
	if err != nil {
		panic(err) // the script's own exception
	}
	return len(data)
}

// checkStorage throws where the device's storage cannot be used at all.
func (h *Host) checkStorage(call string) {
	if h.storage.fault == clients.StorageBroken {
		h.fail("%s:fail the storage cannot be used", call)
	}
}

// checkWriting throws where the device takes nothing more.
func (h *Host) checkWriting(call string) {
	if h.storage.fault != 0 {
		h.fail("%s:fail the storage is full", call)
	}
}
