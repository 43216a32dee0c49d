package reports

import (
	"fmt"
	"strings"
)

// briefChinese says what brief says.
func briefChinese(reason string) string {
	zh, _ := InChinese(brief(reason))
	return zh
}

// sentenceChinese says what Sentence says.
func (q RequirementChange) sentenceChinese(before string, heldEver bool) string {
	word := map[Verdict]string{Pass: "满足", Fail: "不满足", KnownFailure: "不满足（已登记）", NotApplicable: "不适用", Error: "无法判定"}
	because := func(s string) string {
		if r := briefChinese(q.After.Reason); r != "" {
			return s + "：" + r
		}
		return s
	}
	switch {
	case q.After == nil && q.Before.Verdict == Pass:
		return "没有检查；在 " + before + " 中满足"
	case q.After == nil:
		return "没有检查"
	case q.Before == nil:
		return because("在 " + before + " 中没有检查；现在" + word[q.After.Verdict])
	case q.Before.Verdict == q.After.Verdict:
		return q.withinChinese("仍然"+word[q.After.Verdict], because)
	case q.After.Verdict == Pass && q.Before.Verdict == NotApplicable:
		return "现在适用，并且满足"
	case q.After.Verdict == Pass && q.Before.Verdict == Error:
		return "满足；在 " + before + " 中无法判定"
	case q.After.Verdict == Pass && heldEver:
		return "重新满足"
	case q.After.Verdict == Pass:
		return "现在满足"
	case q.Before.Verdict == Pass && (q.After.Verdict == Fail || q.After.Verdict == KnownFailure):
		return because("不再满足")
	case q.After.Verdict == NotApplicable:
		return because("不再适用")
	}
	return because(word[q.After.Verdict] + "；在 " + before + " 中" + word[q.Before.Verdict])
}

// withinChinese says what within says.
func (q RequirementChange) withinChinese(still string, because func(string) string) string {
	names := map[Change][]string{}
	reason := ""
	for _, c := range q.Conditions {
		name, _ := ConditionInChinese(flat(c.Condition))
		names[c.Change] = append(names[c.Change], "“"+name+"”")
		if c.Change == ChangeBroke && reason == "" {
			reason = briefChinese(c.After.Reason)
		}
	}
	parts := []string{still}
	for _, p := range []struct {
		change Change
		text   string
	}{{ChangeBroke, "现在还包括条件%s"}, {ChangeFixed, "不再包括条件%s"}, {ChangeGone, "不再检查条件%s"}} {
		if list := names[p.change]; len(list) > 0 {
			parts = append(parts, fmt.Sprintf(p.text, enumerateChinese(list)))
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

// sinceChinese says what Since says.
func (r MatrixRelease) sinceChinese() string {
	if r.Comparison == nil {
		return ""
	}
	if len(r.Sentences) == 0 {
		return "没有变化"
	}
	words := map[Change]string{ChangeBroke: "变坏", ChangeGone: "不再检查", ChangeFixed: "修复", ChangeNew: "新增", ChangeOther: "有变化"}
	var parts []string
	for _, k := range changes {
		if n := r.Comparison.Counts[k]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d 条%s", n, words[k]))
		}
	}
	return strings.Join(append(parts, fmt.Sprintf("%d 条不变", r.Comparison.Same)), "，")
}
