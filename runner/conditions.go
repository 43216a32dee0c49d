package runner

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"nimcert/catalogue"
	"nimcert/spelling"
	"nimcert/suites"
)

// Conditions lists the conditions of a requirement, in the order of the specs. A requirement that is looked at in every
// scenario has all scenarios as its conditions.
func Conditions(id string) []catalogue.Condition {
	var out []catalogue.Condition
	for _, s := range suites.Specs {
		for _, c := range s.Conditions {
			switch {
			case s.Id == id:
				out = append(out, c.Condition)
			case Everywhere(id):
				out = append(out, everywhere(s.Id, c))
			}
		}
	}
	return out
}

// everywhere returns the name of a scenario as a condition of EveryScenario.
func everywhere(scenario string, c suites.Condition) catalogue.Condition {
	in := catalogue.Condition{Slug: catalogue.Slug(EveryScenario, strings.ReplaceAll(c.Slug, "/", "-")),
		English: scenario, Chinese: scenario}
	if c.English != "" {
		in.English += ", " + c.English
		in.Chinese += "，" + c.Chinese
	}
	return in
}

// Select finds the requirements that patterns name, and the slugs of the selected conditions of those requirements that
// are not selected whole. A pattern is one of catalogue.Select, or one with a slash and a pattern for the condition's
// own part of the slug, as path.Match reads it: LIM-04/silence*. A pattern that names nothing is an error.
func Select(patterns []string) (ids, only []string, err error) {
	var whole []string
	for _, pattern := range patterns {
		id, part, narrow := strings.Cut(strings.TrimSpace(pattern), "/")
		if !narrow {
			whole = append(whole, pattern)
			continue
		}
		found, err := matching(id, strings.ToLower(part))
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", pattern, err)
		}
		only = append(only, found...)
	}
	wanted := map[string]bool{}
	if len(whole) > 0 {
		requirements, err := catalogue.Select(whole)
		if err != nil {
			return nil, nil, err
		}
		for _, r := range requirements {
			wanted[r.ID] = true
		}
	}
	only = slices.DeleteFunc(only, func(slug string) bool { return wanted[catalogue.IDOf(slug)] })
	for _, slug := range only {
		wanted[catalogue.IDOf(slug)] = true
	}
	for _, r := range catalogue.All() {
		if wanted[r.ID] {
			ids = append(ids, r.ID)
		}
	}
	slices.Sort(only)
	return ids, slices.Compact(only), nil
}

// matching lists the slugs of the conditions of a requirement, or a group, whose own part matches a pattern.
func matching(id, pattern string) ([]string, error) {
	if _, err := path.Match(pattern, ""); err != nil {
		return nil, errors.New("the pattern is not complete: it has a [ without its ], or a \\ at its end")
	}
	requirements, err := catalogue.Select([]string{id})
	if err != nil {
		return nil, err
	}
	var all, found []string
	for _, r := range requirements {
		for _, c := range Conditions(r.ID) {
			_, part, _ := strings.Cut(c.Slug, "/")
			if fits, _ := path.Match(pattern, part); fits && part != "" { // the pattern is sound: see above
				found = append(found, c.Slug)
			}
			all = append(all, c.Slug)
		}
	}
	switch {
	case len(found) > 0:
		return found, nil
	case len(all) == 1:
		return nil, fmt.Errorf("%s is tried in one way: leave out what stands behind it", requirements[0].ID)
	}
	return nil, fmt.Errorf("no condition is called so: %s", Nearest(catalogue.Slug(id, pattern), all))
}

// Nearest names the slugs nearest to an unknown one. It compares the unknown slug word by word with each.
func Nearest(slug string, all []string) string {
	const most = 5
	words := func(s string) []string {
		_, part, _ := strings.Cut(s, "/")
		return strings.FieldsFunc(part, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') })
	}
	asked := words(slug)
	far := map[string]int{}
	for _, s := range all {
		for _, w := range asked {
			nearest := len(w)
			for _, own := range words(s) {
				nearest = min(nearest, spelling.Distance(w, own))
			}
			far[s] += nearest
		}
	}
	near := slices.Clone(all)
	slices.SortStableFunc(near, func(a, b string) int { return cmp.Or(far[a]-far[b], len(a)-len(b)) })
	return "the nearest are " + strings.Join(near[:min(most, len(near))], ", ")
}
