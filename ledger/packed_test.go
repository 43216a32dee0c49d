package ledger_test

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

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
