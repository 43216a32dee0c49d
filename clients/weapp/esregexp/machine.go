package esregexp

import (
	"sync"
	"unsafe"

	"modernc.org/libc"
	quickjs "modernc.org/libquickjs"
)

// memoryLimit is what one search may allocate for backtracking, in bytes. V8's limit for the same is 64 MiB
// (regexp-stack.h: kMaximumStackSize).
const memoryLimit = 64 << 20

// keep is the longest text, in characters, that stays in C memory for the next search of it.
const keep = 16 << 20

// machine is what one search at a time runs in.
type machine struct {
	tls      *libc.TLS
	context  uintptr // a JSContext without any object, which libregexp takes its memory from
	captures uintptr
	room     int // bytes at captures
	held     Subject
	text     uintptr // the text that is held, in C memory
	stop     func() bool
}

// searching maps a JSRuntime to its machine, for the interrupt handler.
var searching sync.Map

func newMachine() *machine {
	m := &machine{tls: libc.NewTLS()}
	rt := quickjs.XJS_NewRuntime(m.tls)
	quickjs.XJS_SetMemoryLimit(m.tls, rt, memoryLimit)
	m.context = quickjs.XJS_NewContextRaw(m.tls, rt)
	searching.Store(rt, m)
	quickjs.XJS_SetInterruptHandler(m.tls, rt, function(interrupted), 0)
	return m
}

// interrupted is a JSInterruptHandler: a result other than 0 ends the search.
func interrupted(_ *libc.TLS, rt, _ uintptr) int32 {
	if m, ok := searching.Load(rt); ok {
		if stop := m.(*machine).stop; stop != nil && stop() {
			return 1
		}
	}
	return 0
}

// hold copies the text to C memory, unless it is there already: a global pattern searches the same text many times.
func (m *machine) hold(s Subject) error {
	same := m.text != 0 && (s.Wide == nil) == (m.held.Wide == nil) && s.Len() == m.held.Len()
	if same && s.Wide != nil {
		same = len(s.Wide) > 0 && &s.Wide[0] == &m.held.Wide[0]
	} else if same {
		same = s.ASCII == m.held.ASCII // compares the addresses first
	}
	if same {
		return nil
	}
	m.drop()
	var err error
	if s.Wide == nil {
		m.text, err = m.copy(append([]byte(s.ASCII), 0))
	} else {
		m.text, err = m.copy(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s.Wide))), 2*len(s.Wide)))
	}
	if err == nil {
		m.held = s
	}
	return err
}

func (m *machine) drop() {
	libc.Xfree(m.tls, m.text)
	m.text, m.held = 0, Subject{}
}

// copy copies bytes to C memory; the caller frees it.
func (m *machine) copy(b []byte) (uintptr, error) {
	p := libc.Xmalloc(m.tls, libc.Tsize_t(max(len(b), 1)))
	if p == 0 {
		return 0, ErrMemory
	}
	copy(bytesAt(p, len(b)), b)
	return p, nil
}

// C memory is outside of Go's heap and never moves.
func bytesAt(p uintptr, n int) []byte { return unsafe.Slice((*byte)(unsafe.Add(nil, p)), n) }
func word(p uintptr) *uintptr         { return (*uintptr)(unsafe.Add(nil, p)) }
func word32(p uintptr) *int32         { return (*int32)(unsafe.Add(nil, p)) }

// function is the address of a Go function for translated C code, which calls it as ccgo's own __ccgo_fp makes it.
func function(f func(*libc.TLS, uintptr, uintptr) int32) uintptr {
	return *(*uintptr)(unsafe.Pointer(&f))
}
