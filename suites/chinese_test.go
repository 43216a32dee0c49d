package suites

import (
	"regexp"
	"testing"

	"nimcert/judgement"
)

// english is what a pattern left as it was: more than a name.
var english = regexp.MustCompile(`[a-z]+ [a-z]+`)

// Whoever reads the page in Chinese reads the conditions in Chinese, too.
func TestEveryConditionHasAChineseName(t *testing.T) {
	for _, s := range Specs {
		for _, c := range s.Conditions {
			if zh, ok := judgement.ConditionInChinese(c.Name); c.Name != "" && (!ok || english.MatchString(zh)) {
				t.Errorf("%s: the condition %q is %q in Chinese: judgement/chinese_conditions.go lacks a pattern", s.Id, c.Name, zh)
			}
		}
	}
}
