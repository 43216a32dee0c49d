package ledger

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sync"
	"time"
)

// What a time line that is read from a file may hold. The file may have been made by hand, with a right checksum: it
// must not take the reader's memory or time.
const (
	// mostEvents is five times what a client may cause before its session is broken (eventLimit of clients/platform).
	// The longest session of the published builds has 7,802 events.
	mostEvents = 1 << 18
	// mostBytes is the size of an unpacked time line. The largest of the published builds has half a megabyte.
	mostBytes = 256 << 20
	// Longest is longer than any session: those of the catalogue last up to 2 h 18 min.
	Longest = 366 * 24 * time.Hour
)

// MarshalText writes the time line for a file of runs, in base64, with its checksum before it: a bit that was changed
// would be another time, and nobody would know.
func (p Packed) MarshalText() ([]byte, error) {
	if p == "" {
		return nil, nil
	}
	b := binary.BigEndian.AppendUint32(make([]byte, 0, sumSize+len(p)), crc32.ChecksumIEEE([]byte(p)))
	return base64.StdEncoding.AppendEncode(nil, append(b, p...)), nil
}

const sumSize = 4

// UnmarshalText reads what MarshalText wrote. What was cut off or changed since is an error, and so is what no session
// leaves.
func (p *Packed) UnmarshalText(b []byte) error {
	b, err := base64.StdEncoding.AppendDecode(nil, b)
	if err != nil {
		return fmt.Errorf("a time line is not readable: %w", err)
	}
	if len(b) == 0 {
		*p = ""
		return nil
	}
	if len(b) < sumSize || binary.BigEndian.Uint32(b) != crc32.ChecksumIEEE(b[sumSize:]) {
		return errors.New("a time line is not readable: its checksum is another's")
	}
	read := Packed(b[sumSize:])
	if err := read.check(); err != nil {
		return fmt.Errorf("a time line is no session's: %w", err)
	}
	*p = read
	return nil
}

// Len is the number of events. Of a time line that was read it is right without unpacking.
func (p Packed) Len() int {
	u := unpacking{rest: string(p)}
	return int(u.uint())
}

// rooms are for unpacking what is only looked at: a merge of sixty builds looks at 100 MB.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// check says why no session left this time line. In one that a session left the events are numbered from 1, and no time
// is before the one above it.
func (p Packed) check() error {
	if n := p.Len(); n < 0 || n > mostEvents {
		return fmt.Errorf("it says that it has %d events, and none has more than %d", uint(n), mostEvents)
	}
	room, _ := rooms.Get().(*[]byte)
	n, u := p.unpack(*room)
	defer func() {
		*room = u.room
		rooms.Put(room)
	}()
	if u.broken || n == 0 {
		return errors.New("it holds fewer events than it says, or is larger than any")
	}
	at := time.Duration(0)
	for i := range n {
		u.pass()
		switch e := &u.before; {
		case u.broken:
			return fmt.Errorf("its event %d is cut off, or was changed", i+1)
		case e.Seq != i+1:
			return fmt.Errorf("its event %d has the number %d", i+1, e.Seq)
		case e.At < at:
			return fmt.Errorf("its event %d is at %s, before the one above it", i+1, e.At)
		case e.At > Longest:
			return fmt.Errorf("its event %d is at %s, and no session lasts longer than %s", i+1, e.At, Longest)
		}
		at = u.before.At
	}
	if u.rest != "" {
		return fmt.Errorf("something follows its %d events", n)
	}
	return nil
}
