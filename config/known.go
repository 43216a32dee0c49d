package config

import (
	"fmt"
	"slices"
	"strings"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/internal/yamlfile"
)

// checkKnown finds faults of a record by itself, or in combination with another.
func (c *Config) checkKnown() error {
	type key struct{ pkg, version, requirement string }
	seen := map[key][]KnownFailure{}
	for _, k := range c.KnownFailures {
		at := k.at()
		if _, ok := catalogue.Get(k.Requirement); !ok {
			return fmt.Errorf("%s: unknown requirement %q: %s; see nimcert list", at, k.Requirement,
				yamlfile.OrNearest(k.Requirement, ids()))
		}
		if strings.TrimSpace(k.Reason) == "" || k.Version == "" || k.Package == "" {
			return fmt.Errorf("%s (%s): package, version and reason must be given", at, k.Requirement)
		}
		of := key{k.Package, k.Version, k.Requirement}
		for _, other := range seen[of] {
			switch {
			case other.Condition == k.Condition:
				return fmt.Errorf("%s: %s stands there twice, in line %d already: delete one", at, k.what(), other.line)
			case other.Condition == "" || k.Condition == "":
				return fmt.Errorf("%s: %s contradicts line %d: one stands for whichever conditions fail, the other "+
					"for one: delete one of them", at, k.what(), other.line)
			}
		}
		seen[of] = append(seen[of], k)
	}
	return nil
}

func ids() []string {
	var out []string
	for _, r := range catalogue.All() {
		out = append(out, r.ID)
	}
	return out
}

func (k KnownFailure) at() string { return fmt.Sprintf("knownFailures: line %d", k.line) }

func (k KnownFailure) what() string {
	s := k.Requirement + " of " + k.Package + " " + k.Version
	if k.Condition != "" {
		s += fmt.Sprintf(", %q", k.Condition)
	}
	return s
}

// Judged is a subject as far as records are checked against it.
type Judged struct {
	Subject clients.Subject
	// Lacks says why a requirement can never be tried with it; empty if it can.
	Lacks func(requirement string) string
}

// NameRecords gives each record whose condition is written as a name the condition's slug instead, and returns a line
// for each that says so: the first records were written before there were slugs. Call it before Known. The error is
// about a condition that the requirement does not have, or that is recorded in both ways. conditions lists a
// requirement's conditions.
func (c *Config) NameRecords(conditions func(requirement string) []catalogue.Condition) (old []string, err error) {
	for i := range c.KnownFailures {
		k := &c.KnownFailures[i]
		if k.Condition == "" {
			continue
		}
		slug, err := k.slug(conditions(k.Requirement))
		if err != nil {
			return nil, err
		}
		if slug != k.Condition {
			old = append(old,
				fmt.Sprintf("%s: write condition: %s for %q; the next version reads slugs alone", k.at(), slug,
					k.Condition))
			k.Condition = slug
		}
	}
	return old, c.checkKnown()
}

// slug finds the condition that a record names.
func (k KnownFailure) slug(conditions []catalogue.Condition) (string, error) {
	var slugs, names []string
	for _, c := range conditions {
		if k.Condition == c.Slug || k.Condition == c.English {
			return c.Slug, nil
		}
		slugs = append(slugs, c.Slug)
		if c.English != "" {
			names = append(names, c.English)
		}
	}
	if len(names) == 0 {
		return "", fmt.Errorf("%s: %s is tried under one condition, which has no name: leave condition out", k.at(),
			k.Requirement)
	}
	mend := fmt.Sprintf("nimcert list %s shows them", k.Requirement)
	if near := Nearest(k.Condition, slugs); near != "" {
		mend = fmt.Sprintf("did you mean %s?", near)
	} else if near := closest(k.Condition, names); near != "" {
		mend = fmt.Sprintf("did you mean %s?",
			slugs[slices.IndexFunc(conditions, func(c catalogue.Condition) bool { return c.English == near })])
	}
	return "", fmt.Errorf("%s: %s is not tried under %q: %s", k.at(), k.Requirement, k.Condition, mend)
}

// CheckRecords says which record could never match: no SDK of the configuration is of its package and version, or the
// requirement does not apply to that one. Such a record protects nothing and looks as if it did. complete says that
// subjects are all SDKs of the configuration: a record for an SDK that this run does not certify is right, and one for
// an SDK that is not installed cannot be checked.
func (c *Config) CheckRecords(subjects []Judged, complete bool) error {
	for _, k := range c.KnownFailures {
		var labels []string
		found := false
		for _, s := range subjects {
			label := s.Subject.Name + " " + s.Subject.Version
			labels = append(labels, label)
			if s.Subject.Name != k.Package || s.Subject.Version != k.Version {
				continue
			}
			found = true
			if why := s.Lacks(k.Requirement); why != "" {
				return fmt.Errorf("%s: %s does not apply to %s (%s): delete the record", k.at(), k.Requirement, label,
					why)
			}
		}
		if !found && complete {
			slices.Sort(labels)
			return fmt.Errorf("%s: no SDK here is %s %s: %s, or delete the record", k.at(), k.Package, k.Version,
				yamlfile.OrNearest(k.Package+" "+k.Version, slices.Compact(labels)))
		}
	}
	return nil
}

// closest is the nearest condition, or else the one whose name begins with or contains the given words: names of
// conditions are sentences.
func closest(word string, names []string) string {
	if near := Nearest(word, names); near != "" {
		return near
	}
	for _, n := range names {
		if strings.Contains(n, word) || strings.Contains(word, n) {
			return n
		}
	}
	return ""
}
