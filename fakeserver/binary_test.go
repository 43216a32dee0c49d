package fakeserver_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	. "github.com/onsi/gomega"

	"nimcert/clock"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// captured are packets of 10.9.77-alpha.4 on the wire: its own, and answers that it took.
func captured(t *testing.T, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	return data
}

const capturedLogin = "" +
	"001a0301000012030231360408646576746f6f6c7306063130303937370801310901310d2037623538363261306431326439" +
	"66613766343061653538316636356533333738120a66616b65" +
	"6170706b65791305616c69636518001a20346537636331396233643566326362383332613766396364393365373638353528" +
	"0731302e392e37372901362a304e494d2f5765622f5765436861744d69" +
	"6e6941707028332e302e30292f5631302e392e37372f66616b656170706b65792c074d494e494150507301307400780131e8" +
	"0709746f6b2d616c696365"

func TestCapturedRequests(t *testing.T) {
	g := NewWithT(t)
	for text, want := range map[string]fakeserver.Request{
		"000102000000": {SID: 1, CID: 2},
		"001a05070000": {SID: 26, CID: 5, SER: 7},
	} {
		req, err := fakeserver.ParseBinary(captured(t, text))
		g.Expect(err).NotTo(HaveOccurred(), text)
		g.Expect(req).To(Equal(want), text)
	}
	req, err := fakeserver.ParseBinary(captured(t, capturedLogin))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(req.Name()).To(Equal("26_3"))
	g.Expect(req.SER).To(Equal(1))
	g.Expect(req.Q).To(HaveLen(1))
	f := req.Fields(0)
	g.Expect(f).To(HaveLen(18))
	g.Expect([]string{f.Text(3), f.Text(4), f.Text(8), f.Text(13), f.Text(19), f.Text(24), f.Text(44), f.Text(1000)}).
		To(Equal([]string{"16", "devtools", "1", "7b5862a0d12d9fa7f40ae581f65e3378", "alice", "", "MINIAPP",
			"tok-alice"}))
}

func TestCapturedAnswers(t *testing.T) {
	g := NewWithT(t)
	me := map[string]any{"1": "7b5862a0d12d9fa7f40ae581f65e3378", "2": "conn-1", "3": "127.0.0.1", "4": 1, "5": 16,
		"7": 1795404193809, "9": "devtools", "12": 1}
	const fields = "" +
		"08012037623538363261306431326439666137663430616535383166363565333337380206636f6e6e2d3103093132372e30" +
		"2e302e3104013105023136070d31373935343034313933383039" +
		"0908646576746f6f6c730c0131"
	for text, a := range map[string]fakeserver.Answer{
		"070102000002c800": {SID: 1, CID: 2, Code: 200},
		"071a05070002c800": {SID: 26, CID: 5, Ser: 7, Code: 200},
		"0f1b01030002c800 939a5e06a2010000": {SID: 27, CID: 1, Ser: 3, Code: 200,
			R: []any{int64(1795403192979)}},
		"0f0d03000002c800 02000000 03657874": {SID: 13, CID: 3, Code: 200,
			R: []any{2, "ext"}},
		"071a03010002" + "2e01": {SID: 26, CID: 3, Ser: 1, Code: 302,
			R: []any{"is not written"}},
		"ba011a03010002c800" + fields + "01" + fields: {SID: 26, CID: 3, Ser: 1, Code: 200,
			R: []any{me, []any{me}}},
		"1f1a09000002c800 10000000 01000000 0b726561736f6e2d64657363 00000000": {SID: 26, CID: 9, Code: 200,
			R: []any{16, 1, "reason-desc", 0}},
	} {
		data, err := a.Binary()
		g.Expect(err).NotTo(HaveOccurred(), text)
		g.Expect(hex.EncodeToString(data)).To(Equal(hex.EncodeToString(captured(t, text))))
	}
}

func TestBinaryPacketsThatCannotBeRead(t *testing.T) {
	g := NewWithT(t)
	for text, want := range map[string]string{
		"":                                     "read packet: the packet breaks off",
		"80":                                   "read packet: the packet breaks off",
		"808080808000":                         "read packet: a length of more than 5 bytes",
		"0001020000":                           "read packet: the packet breaks off",
		"000102000001":                         "read packet: tag 1 is unknown",
		"070102000000":                         "read packet: length 7, and 5 bytes follow",
		"000002000000":                         "read packet: no SID and CID",
		"00010200000000":                       "read packet 1_2: 1 bytes are left over",
		"001a0301000001":                       "read packet 26_3: parameter 0: the packet breaks off",
		"001a0830300001" + "01ff":              "read packet 26_8: parameter 0: a text is not UTF-8",
		"001a03010000" + "ffffffff0f":          "read packet 26_3: parameter 0: the packet breaks off",
		"00" + "2401" + "0000" + "00" + "0102": "read packet 36_1: parameter 0: the packet breaks off",
	} {
		_, err := fakeserver.ParseBinary(captured(t, text))
		g.Expect(err).To(MatchError(want), text)
	}
}

func TestAnswersThatHaveNoBinaryForm(t *testing.T) {
	g := NewWithT(t)
	for want, a := range map[string]fakeserver.Answer{
		"write packet 1_2: 1 parameters, and the layout has 0": {SID: 1, CID: 2, Code: 200, R: []any{1}},
		"write packet 26_3: parameter 0: string is no Property": {SID: 26, CID: 3, Code: 200,
			R: []any{"x"}},
		`write packet 26_3: parameter 0: field "name" is not a number`: {SID: 26, CID: 3, Code: 200,
			R: []any{map[string]any{"name": 1}}},
		"write packet 13_3: parameter 0: 4294967296 does not go into 4 bytes": {SID: 13, CID: 3, Code: 200,
			R: []any{1 << 32}},
		"write packet 26_8: parameter 0: int is no String":        {SID: 26, CID: 8, Code: 200, R: []any{[]any{1}}},
		"write packet 1_2: serial 65536 or code 200 is too large": {SID: 1, CID: 2, Ser: 65536, Code: 200},
	} {
		_, err := a.Binary()
		g.Expect(err).To(MatchError(want))
	}
}

func TestABinaryLinkIgnoresWhatItCannotRead(t *testing.T) {
	b := start(t, clock.Real)
	p := b.binaryLink()
	p.write("3:::{}")
	b.g.Expect(b.await(ledger.Is(ledger.Packet)).Detail).To(Equal("text message of 6 bytes: ignored"))
	b.g.Expect(p.ws.WriteMessage(websocket.BinaryMessage, []byte{0, 26, 3, 1, 0, 0, 9})).To(Succeed())
	b.await(ledger.Is(ledger.Packet),
		detail("malformed packet ignored: read packet 26_3: parameter 0: the packet breaks off"))
	b.g.Expect(p.ask(1, 2).Code).To(Equal(200))
	b.g.Expect(p.ask(40, 1).Code).To(Equal(500), "a packet that no layout has")
}
