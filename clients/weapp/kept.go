package weapp

import (
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
)

// left is what a program leaves on the device: its storage and its files, for the next one.
type left struct {
	storage storage
	files   map[string][]byte
	written map[string]bool
	folders map[string]bool
}

// Kept is what the program left on the device. Call it after Close.
func (h *Host) Kept() clients.Kept { return left{h.storage, h.files, h.written, h.folders} }

// found gives a program what an earlier one left. The engine's objects belong to the program that made them; of those
// the storage keeps dates alone.
func (h *Host) found(k clients.Kept) {
	l, ok := k.(left)
	if !ok {
		return
	}
	h.storage, h.files, h.written, h.folders = l.storage, l.files, l.written, l.folders
	for key, v := range h.storage.values {
		if o, ok := v.(*goja.Object); ok {
			if at, ok := o.Export().(time.Time); ok {
				if d, err := h.vm.New(h.vm.Get("Date"), h.vm.ToValue(at.UnixMilli())); err == nil {
					h.storage.values[key] = d
					continue
				}
			}
			h.storage.remove(key)
		}
	}
}
