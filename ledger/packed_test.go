package ledger_test

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

// full is an event with something in each of its fields, those that a later edition adds among them.
func full(text string, number int64) (e ledger.Event) {
	v := reflect.ValueOf(&e).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString(v.Type().Field(i).Name + text)
		default:
			f.SetInt(number + int64(i))
		}
	}
	return e
}

func TestAPackedTimelineSaysEachField(t *testing.T) {
	g := NewWithT(t)
	line := ledger.Timeline{full("", 7), {}, full("昨", -9), full("", math.MaxInt64-30), full("x", math.MinInt64)}
	g.Expect(line.Pack().Unpack()).To(Equal(line))
	for i := range reflect.TypeFor[ledger.Event]().NumField() {
		var e ledger.Event
		reflect.ValueOf(&e).Elem().Field(i).Set(reflect.ValueOf(full("y", 3)).Field(i))
		g.Expect(ledger.Timeline{e}.Pack().Unpack()).To(Equal(ledger.Timeline{e}))
	}
}

func TestAnEmptyTimelinePacksToNothing(t *testing.T) {
	g := NewWithT(t)
	g.Expect(ledger.Timeline{}.Pack()).To(BeEmpty())
	g.Expect(ledger.Packed("").Unpack()).To(BeNil())
}

func TestAPackedTimelineIsReadAsItWasWritten(t *testing.T) {
	g := NewWithT(t)
	type kept struct {
		T ledger.Packed `json:"t,omitempty"`
	}
	line := ledger.Timeline{full("<&>", 1), full("", 2)}.Pack()
	text, err := json.Marshal(kept{line})
	g.Expect(err).NotTo(HaveOccurred())
	var read kept
	g.Expect(json.Unmarshal(text, &read)).To(Succeed())
	g.Expect(read.T).To(Equal(line))
	g.Expect(json.Marshal(kept{})).To(MatchJSON("{}"))
	read = kept{}
	g.Expect(json.Unmarshal([]byte(`{"t":""}`), &read)).To(Succeed())
	g.Expect(read.T).To(BeEmpty())
}

// A file that was cut off or changed is an error when it is read, and no fault of what unpacks it later.
func TestWhatIsNoPackedTimelineIsRefused(t *testing.T) {
	g := NewWithT(t)
	var p ledger.Packed
	g.Expect(p.UnmarshalText([]byte("%"))).To(MatchError(ContainSubstring("not readable")))
	whole := session()[:20].Pack()
	text, err := whole.MarshalText()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(p.UnmarshalText(text)).To(Succeed())
	written, err := base64.StdEncoding.DecodeString(string(text))
	g.Expect(err).NotTo(HaveOccurred())
	refused := func(written []byte) {
		g.Expect(p.UnmarshalText([]byte(base64.StdEncoding.EncodeToString(written)))).
			To(MatchError(ContainSubstring("checksum")))
	}
	for n := 1; n < len(written); n++ {
		refused(written[:n])
	}
	refused(append(written, 'x'))
	for i := range 8 * len(written) {
		written[i/8] ^= 1 << (i % 8)
		refused(written)
		written[i/8] ^= 1 << (i % 8)
	}
}

