package catalogue

import (
	"fmt"
	"slices"
	"strings"
)

// Select finds the requirements that the patterns name, in the order of the catalogue and each once. A pattern is an
// identifier (REC-01), a group (REC) or a group with a star (REC-*), in upper or lower case; surrounding spaces and
// empty patterns do not count. No pattern at all selects everything.
//
// A pattern that names nothing is an error that says what the nearest identifiers are: a run that silently tests
// nothing would pass.
func Select(patterns []string) ([]Requirement, error) {
	wanted := map[string]bool{}
	for _, p := range patterns {
		p = strings.ToUpper(strings.TrimSpace(p))
		if p == "" {
			continue
		}
		ids := match(p)
		if len(ids) == 0 {
			return nil, fmt.Errorf("unknown requirement %q: %s", p, suggest(p))
		}
		for _, id := range ids {
			wanted[id] = true
		}
	}
	if len(wanted) == 0 {
		if len(patterns) > 0 {
			return nil, fmt.Errorf("no requirement is named in %q", strings.Join(patterns, ","))
		}
		return All(), nil
	}
	return slices.DeleteFunc(All(), func(r Requirement) bool { return !wanted[r.ID] }), nil
}

// match returns the identifiers that an upper-case pattern names.
func match(p string) []string {
	group := strings.TrimSuffix(p, "-*")
	var ids []string
	for _, r := range all {
		if r.ID == p || r.Group == group {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// suggest names what exists near a pattern that names nothing: the same number written correctly (REC-1), or the
// group's range, or the groups.
func suggest(p string) string {
	group, number, _ := strings.Cut(p, "-")
	ids := match(group)
	if len(ids) == 0 {
		var names []string
		for _, g := range groups {
			names = append(names, g.ID)
		}
		return "the groups are " + strings.Join(names, ", ")
	}
	if padded := group + "-" + fmt.Sprintf("%02s", number); slices.Contains(ids, padded) {
		return "did you mean " + padded + "?"
	}
	return fmt.Sprintf("group %s has %s to %s", group, ids[0], ids[len(ids)-1])
}
