package words

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// mostDepth is how deep a file's lists and objects may be nested. Those that nimcert writes reach 20. What reads
// itself from JSON, as an argument of a sentence does, is scanned once for each level above it.
const mostDepth = 64

// Decode reads a file that is one JSON value and nothing else. Its errors say what the file is or holds ("it is empty",
// "its runs.cap is a JSON string").
func Decode(b []byte, into any) error {
	switch {
	case len(bytes.TrimSpace(b)) == 0:
		return errors.New("it is empty")
	case depth(b) > mostDepth:
		return fmt.Errorf("it is nested deeper than %d levels", mostDepth)
	}
	err := json.Unmarshal(b, into)
	var unlike *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unlike):
		// the names of embedded structs are Go's, not the file's
		path := slices.DeleteFunc(strings.Split(unlike.Field, "."), func(name string) bool {
			return name == "" || unicode.IsUpper(rune(name[0]))
		})
		if len(path) == 0 {
			return fmt.Errorf("it is a JSON %s", unlike.Value)
		}
		return fmt.Errorf("its %s is a JSON %s", strings.Join(path, "."), unlike.Value)
	case strings.HasSuffix(err.Error(), "after top-level value"):
		return errors.New("more follows behind its end")
	}
	return err
}

// depth is how deep JSON is nested. It looks at brackets alone, and not at those in texts.
func depth(b []byte) int {
	deepest, now, text := 0, 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case text:
			if c == '\\' {
				i++
			}
			text = c != '"'
		case c == '"':
			text = true
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}
