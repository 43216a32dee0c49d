package ledger

import (
	"encoding/binary"
	"slices"
	"sync"
	"time"
	"unsafe"

	"github.com/klauspost/compress/zstd"
)

// Packed is a time line as a run keeps it: a sixtieth of the memory. A run of sixty builds holds millions of events,
// which say few things many times. Its value never changes, and cases may share it. The empty one has no events.
//
// It is the number of events as a varint and, compressed, for each of them a set of bits, one for each field that is
// not empty, and those fields: a number as a varint, a text by its number among those that the time line has said, or 0
// and the text itself.
type Packed string

// The compression is Zstandard, each time line in a frame of its own, without the frame's checksum: a file has one, and
// memory needs none.
var (
	compressor = sync.OnceValue(func() *zstd.Encoder {
		return working(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderCRC(false),
			zstd.WithLowerEncoderMem(true)))
	})
	decompressor = sync.OnceValue(func() *zstd.Decoder {
		return working(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(mostBytes)))
	})
)

// working is for what fails only where its options are wrong.
func working[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// texts and numbers are how many fields of an event hold text and numbers.
const texts, numbers = 17, 6

// texts are the fields of an event that hold text, in the order of their bits.
func (e *Event) texts() [texts]*string {
	return [...]*string{
		(*string)(&e.Who), (*string)(&e.Kind), &e.Instance, &e.Verb, &e.URL, &e.Method, &e.Status, &e.CloseCode,
		&e.Code, &e.Reason, &e.ID, &e.From, &e.Text, &e.Name, &e.Level, &e.Sum, &e.Detail,
	}
}

// numbers are the others, in the order of their bits; those of two events that follow one another differ little in the
// first two.
func (e *Event) numbers() [numbers]int64 {
	return [...]int64{int64(e.Seq), int64(e.At), int64(e.Late), e.Socket, int64(e.Count), int64(e.Duration)}
}

func (e *Event) setNumbers(n [numbers]int64) {
	e.Seq, e.At, e.Late = int(n[0]), time.Duration(n[1]), time.Duration(n[2])
	e.Socket, e.Count, e.Duration = n[3], int(n[4]), time.Duration(n[5])
}

// since are the numbers as they are packed: the first two as the difference to the event before.
func since(n [numbers]int64, before *Event, sign int64) [numbers]int64 {
	n[0] += sign * int64(before.Seq+1)
	n[1] += sign * int64(before.At)
	return n
}

// Pack returns the time line as it is kept.
func (t Timeline) Pack() Packed {
	if len(t) == 0 {
		return ""
	}
	b := make([]byte, 0, 32*len(t))
	said := map[string]uint64{}
	var before Event
	for _, e := range t {
		values, fields := since(e.numbers(), &before, -1), e.texts()
		var has uint64
		for i, n := range values {
			if n != 0 {
				has |= 1 << i
			}
		}
		for i, s := range fields {
			if *s != "" {
				has |= 1 << (numbers + i)
			}
		}
		b = binary.AppendUvarint(b, has)
		for _, n := range values {
			if n != 0 {
				b = binary.AppendVarint(b, n)
			}
		}
		for _, s := range fields {
			switch number, known := said[*s]; {
			case *s == "":
			case known:
				b = binary.AppendUvarint(b, number)
			default:
				said[*s] = uint64(len(said) + 1)
				b = append(binary.AppendUvarint(append(b, 0), uint64(len(*s))), *s...)
			}
		}
		before = e
	}
	return Packed(compressor().EncodeAll(b, binary.AppendUvarint(nil, uint64(len(t)))))
}

// Unpack returns the time line.
func (p Packed) Unpack() Timeline { return p.UnpackInto(nil) }

// UnpackInto is Unpack with room that is no longer needed: who unpacks fifty thousand time lines one after the other
// makes garbage collection a third of its work.
func (p Packed) UnpackInto(room Timeline) Timeline {
	if p == "" {
		return nil
	}
	n, u := p.unpack(nil)
	t := slices.Grow(room[:0], n)[:n]
	clear(t)
	for i := range t {
		u.event(&t[i])
	}
	return t
}

// unpack returns the number of events, and what reads them, in room if there is enough. What is no packed time line has
// none.
func (p Packed) unpack(room []byte) (int, unpacking) {
	head := unpacking{rest: string(p)}
	n := head.uint()
	b, err := decompressor().DecodeAll(unsafe.Slice(unsafe.StringData(head.rest), len(head.rest)), room[:0])
	if err != nil || n > uint64(len(b)) { // an event takes a byte at least
		return 0, unpacking{broken: true, room: b}
	}
	return int(n), unpacking{rest: unsafe.String(unsafe.SliceData(b), len(b)), room: b}
}

// unpacking reads a packed time line, event by event.
type unpacking struct {
	rest   string
	said   []string
	before Event
	broken bool   // what it reads is no packed time line
	room   []byte // which rest is of
}

// event reads the next event into e, which is empty.
func (u *unpacking) event(e *Event) {
	has := u.numbers(e)
	for i, s := range e.texts() {
		if has&(1<<(numbers+i)) != 0 {
			*s = u.text()
		}
	}
	u.before = *e
}

// pass reads the next event and keeps its numbers alone, as the event before: it takes a third of the time.
func (u *unpacking) pass() {
	for has := u.numbers(&u.before) >> numbers; has != 0; has &= has - 1 {
		u.text()
	}
}

// numbers reads the bits of the next event, and its numbers into e.
func (u *unpacking) numbers(e *Event) (has uint64) {
	has = u.uint()
	u.broken = u.broken || has>>(numbers+texts) != 0
	var read [numbers]int64
	for i := range read {
		if has&(1<<i) != 0 {
			n := u.uint()
			read[i] = int64(n>>1) ^ -int64(n&1)
		}
	}
	e.setNumbers(since(read, &u.before, 1))
	return has
}

func (u *unpacking) text() string {
	number := u.uint()
	if number == 0 {
		length := u.uint()
		if length > uint64(len(u.rest)) {
			u.broken = true
			return ""
		}
		u.said = append(u.said, u.rest[:length])
		u.rest = u.rest[length:]
		return u.said[len(u.said)-1]
	}
	if number > uint64(len(u.said)) {
		u.broken = true
		return ""
	}
	return u.said[number-1]
}

// uint reads a number as encoding/binary writes it.
func (u *unpacking) uint() uint64 {
	var x uint64
	for i, shift := 0, 0; i < len(u.rest); i, shift = i+1, shift+7 {
		x |= uint64(u.rest[i]&0x7f) << shift
		if u.rest[i] < 0x80 {
			u.rest = u.rest[i+1:]
			return x
		}
	}
	u.rest, u.broken = "", true // it does not end
	return 0
}
