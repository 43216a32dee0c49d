// Package yamlfile reads YAML files that people write: strictly, and with messages in plain words.
package yamlfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"nimcert/internal/words"
)

// Nearest is the word of the list that is closest to a misspelt one; empty if none is near: a word that differs in more
// than a third of its letters is another word.
func Nearest(word string, list []string) string {
	best, least := "", max(1, len([]rune(word))/3)+1
	for _, w := range list {
		if d := distance(strings.ToLower(word), strings.ToLower(w)); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance counts the letters that must be put in, left out, changed or exchanged with their neighbour to make b of a.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range y {
		rows[0][j+1] = j + 1
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}

// OrNearest ends a message with the nearest right word, or with all of them where none is near: of a long list with the
// first few.
func OrNearest(word string, list []string) string {
	const most = 12
	near := Nearest(word, list)
	switch {
	case near != "":
		return fmt.Sprintf("did you mean %q?", near)
	case len(list) > most:
		return "use one of " + words.Enumerate(list)
	}
	return "use one of " + strings.Join(list, ", ")
}

var (
	unknownField = regexp.MustCompile(`^line (\d+): field (.*) not found in type [\w.]*?(\w+)$`)
	wrongType    = regexp.MustCompile("^line (\\d+): cannot unmarshal !!(\\w+)(?: `(.*)`)? into (\\S+)$")
)

// Section is a mapping of a file: the struct into which it is read, and the beginning of a message about its keys ("the
// configuration has").
type Section struct {
	Of    any
	Where string
}

// Decode reads a file into a struct. An unknown key is an error, and so is a value of another type. The message is one
// line, and names the place and the nearest known key. An empty file changes nothing. What stands behind a second "---"
// would be passed over, so that it is an error.
func Decode(data []byte, into any, sections ...Section) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return errors.New(inWords(err, sections))
	}
	var second yaml.Node
	if err := dec.Decode(&second); err == nil {
		return fmt.Errorf("line %d: a second document begins behind ---, and one alone is read: join them", second.Line)
	} else if !errors.Is(err, io.EOF) {
		return errors.New(oneLine(err))
	}
	return nil
}

func oneLine(err error) string {
	return strings.Join(strings.Fields(strings.TrimPrefix(err.Error(), "yaml: ")), " ")
}

// inWords words the YAML library's error for the author of the file: the library's own message names Go types.
func inWords(err error, sections []Section) string {
	var found *yaml.TypeError
	if !errors.As(err, &found) || len(found.Errors) == 0 {
		return oneLine(err)
	}
	line := strings.Join(strings.Fields(found.Errors[0]), " ")
	switch m, n := unknownField.FindStringSubmatch(line), wrongType.FindStringSubmatch(line); {
	case m != nil:
		where, keys := place(m[3], sections)
		line = fmt.Sprintf("line %s: %s no %q: %s", m[1], where, m[2], OrNearest(m[2], keys))
	case n != nil:
		is := map[string]string{"map": "a mapping", "seq": "a list"}[n[2]]
		if is == "" {
			is = fmt.Sprintf("%q", n[3])
		}
		line = fmt.Sprintf("line %s: %s stands where %s is wanted", n[1], is, kind(n[4]))
	}
	if more := len(found.Errors) - 1; more > 0 {
		line += fmt.Sprintf(" (and %d more)", more)
	}
	return line
}

// place says where a field is missing, and which fields there are.
func place(name string, sections []Section) (where string, keys []string) {
	for _, s := range sections {
		if typ := reflect.TypeOf(s.Of); typ.Name() == name {
			return s.Where, Keys(s.Of)
		}
	}
	return "this place has", nil
}

// Keys lists the keys of a mapping that is read into this struct.
func Keys(of any) []string {
	var keys []string
	typ := reflect.TypeOf(of)
	for i := range typ.NumField() {
		if key := typ.Field(i).Tag.Get("yaml"); key != "" && key != "-" {
			keys = append(keys, key)
		}
	}
	return keys
}

// kind is a Go type as a person calls it.
func kind(typ string) string {
	switch typ = strings.TrimLeft(typ, "*"); {
	case strings.HasPrefix(typ, "[]"):
		return "a list"
	case strings.HasPrefix(typ, "int") || strings.HasPrefix(typ, "uint"):
		return "a whole number"
	case typ == "bool":
		return "true or false"
	case typ == "string":
		return "a text"
	}
	return "a mapping"
}
