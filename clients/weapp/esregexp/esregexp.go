// Package esregexp evaluates regular expressions as ECMAScript does: it is QuickJS's libregexp, which passes test262,
// behind a small Go interface. The engine that runs the builds translates to Go's regexp and to regexp2, which silently
// differ from ECMAScript.
//
// It must not know any JavaScript engine's values.
package esregexp

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"modernc.org/libc"
	quickjs "modernc.org/libquickjs"
)

// Flags of a pattern, as libregexp.h numbers them (LRE_FLAG_*).
var flagBits = map[rune]int32{'g': 1, 'i': 2, 'm': 4, 's': 8, 'u': 16, 'y': 32, 'd': 64, 'v': 256}

// Errors of a search that ended without a result.
var (
	ErrStopped = errors.New("the search was stopped")
	ErrMemory  = errors.New("the search took too much memory")
)

// ErrLimit is for a pattern that may be valid, but has more groups (254) or deeper quantifiers than libregexp takes.
var ErrLimit = errors.New("the pattern has too many groups")

// Regexp is a compiled pattern. Several goroutines may use it at once.
type Regexp struct {
	// names of the groups, from group 0 on; "" for a group without a name. nil if no group has one
	Names          []string
	Sets           bool    // flag v
	groups, places int     // how many groups, including group 0, and how many words a search needs
	code           uintptr // the bytecode, in C memory
}

// Compile compiles a pattern, given in UTF-16, with its flags. The error says in V8's form what is wrong with them.
func Compile(pattern []uint16, flags string) (*Regexp, error) {
	key := flags + "/" + string(encode(pattern, false))
	if re, ok := compiled.get(key); ok {
		return re, nil
	}
	re, err := compile(pattern, flags)
	if err == nil {
		compiled.put(key, re)
	}
	return re, err
}

// compiled caches patterns: every session of a build has the same ones.
var compiled cache

type cache struct {
	sync.Mutex
	all map[string]*Regexp
}

// cached is how many patterns are kept; a published build has some 200.
const cached = 4000

func (c *cache) get(key string) (*Regexp, bool) {
	c.Lock()
	defer c.Unlock()
	re, ok := c.all[key]
	return re, ok
}

func (c *cache) put(key string, re *Regexp) {
	c.Lock()
	defer c.Unlock()
	if c.all == nil || len(c.all) >= cached {
		c.all = map[string]*Regexp{}
	}
	c.all[key] = re
}

func compile(pattern []uint16, flags string) (*Regexp, error) {
	var bits int32
	for _, f := range flags {
		bit := flagBits[f]
		if bit == 0 || bits&bit != 0 {
			//lint:ignore ST1005 these are the words of a SyntaxError
			return nil, fmt.Errorf("Invalid flags supplied to RegExp constructor '%s'", flags)
		}
		bits |= bit
	}
	unicode := bits&(flagBits['u']|flagBits['v']) != 0
	if bits&flagBits['u'] != 0 && bits&flagBits['v'] != 0 {
		//lint:ignore ST1005 these are the words of a SyntaxError
		return nil, fmt.Errorf("Invalid flags supplied to RegExp constructor '%s'", flags)
	}
	text := encode(pattern, unicode)

	m := acquire()
	defer release(m)
	const room = 64 // for the message; libregexp cuts it
	source, err := m.copy(append(text, 0))
	if err != nil {
		return nil, err
	}
	defer libc.Xfree(m.tls, source)
	at := libc.Xmalloc(m.tls, 8+room)
	if at == 0 {
		return nil, ErrMemory
	}
	defer libc.Xfree(m.tls, at)
	length, message := at, at+8
	code := quickjs.Xlre_compile(m.tls, length, message, room, source, quickjs.Tsize_t(len(text)), bits, m.context)
	if code == 0 {
		if strings.HasPrefix(libc.GoString(message), "too many ") {
			return nil, ErrLimit
		}
		//lint:ignore ST1005 these are the words of a SyntaxError
		return nil, fmt.Errorf("Invalid regular expression: /%s/%s: %s", string(utf16.Decode(pattern)), flags,
			libc.GoString(message))
	}
	defer quickjs.Xlre_realloc(m.tls, m.context, code, 0)
	re := &Regexp{
		Sets:   bits&flagBits['v'] != 0,
		groups: int(quickjs.Xlre_get_capture_count(m.tls, code)),
		places: int(quickjs.Xlre_get_alloc_count(m.tls, code)),
	}
	// no longer counted for m, which lives on
	if re.code, err = m.copy(bytesAt(code, int(*word32(length)))); err != nil {
		return nil, err
	}
	runtime.AddCleanup(re, func(code uintptr) {
		m := acquire()
		defer release(m)
		libc.Xfree(m.tls, code)
	}, re.code)
	if names := quickjs.Xlre_get_groupnames(m.tls, code); names != 0 {
		re.Names = make([]string, re.groups)
		for i := 1; i < re.groups; i++ {
			re.Names[i] = libc.GoString(names)
			names += uintptr(len(re.Names[i])) + trailer
		}
	}
	return re, nil
}

