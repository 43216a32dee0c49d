package config

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Nearest is the word of the list that is closest to a misspelt one, empty when none is near: what differs in more than a third of its letters is another word.
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

// orNearest ends a message with the nearest right word, or with all of them where none is near.
func orNearest(word string, list []string) string {
	if near := Nearest(word, list); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "use one of " + strings.Join(list, ", ")
}

var (
	unknownField = regexp.MustCompile(`^line (\d+): field (.*) not found in type config\.(\w+)$`)
	wrongType    = regexp.MustCompile("^line (\\d+): cannot unmarshal !!(\\w+)(?: `(.*)`)? into (\\S+)$")
)

// inWords says what the YAML library found in the words of who wrote the file: its own name Go types.
func inWords(err error) string {
	var found *yaml.TypeError
	if !errors.As(err, &found) || len(found.Errors) == 0 {
		return oneLine(err)
	}
	line := strings.Join(strings.Fields(found.Errors[0]), " ")
	switch m, n := unknownField.FindStringSubmatch(line), wrongType.FindStringSubmatch(line); {
	case m != nil:
		where, keys := place(m[3])
		line = fmt.Sprintf("line %s: %s no %q: %s", m[1], where, m[2], orNearest(m[2], keys))
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

// place says where a field is wanted, and which there are.
func place(name string) (where string, keys []string) {
	for _, t := range []struct {
		of    any
		where string
	}{{Config{}, "the configuration has"}, {SDK{}, "an entry of sdks has"}, {Domains{}, "domains has"}, {KnownFailure{}, "an entry of knownFailures has"}, {Platform{}, "an entry of platforms has"}} {
		if typ := reflect.TypeOf(t.of); typ.Name() == name {
			for i := range typ.NumField() {
				if key := typ.Field(i).Tag.Get("yaml"); key != "" && key != "-" {
					keys = append(keys, key)
				}
			}
			return t.where, keys
		}
	}
	return "this place has", nil
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

// lines are the lines at which the entries of a list at the top of a file begin.
func lines(data []byte, list string) []int {
	var doc yaml.Node
	if yaml.Unmarshal(data, &doc) != nil || len(doc.Content) == 0 {
		return nil
	}
	top := doc.Content[0].Content
	var out []int
	for i := 0; i+1 < len(top); i += 2 {
		if top[i].Value == list {
			for _, entry := range top[i+1].Content {
				out = append(out, entry.Line)
			}
		}
	}
	return out
}
