package selftest

import (
	"slices"
	"testing"

	"nimcert/clients/nim/zoo"
	"nimcert/verdict"
)

// TestWatchersAreFound shows that a build cannot tell a certification from a phone by the names, dates, devices, files
// and numbers that sessions are made of.
func TestWatchersAreFound(t *testing.T) {
	for _, w := range zoo.Watchers() {
		t.Run(w.Name, func(t *testing.T) {
			cases := judge(t, w.New(), 2, w.Breaks, "DST-02")
			if !slices.ContainsFunc(cases, func(c verdict.Case) bool {
				v, _ := c.Judge()
				return v == verdict.Fail || v == verdict.Error
			}) {
				t.Errorf("%d cases, and nothing is found. %s", len(cases), w.What)
			}
		})
	}
}
