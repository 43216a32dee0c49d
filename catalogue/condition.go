package catalogue

import "strings"

// Condition is the circumstances in which a requirement is tried. The slug identifies it; the names are for people, and
// may be reworded. Both names are empty if a requirement is tried in one way that needs no name.
type Condition struct {
	Slug             string // see Slug
	English, Chinese string
}

// Slug identifies a condition: the requirement's id in lower case, a slash, and the condition's own part, such as
// lim-04/silence-mute-close. Without a part of its own it is the id alone.
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
