package catalogue

import "strings"

// Condition says under what a requirement is tried. The slug identifies it; the names are for people, and may be
// reworded. Both are empty where a requirement is tried in one way that needs no name.
type Condition struct {
	Slug             string // see Slug
	English, Chinese string
}

// Slug identifies a condition: the requirement's id in small letters, and behind a slash the condition's own part, such
// as lim-04/silence-mute-close. Without a part it is the id alone.
func Slug(id, part string) string {
	slug := strings.ToLower(id)
	if part != "" {
		slug += "/" + part
	}
	return slug
}

// IDOf is the id of the requirement whose condition a slug identifies.
func IDOf(slug string) string {
	id, _, _ := strings.Cut(slug, "/")
	return strings.ToUpper(id)
}
