package config

import (
	"go.yaml.in/yaml/v3"

	"nimcert/internal/yamlfile"
)

// Nearest is the word of the list that is closest to a misspelt one, empty when none is near.
func Nearest(word string, list []string) string { return yamlfile.Nearest(word, list) }

// sections are the mappings of a configuration file.
var sections = []yamlfile.Section{
	{Of: Config{}, Where: "the configuration has"}, {Of: SDK{}, Where: "an entry of sdks has"},
	{Of: Domains{}, Where: "domains has"},
	{Of: KnownFailure{}, Where: "an entry of knownFailures has"}, {Of: Platform{}, Where: "an entry of platforms has"},
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
