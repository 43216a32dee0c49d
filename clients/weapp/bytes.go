package weapp

import (
	"encoding/base64"
	"errors"
	"strings"

	"github.com/dop251/goja"
)

// maxRandom is the most that wx.getRandomValues gives at once, in bytes (its documentation: 1 MB).
const maxRandom = 1 << 20

// bytesAPI are the calls about buffers.
func (h *Host) bytesAPI() map[string]api {
	random := func(n int64) []byte {
		data := make([]byte, n)
		for i := range data {
			data[i] = byte(h.bytes.Uint32())
		}
		return data
	}
	values := h.async("getRandomValues", func(o *goja.Object) (map[string]any, error) {
		n := int64(0)
		if v := given(o, "length"); v != nil {
			n = v.ToInteger()
		}
		if n < 0 || n > maxRandom {
			return nil, errors.New("invalid length")
		}
		return map[string]any{"randomValues": h.buffer(random(n))}, nil
	})
	return map[string]api{
		"arrayBufferToBase64": func(c goja.FunctionCall) goja.Value {
			var data []byte
			if _, ok := c.Argument(0).Export().(goja.ArrayBuffer); ok {
				data = bytesOf(c.Argument(0))
			}
			return h.vm.ToValue(base64.StdEncoding.EncodeToString(data))
		},
		"base64ToArrayBuffer": func(c goja.FunctionCall) goja.Value {
			return h.buffer(unbase64(c.Argument(0).String()))
		},
		"getRandomValues": values,
		// the same random numbers, and a key that the platform keeps for its user (typings, UserCryptoManager)
		"getUserCryptoManager": func(goja.FunctionCall) goja.Value {
			return h.object("UserCryptoManager", map[string]api{
				"getRandomValues": values,
				"getLatestUserKey": h.ready("getLatestUserKey", func() map[string]any {
					return map[string]any{"encryptKey": base64.StdEncoding.EncodeToString(random(16)),
						"iv": base64.StdEncoding.EncodeToString(random(16)), "version": 1, "expireTime": 3600}
				}),
			})
		},
	}
}

// buffer makes an ArrayBuffer with a copy of the bytes.
func (h *Host) buffer(data []byte) goja.Value {
	return h.vm.ToValue(h.vm.NewArrayBuffer(append([]byte{}, data...)))
}

// unbase64 reads base64 up to the first other character, with or without padding.
func unbase64(s string) []byte {
	data, _ := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	return data
}

// bytesOf are the bytes of a string or a buffer.
func bytesOf(v goja.Value) []byte {
	switch x := v.Export().(type) {
	case goja.ArrayBuffer:
		return append([]byte{}, x.Bytes()...)
	default:
		return []byte(v.String())
	}
}
