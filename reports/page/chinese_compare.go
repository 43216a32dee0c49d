package page

import (
	"cmp"
	"fmt"
	"strings"

	"nimcert/internal/words"
	"nimcert/reports/compare"
	"nimcert/verdict"
)

// sentenceChinese is Sentence in Chinese.
func sentenceChinese(q compare.RequirementChange, before string, heldEver bool) string {
	word := map[verdict.Verdict]string{verdict.Pass: "满足", verdict.Fail: "不满足", verdict.KnownFailure: "不满足（已登记）",
		verdict.NotApplicable: "不适用", verdict.Error: "无法判定"}
	because := func(s string) string {
		if r := q.After.Chinese(); r != "" {
			return s + "：" + r
		}
		return s
	}
	switch {
	case q.After == nil && q.Before.Verdict == verdict.Pass:
		return "没有检查；在 " + before + " 中满足"
	case q.After == nil:
		return "没有检查"
	case q.Before == nil:
		return because("在 " + before + " 中没有检查；现在" + word[q.After.Verdict])
	case q.Before.Verdict == q.After.Verdict:
		return withinChinese(q, "仍然"+word[q.After.Verdict], because)
	case q.After.Verdict == verdict.Pass && q.Before.Verdict == verdict.NotApplicable:
		return "现在适用，并且满足"
	case q.After.Verdict == verdict.Pass && q.Before.Verdict == verdict.Error:
		return "满足；在 " + before + " 中无法判定"
	case q.After.Verdict == verdict.Pass && heldEver:
		return "重新满足"
	case q.After.Verdict == verdict.Pass:
		return "现在满足"
	case q.Before.Verdict == verdict.Pass &&
		(q.After.Verdict == verdict.Fail || q.After.Verdict == verdict.KnownFailure):
		return because("不再满足")
	case q.After.Verdict == verdict.NotApplicable:
		return because("不再适用")
	}
	return because(word[q.After.Verdict] + "；在 " + before + " 中" + word[q.Before.Verdict])
}

// withinChinese is within in Chinese.
func withinChinese(q compare.RequirementChange, still string, because func(string) string) string {
	names := map[compare.Change][]string{}
	reason := ""
	for _, c := range q.Conditions {
		name := words.Flat(cmp.Or(c.Chinese, c.Condition))
		names[c.Change] = append(names[c.Change], "“"+name+"”")
		if c.Change == compare.ChangeBroke && reason == "" {
			reason = c.After.Chinese()
		}
	}
	parts := []string{still}
	for _, p := range []struct {
		change compare.Change
		text   string
	}{{compare.ChangeBroke, "现在还包括条件%s"}, {compare.ChangeFixed, "不再包括条件%s"}, {compare.ChangeGone, "不再检查条件%s"}} {
		if list := names[p.change]; len(list) > 0 {
			parts = append(parts, fmt.Sprintf(p.text, words.EnumerateChinese(list)))
		}
	}
	switch {
	case len(parts) == 1:
		return because(still + "，但表现不同")
	case reason != "":
		return strings.Join(parts, "，") + "：" + reason
	}
	return strings.Join(parts, "，")
}

// sinceChinese is Since in Chinese.
func (r MatrixRelease) sinceChinese() string {
	if r.Comparison == nil {
		return ""
	}
	if len(r.Sentences) == 0 {
		return "没有变化"
	}
	words := map[compare.Change]string{compare.ChangeBroke: "变坏", compare.ChangeGone: "不再检查", compare.ChangeFixed: "修复",
		compare.ChangeNew: "新增", compare.ChangeOther: "有变化"}
	var parts []string
	for _, k := range compare.Changes {
		if n := r.Comparison.Counts[k]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d 条%s", n, words[k]))
		}
	}
	return strings.Join(append(parts, fmt.Sprintf("%d 条不变", r.Comparison.Same)), "，")
}
