package external

import (
	"maps"
	"slices"
)

// Words are the names that the protocol has, by the calls that they belong to.
func Words() map[string][]string {
	words := map[string][]string{}
	for call, fields := range calls {
		words[call] = append(slices.Collect(maps.Keys(fields)), call)
	}
	for call, fields := range parameters {
		words["do "+call] = append(slices.Clone(fields), call, "do")
	}
	return words
}