// trailer is the number of bytes after each group's name: its zero, and the number of its alternative
// (LRE_GROUP_NAME_TRAILER_LEN).
const trailer = 2

// Subject is a text to search, made for many searches of it.
type Subject struct {
	ASCII string   // a text of ASCII characters
	Wide  []uint16 // any other one, in UTF-16
}

// Len is the text's length in UTF-16 units.
func (s Subject) Len() int {
	if s.Wide != nil {
		return len(s.Wide)
	}
	return len(s.ASCII)
}

// Exec searches the text from an index on, or at it alone if the pattern is sticky. It returns where each group begins
// and ends, in UTF-16 units, -1 for a group that took no part, and nil when nothing matches. Another goroutine may end
// the search: stop is called every few thousand steps.
func (re *Regexp) Exec(s Subject, index int, stop func() bool) ([]int, error) {
	m := acquire()
	defer release(m)
	if err := m.hold(s); err != nil {
		return nil, err
	}
	if n := 2 * 8 * re.places; n > m.room {
		libc.Xfree(m.tls, m.captures)
		if m.captures = libc.Xmalloc(m.tls, libc.Tsize_t(n)); m.captures == 0 {
			m.room = 0
			return nil, ErrMemory
		}
		m.room = n
	}
	m.stop = stop
	shift := 0
	if s.Wide != nil {
		shift = 1
	}
	found := quickjs.Xlre_exec(m.tls, m.captures, re.code, m.text, int32(index), int32(s.Len()), int32(shift),
		m.context)
	runtime.KeepAlive(re)
	m.stop = nil
	switch {
	case found == -2: // LRE_RET_TIMEOUT
		return nil, ErrStopped
	case found < 0:
		return nil, ErrMemory
	case found == 0:
		return nil, nil
	}
	at := make([]int, 2*re.groups)
	for i := range at {
		at[i] = -1
		if p := *word(m.captures + uintptr(8*i)); p != 0 {
			at[i] = int(p-m.text) >> shift
		}
	}
	return at, nil
}

// encode writes a pattern as libregexp reads it: UTF-8, in which a pattern without flag u or v has each half of a
// surrogate pair on its own.
func encode(pattern []uint16, unicode bool) []byte {
	var b []byte
	for i := 0; i < len(pattern); i++ {
		r := rune(pattern[i])
		if unicode && i+1 < len(pattern) {
			if pair := utf16.DecodeRune(r, rune(pattern[i+1])); pair != utf8.RuneError {
				r = pair
				i++
			}
		}
		if utf16.IsSurrogate(r) { // which utf8 does not encode
			b = append(b, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
		} else {
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// Units is a Go string in UTF-16.
func Units(s string) []uint16 {
	if strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		u := make([]uint16, len(s))
		for i := range len(s) {
			u[i] = uint16(s[i])
		}
		return u
	}
	return utf16.Encode([]rune(s))
}

// machines run the searches, one at a time each. There are as many as ever search at once.
var machines struct {
	sync.Mutex
	idle []*machine
}

func acquire() *machine {
	machines.Lock()
	defer machines.Unlock()
	if n := len(machines.idle); n > 0 {
		m := machines.idle[n-1]
		machines.idle = machines.idle[:n-1]
		return m
	}
	return newMachine()
}

func release(m *machine) {
	if m.held.Len() > keep {
		m.drop()
	}
	machines.Lock()
	defer machines.Unlock()
	machines.idle = append(machines.idle, m)
}
