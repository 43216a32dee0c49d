package words_test

import (
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/internal/words"
)

func TestDecodeSaysWhatAFileIs(t *testing.T) {
	type Inner struct {
		Name string `json:"name"`
	}
	type file struct {
		Inner
		List []int `json:"list"`
	}
	nested := func(n int) string {
		return `{"list":[],"x":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + "}"
	}
	for text, want := range map[string]string{
		"":                             "it is empty",
		" \n":                          "it is empty",
		`[]`:                           "it is a JSON array",
		`{"name":3}`:                   "its name is a JSON number",
		`{"list":["a"]}`:               "its list is a JSON string",
		`{"name":"a"} {}`:              "more follows behind its end",
		`{"name":`:                     "unexpected end of JSON input",
		nested(65):                     "it is nested deeper than 64 levels",
		strings.Repeat("[", 1_000_000): "it is nested deeper than 64 levels",

		nested(64): "",
		`{"name":"` + strings.Repeat(`\"[`, 100) + `\\","list":[1]}`: "",
	} {
		var f file
		if err := words.Decode([]byte(text), &f); want == "" {
			NewWithT(t).Expect(err).NotTo(HaveOccurred(), words.CutText(text, 40))
		} else {
			NewWithT(t).Expect(err).To(MatchError(ContainSubstring(want)), words.CutText(text, 40))
		}
	}
}
