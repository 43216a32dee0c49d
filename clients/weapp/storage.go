package weapp

import (
	"fmt"

	"github.com/dop251/goja"
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
	broken bool
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

// BreakStorage makes every call of the storage throw, and every change of a file, as it does on a device that is full.
func (h *Host) BreakStorage() { h.Post(func() { h.storage.broken = true }) }

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
			*s = newStorage()
			return goja.Undefined()
		},
	}
	for name, call := range api {
		api[name] = func(c goja.FunctionCall) goja.Value {
			h.checkStorage(name)
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

// checkStorage throws where the device's storage is broken.
func (h *Host) checkStorage(call string) {
	if h.storage.broken {
		h.fail("%s:fail the storage is full", call)
	}
}