// A file that was made by hand may have a right checksum. What it says must not take the reader's memory or time.
func TestATimelineThatNoSessionLeftIsRefused(t *testing.T) {
	numbered := func(at ...time.Duration) (t ledger.Timeline) {
		for i, d := range at {
			t = append(t, ledger.Event{Seq: i + 1, At: d, Who: ledger.Test, Kind: ledger.Mark})
		}
		return t
	}
	whole := session()[:20].Pack()
	says := func(n uint64) ledger.Packed {
		return ledger.Packed(binary.AppendUvarint(nil, n)) + whole[1:]
	}
	encoder, err := zstd.NewWriter(nil)
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	one := func(event ...byte) ledger.Packed { return ledger.Packed(encoder.EncodeAll(event, []byte{1})) }
	// one event, in a frame of Zstandard whose header announces a gigabyte
	gigabyte := ledger.Packed("\x01\x28\xb5\x2f\xfd\xe0\x00\x00\x00\x40\x00\x00\x00\x00")
	for name, c := range map[string]struct {
		line ledger.Packed
		want string
	}{
		"a year":                    {numbered(0, ledger.Longest).Pack(), ""},
		"a longer one":              {numbered(0, ledger.Longest+1).Pack(), "no session lasts longer than 8784h0m0s"},
		"the last moment":           {numbered(0, math.MaxInt64-1).Pack(), "its event 2 is at 2562047h"},
		"a negative time":           {numbered(-1, 0).Pack(), "its event 1 is at -1ns, before the one above it"},
		"times that go back":        {numbered(5, 4).Pack(), "its event 2 is at 4ns, before"},
		"other numbers":             {numbered(1, 2, 3)[1:].Pack(), "its event 1 has the number 2"},
		"many events":               {says(3_000_000), "it has 3000000 events, and none has more than 262144"},
		"more than there are":       {says(200_000), "holds fewer events than it says"},
		"more than can be":          {says(math.MaxUint64), "18446744073709551615 events"},
		"one more":                  {says(21), "its event 21"},
		"one fewer":                 {says(19), "something follows its 19 events"},
		"none":                      {says(0), "holds fewer"},
		"a field that no event has": {one(0x81, 0x80, 0x80, 0x80, 0x01, 2), "its event 1 is cut off"},
		"a text that nobody said":   {one(0x40, 1), "its event 1 is cut off"},
		"a text without its end":    {one(0x40, 0, 5, 'x'), "its event 1 is cut off"},
		"an event":                  {one(0x40, 0, 1, 'x'), ""},
		"a gigabyte":                {gigabyte, "is larger than any"},
		"no compressed frames":      {whole[:1], "holds fewer"},
		"half a frame":              {whole[:len(whole)/2], "holds fewer"},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			text, err := c.line.MarshalText()
			g.Expect(err).NotTo(HaveOccurred())
			var read ledger.Packed
			if err = read.UnmarshalText(text); c.want == "" {
				g.Expect(err).NotTo(HaveOccurred())
				g.Expect(read.Len()).To(Equal(len(read.Unpack())))
				return
			}
			g.Expect(err).To(MatchError(ContainSubstring(c.want)))
			g.Expect(read).To(BeEmpty())
		})
	}
}

// What no nimcert packed has no events, or fewer than it has bytes.
func TestWhatIsNoPackedTimelineIsUnpackedAllTheSame(t *testing.T) {
	g := NewWithT(t)
	whole := session()[:20].Pack()
	for n := range len(whole) {
		g.Expect(whole[:n].Unpack()).To(BeEmpty(), "%d bytes", n)
	}
	g.Expect(("\xff\xff\xff\xff\x7f" + whole[1:]).Unpack()).To(BeEmpty(), "it says that there are many")
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		changed := []byte(whole)
		changed[r.IntN(len(changed))] = byte(r.IntN(256))
		g.Expect(len(ledger.Packed(changed).Unpack())).To(BeNumerically("<", 10_000))
	}
}

// session is a time line of the size and the kind that a case has.
func session() ledger.Timeline {
	r := rand.New(rand.NewPCG(1, 2))
	var t ledger.Timeline
	at := time.Duration(0)
	for len(t) < 300 {
		at += time.Duration(r.IntN(2)) * time.Duration(r.IntN(4000)) * time.Millisecond
		socket := int64(40000 + len(t)/20)
		t = append(t,
			ledger.Event{Seq: len(t) + 1, At: at, Who: ledger.Host, Kind: ledger.SocketConnecting, Socket: socket,
				URL: "wss://weblink01.netease.im:443/socket.io/1/websocket/4fd2"},
			ledger.Event{Seq: len(t) + 2, At: at, Who: ledger.Server, Kind: ledger.Packet, Socket: socket,
				Instance: "alice", Detail: "2_3 login"})
	}
	return t
}

func TestAPackedTimelineTakesLittle(t *testing.T) {
	g := NewWithT(t)
	line := session()
	g.Expect(len(line.Pack())).To(BeNumerically("<", len(line)*int(reflect.TypeFor[ledger.Event]().Size())/60))
}

func BenchmarkPack(b *testing.B) {
	line := session()
	b.ReportAllocs()
	for b.Loop() {
		_ = line.Pack()
	}
}

func BenchmarkUnpack(b *testing.B) {
	packed := session().Pack()
	b.ReportAllocs()
	for b.Loop() {
		_ = packed.Unpack()
	}
}

func BenchmarkWhere(b *testing.B) {
	line := session()
	b.ReportAllocs()
	for b.Loop() {
		_ = line.Where(ledger.By(ledger.Server), ledger.Is(ledger.Packet), ledger.Of("bob"))
	}
}
