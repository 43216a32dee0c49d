package main

import (
	"encoding/csv"
	"fmt"
	"strings"
)

// several are the values of a flag that takes more than one: with commas between them, each on a line of its own, as a
// shell puts in what a file holds, or by giving the flag again. pflag's own reads the first line alone and says nothing
// of the others, and what was not asked could open the gate.
type several []string

func (s *several) Set(text string) error {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		values, err := csv.NewReader(strings.NewReader(line)).Read() // a value with a comma stands in quotes
		if err != nil {
			return fmt.Errorf("%q is no list: %w", line, err)
		}
		*s = append(*s, values...)
	}
	return nil
}

func (s *several) String() string { return strings.Join(*s, ",") }

// Type is that of pflag's own.
func (s *several) Type() string { return "stringSlice" }
