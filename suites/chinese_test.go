package suites

import (
	"regexp"
	"testing"

	"nimcert/reports"
)

// english is what a pattern left as it was: more than a name.
var english = regexp.MustCompile(`[a-z]+ [a-z]+`)

// Whoever reads the page in Chinese reads the conditions in Chinese, too.
func TestEveryConditionHasAChineseName(t *testing.T) {
	for _, s := range specs {
		for _, c := range s.conditions {
			if zh, ok := reports.ConditionInChinese(c.name); c.name != "" && (!ok || english.MatchString(zh)) {
				t.Errorf("%s: the condition %q is %q in Chinese: reports/chinese_conditions.go lacks a pattern", s.id, c.name, zh)
			}
		}
	}
}
