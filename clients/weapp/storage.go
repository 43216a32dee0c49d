package weapp

import (
	"errors"
	"fmt"
	"strconv"

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
	others map[string]string // entries of the application's own
}

func newStorage() storage {
	return storage{values: map[string]goja.Value{}, sizes: map[string]int{}, others: map[string]string{}}
}

func (s *storage) remove(key string) {
	s.total -= s.sizes[key]
	delete(s.values, key)
	delete(s.sizes, key)
}

// set stores a value, or says which quota it would exceed.
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

// Store puts an entry of the application's own into the storage, for Inspect to look for.
func (h *Host) Store(key, value string) {
	h.Act(func() {
		if h.storage.set(key, h.vm.ToValue(value), len(key)+len(value)) == nil {
			h.storage.others[key] = value
		}
	})
}

// lost says what became of an entry of the application's own; empty if it is there.
func (s *storage) lost(key string) string {
	v, there := s.values[key]
	switch {
	case !there:
		return "lost"
	case v.Export() != s.others[key]:
		return "overwritten"
	}
	return ""
}

// BreakStorage makes calls of the storage throw, and those that write files. It is an assumption that a full device
// throws only at writing: the platform's documents name a quota, and no exception.
func (h *Host) BreakStorage(f clients.StorageFault) { h.Post(func() { h.storage.fault = f }) }

// kept is an object as the storage keeps it: as JSON, so that later changes to the object do not reach the storage.
type kept string

// storageCall is one call of the storage; its answer comes at once or later.
type storageCall struct {
	sync, async string
	// params are the option names in the asynchronous form for the arguments of the synchronous one.
	params []string
	// result is the name under which it passes the synchronous result; empty: the result's own fields.
	result string
	writes bool
	run    func(args []goja.Value) (goja.Value, error)
}

func (h *Host) storageAPI() map[string]api {
	s := &h.storage
	// read returns a key's value; ok is false if the storage has no such key.
	read := func(key string) goja.Value {
		v, ok := s.values[key]
		if !ok {
			return nil
		}
		if text, ok := v.Export().(kept); ok {
			v, _ := h.parse(goja.Undefined(), h.vm.ToValue(string(text))) // we wrote it
			return v
		}
		return v
	}
	write := func(key string, v goja.Value) error {
		v, size := h.keeps(v)
		return s.set(key, v, len(key)+size)
	}
	orEmpty := func(v goja.Value) goja.Value {
		if v == nil {
			return h.vm.ToValue("")
		}
		return v
	}
	calls := []storageCall{
		{sync: "setStorageSync", async: "setStorage", params: []string{"key", "data"}, writes: true,
			run: func(a []goja.Value) (goja.Value, error) { return nil, write(a[0].String(), a[1]) }},
		{sync: "getStorageSync", params: []string{"key"},
			run: func(a []goja.Value) (goja.Value, error) { return orEmpty(read(a[0].String())), nil }},
		{async: "getStorage", params: []string{"key"}, result: "data", run: func(a []goja.Value) (goja.Value, error) {
			if v := read(a[0].String()); v != nil {
				return v, nil
			}
			return nil, errors.New("data not found") // as applications quote it
		}},
		{sync: "removeStorageSync", async: "removeStorage", params: []string{"key"},
			run: func(a []goja.Value) (goja.Value, error) {
				s.remove(a[0].String())
				return nil, nil
			}},
		{sync: "clearStorageSync", async: "clearStorage", run: func([]goja.Value) (goja.Value, error) {
			fault, others := s.fault, s.others // they belong to the device, and to the application
			*s = newStorage()
			s.fault, s.others = fault, others
			h.changed["storage"] = "emptied" // what the application stored too
			return nil, nil
		}},
		{sync: "getStorageInfoSync", async: "getStorageInfo", run: func([]goja.Value) (goja.Value, error) {
			return h.value(
				map[string]any{"keys": h.list(sortedKeys(s.values)), "currentSize": (s.total + 1023) >> 10,
					"limitSize": totalQuota >> 10}), nil
		}},
		{sync: "batchSetStorageSync", async: "batchSetStorage", params: []string{"kvList"}, writes: true,
			run: func(a []goja.Value) (goja.Value, error) {
				var failed error
				h.each(a[0], func(v goja.Value) {
					if o, ok := v.(*goja.Object); ok && failed == nil {
						failed = write(orEmpty(o.Get("key")).String(), o.Get("value"))
					}
				})
				return nil, failed
			}},
		{sync: "batchGetStorageSync", async: "batchGetStorage", params: []string{"keyList"}, result: "dataList",
			run: func(a []goja.Value) (goja.Value, error) {
				var out []any
				h.each(a[0], func(v goja.Value) { out = append(out, orEmpty(read(v.String()))) })
				return h.vm.NewArray(out...), nil
			}},
	}
	out := map[string]api{}
	for _, c := range calls {
		// The fault of a device comes before the call's own.
		run := func(args []goja.Value) (goja.Value, error) {
			if err := s.broken(c.writes); err != nil {
				return nil, err
			}
			return c.run(args)
		}
		if c.sync != "" {
			out[c.sync] = func(f goja.FunctionCall) goja.Value {
				args := make([]goja.Value, len(c.params))
				for i := range args {
					args[i] = f.Argument(i)
				}
				v, err := run(args)
				if err != nil {
					h.fail("%s:fail %s", c.sync, err)
				}
				if v == nil {
					return goja.Undefined()
				}
				return v
			}
		}
		if c.async != "" {
			out[c.async] = h.async(c.async, func(o *goja.Object) (map[string]any, error) {
				args := make([]goja.Value, len(c.params))
				for i, name := range c.params {
					if args[i] = o.Get(name); args[i] == nil {
						args[i] = goja.Undefined()
					}
				}
				v, err := run(args)
				switch {
				case err != nil || v == nil:
					return nil, err
				case c.result != "":
					return map[string]any{c.result: v}, nil
				}
				fields, result := v.ToObject(h.vm), map[string]any{}
				for _, k := range fields.Keys() {
					result[k] = fields.Get(k)
				}
				return result, nil
			})
		}
	}
	return out
}

