package reference

import (
	"encoding/json"
	"testing"

	. "github.com/onsi/gomega"
)

func TestFrames(t *testing.T) {
	g := NewWithT(t)
	for text, want := range map[string]frame{
		"1::":                  {kind: frameConnect},
		"2::":                  {kind: frameHeartbeat},
		"2:::":                 {kind: frameHeartbeat},
		"0::":                  {kind: frameDisconnect},
		`3:::{"a":"b:c"}`:      {kind: frameMessage, data: `{"a":"b:c"}`},
		"3:17+:/endpoint:text": {kind: frameMessage, data: "text"},
	} {
		f, ok := parseFrame(text)
		g.Expect(ok).To(BeTrue(), text)
		g.Expect(f).To(Equal(want), text)
	}
	for _, text := range []string{"", "1", "1:", "9::", "x::", "10::", "::", "<html>"} {
		_, ok := parseFrame(text)
		g.Expect(ok).To(BeFalse(), text)
	}
	g.Expect(frame{kind: frameDisconnect}.String()).To(Equal("0::"))
	g.Expect(frame{frameMessage, "{}"}.String()).To(Equal("3:::{}"))
}

func TestRequest(t *testing.T) {
	g := NewWithT(t)
	f, ok := parseFrame(request(login, 7, properties(fields{19: "alice", 8: 1})).String())
	g.Expect(ok).To(BeTrue())
	var got any
	g.Expect(json.Unmarshal([]byte(f.data), &got)).To(Succeed())
	g.Expect(got).To(Equal(map[string]any{
		"SID": 2.0, "CID": 3.0, "SER": 7.0,
		"Q": []any{map[string]any{"t": "Property", "v": map[string]any{"19": "alice", "8": 1.0}}},
	}))
}

func TestAnswers(t *testing.T) {
	g := NewWithT(t)
	a, ok := parseAnswer(`{"sid":7,"cid":2,"ser":0,"code":200,"r":[{"2":"bob","12":345},16]}`)
	g.Expect(ok).To(BeTrue())
	g.Expect(a.command()).To(Equal(message))
	g.Expect(a.field(2)).To(Equal("bob"))
	g.Expect(a.field(12)).To(Equal("345"), "numbers are read as text")
	g.Expect(a.field(9)).To(BeEmpty())
	g.Expect(a.number(1)).To(Equal(16))
	g.Expect(a.number(0)).To(BeZero(), "a map is no number")
	g.Expect(a.number(2)).To(BeZero())
	g.Expect(answer{}.field(1)).To(BeEmpty())
	for _, data := range []string{"", "[]", "{}", `{"sid":7}`, "null"} {
		_, ok := parseAnswer(data)
		g.Expect(ok).To(BeFalse(), data)
	}
}
