package fakeserver_test

import (
	"encoding/json"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/fakeserver"
)

func TestParseFrame(t *testing.T) {
	g := NewWithT(t)
	for text, want := range map[string]fakeserver.Frame{
		"1::":            {Type: fakeserver.FrameConnect},
		"2::":            {Type: fakeserver.FrameHeartbeat},
		"0::":            {Type: fakeserver.FrameDisconnect},
		"3:::{\"a\":1}":  {Type: fakeserver.FrameMessage, Data: `{"a":1}`},
		"4:1:/room:x:y:": {Type: fakeserver.FrameJSON, ID: "1", Endpoint: "/room", Data: "x:y:"},
		"5:12+::{}":      {Type: fakeserver.FrameEvent, ID: "12+", Data: "{}"},
	} {
		f, err := fakeserver.ParseFrame(text)
		g.Expect(err).NotTo(HaveOccurred(), text)
		g.Expect(f).To(Equal(want), text)
		g.Expect(f.String()).To(Equal(text))
	}
	for text, want := range map[string]string{
		"":         "a frame needs TYPE:ID:ENDPOINT",
		"3:":       "a frame needs TYPE:ID:ENDPOINT",
		"3:::\xff": "a frame is UTF-8",
		"9::":      `frame type "9" is none of 0 to 8`,
		"33:::x":   `frame type "33" is none of 0 to 8`,
		"3:x::":    `frame id "x" is not a number`,
		"3:+::":    `frame id "+" is not a number`,
		"3:1++::":  `frame id "1++" is not a number`,
	} {
		_, err := fakeserver.ParseFrame(text)
		g.Expect(err).To(MatchError(want), text)
	}
}

func TestFields(t *testing.T) {
	g := NewWithT(t)
	r, err := fakeserver.ParseRequest(
		`{"SID":2,"CID":3,"SER":9,"Q":[{"t":"Property","v":{"1":"text","2":17,"3":null,"4":true}},{"t":"Byte","v":1}]}`)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(r.Name()).To(Equal("2_3"))
	f := r.Fields(0)
	g.Expect([]string{f.Text(1), f.Text(2), f.Text(3), f.Text(4), f.Text(5)}).To(
		Equal([]string{"text", "17", "", "true", ""}))
	g.Expect(r.Fields(1)).To(BeNil())
	g.Expect(r.Fields(2)).To(BeNil())
	g.Expect(json.Marshal(f.With(map[int]any{2: "new", 6: 6}))).To(
		MatchJSON(`{"1":"text","2":"new","3":null,"4":true,"6":6}`))
}

// FuzzFrame checks that no input makes the parsers panic, and that what was read is written back the same.
func FuzzFrame(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		frame, err := fakeserver.ParseFrame(text)
		if err != nil {
			return
		}
		again, err := fakeserver.ParseFrame(frame.String())
		if err != nil || again != frame {
			t.Fatalf("%q was read as %#v, written as %q and read again as %#v (%v)", text, frame, frame.String(), again,
				err)
		}
		r, err := fakeserver.ParseRequest(frame.Data)
		if err != nil {
			return
		}
		for i := range r.Q {
			fields := r.Fields(i)
			fields.Text(1)
			if _, err := json.Marshal(fields.With(map[int]any{1: "x"})); err != nil {
				t.Fatalf("%q has fields that cannot be written: %v", text, err)
			}
		}
	})
}