// keeps converts a value to what the storage keeps, and returns its size. An object that cannot be written as JSON is
// refused; a Date stays a Date, as the platform documents.
func (h *Host) keeps(v goja.Value) (goja.Value, int) {
	o, ok := v.(*goja.Object)
	if v == nil || goja.IsUndefined(v) {
		return h.vm.ToValue(""), 0
	}
	if !ok || o.ClassName() == "Date" {
		return v, len(v.String())
	}
	data, err := o.MarshalJSON()
	if err != nil {
		panic(err) // the script's own exception
	}
	if len(data) == 0 { // a function
		return h.vm.ToValue(""), 0
	}
	return h.vm.ToValue(kept(data)), len(data)
}

// shown renders the storage's value under a key for people.
func (h *Host) shown(key string) string {
	v := h.storage.values[key]
	if text, ok := v.Export().(kept); ok {
		return string(text)
	}
	if s, ok := v.Export().(string); ok {
		return s
	}
	return h.Text(v)
}

// broken says why the device's storage fails.
func (s *storage) broken(writes bool) error {
	switch {
	case s.fault == clients.StorageBroken:
		return errors.New("the storage cannot be used")
	case s.fault == clients.StorageFilling(1) && writes:
		s.fault = clients.StorageFull
	case s.fault > clients.StorageFilling(1):
		if writes {
			s.fault--
		}
	case s.fault == clients.StorageFull && writes:
		return errors.New("the storage is full")
	}
	return nil
}

// list makes an array of strings.
func (h *Host) list(of []string) goja.Value {
	items := make([]any, len(of))
	for i, s := range of {
		items[i] = s
	}
	return h.vm.NewArray(items...)
}

// maxList is the longest list that a call takes: so many keys fill the storage.
const maxList = totalQuota / 100

// each calls f with each element of an array; any other value has no elements.
func (h *Host) each(v goja.Value, f func(goja.Value)) {
	o, ok := v.(*goja.Object)
	if !ok || o.ClassName() != "Array" {
		return
	}
	for i := range min(o.Get("length").ToInteger(), maxList) {
		if v := o.Get(strconv.FormatInt(i, 10)); v != nil {
			f(v)
		}
	}
}
