package page

import (
	"fmt"
	"maps"
	"regexp"
	"strings"

	"nimcert/catalogue"
	"nimcert/internal/words"
	"nimcert/verdict"
)

// The page is written in English, and its script shows it in Simplified Chinese from one dictionary: each text is
// looked up unchanged, and then with its numbers and durations replaced by #. So no text is in the page twice, however
// many builds there are. Texts of an SDK or a session are marked translate="no" and are never looked up. The few
// sentences that are made of parts carry their Chinese beside them.

// measured finds the numbers and durations of a text. The page's script has the same expression.
var measured = regexp.MustCompile(`under 1 ms|\d+ h \d+ min|\d+ min \d+ s|\d[\d,.]* (?:ms|s)\b|\d[\d,.]*`)

// dictionary is what the page's script needs: the words of the page, the texts of these requirements, and the names of
// conditions, from English to Chinese.
func dictionary(ids []string, conditions map[string]string) map[string]string {
	out := map[string]string{}
	for en, zh := range pageWords {
		out[en] = zh
	}
	maps.Copy(out, drawnActs())
	for en, zh := range conditions {
		if zh != "" {
			out[en] = zh
		}
	}
	titles := catalogue.GroupsInChinese()
	for _, g := range catalogue.Groups() {
		out[g.Title] = titles[g.ID]
		out[g.ID+" · "+g.Title] = g.ID + " · " + titles[g.ID]
	}
	for _, id := range ids {
		q, ok := catalogue.Get(id)
		if !ok {
			continue
		}
		zh, _ := catalogue.InChinese(id)
		e, _ := catalogue.ExampleOf(id)
		v1, _ := catalogue.ExampleIn(catalogue.V1Subject, id)
		v2, _ := catalogue.ExampleIn(catalogue.V2Subject, id)
		for en, text := range map[string]string{q.Title: zh.Title, q.Statement: zh.Statement, q.Why: zh.Why,
			q.Note: zh.Note, e.Breaks: zh.Breaks, e.Do: zh.Do,
			v1.Breaks: v1.BreaksZH, v1.Do: v1.DoZH, v2.Breaks: v2.BreaksZH, v2.Do: v2.DoZH,
			"Source: " + q.Source + ".": "来源：" + chineseSource.Replace(q.Source) + "。"} {
			if en != "" && text != "" {
				out[en] = text
			}
		}
	}
	return out
}

var chineseSource = strings.NewReplacer("; the socket limit from the ", "；连接数上限出自", "; ", "；", " for the demand",
	"（要求）", " for done", "（done）", " for the option", "（选项）",
	" for the delays", "（延迟）", " for the reasons", "（原因）", " for the codes", "（错误码）", " for the heartbeat", "（心跳）",
	" for onwillreconnect", "（onwillreconnect）",
	" for the limit", "（上限）", " for the order", "（顺序）", " for the code kicked", "（错误码 kicked）",
	" for the automatic reconnect", "（自动重连）",
	" for the tolerance", "（容差）", " for the lists", "（域名列表）", " for the recipe", "（计数方法）",
	catalogue.FromCatalogue, "本目录", catalogue.FromGuide, "接入指南", catalogue.FromSDK, "SDK 文档")

// headlineChinese is headline in Chinese.
func headlineChinese(v verdict.Certification, g verdict.Gate, t verdict.Tally) string {
	if t.Asked == 0 {
		return "未通过认证：没有执行任何检查。"
	}
	switch v {
	case verdict.Certified:
		s := fmt.Sprintf("通过认证：全部 %d 条 MUST 要求都满足", t.Must)
		if t.MustNothing > 0 {
			s += fmt.Sprintf("或不适用（%d 条）", t.MustNothing)
		}
		return s + "。"
	case verdict.Partial:
		if g == verdict.GateError {
			return fmt.Sprintf("部分认证：没有失败项，但并非全部能执行（共要求 %d 条）。", t.Asked)
		}
		return fmt.Sprintf("部分认证：没有失败项，但只检查了 %d 条要求。", t.Asked)
	}
	var parts []string
	for _, p := range []struct {
		n    int
		text string
	}{{t.MustFail, "%d 条不满足"}, {t.MustKnown, "%d 条不满足（已登记为已知问题）"}, {t.MustError, "%d 条无法判定"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf(p.text, p.n))
		}
	}
	return fmt.Sprintf("未通过认证：%d 条 MUST 要求中，%s。", t.Must, strings.Join(parts, "，"))
}

// adviceChinese is Advice in Chinese.
func adviceChinese(r verdict.Run) (gate, advice string) {
	requirements := r.Requirements()
	t := verdict.TallyOf(requirements)
	ids := func(want func(verdict.RequirementResult) bool) string {
		return words.EnumerateChinese(verdict.Pick(requirements, want))
	}
	if g := r.Gate(); r.OfApplication() && g != verdict.GateError {
		if g == verdict.Open {
			return "门禁打开。", "没有时间表显示应用有问题。"
		}
		return "门禁关闭：不要发布这个应用。",
			ids(func(q verdict.RequirementResult) bool { return q.Verdict == verdict.Fail }) +
				" 是应用自己的问题，与 SDK 的表现无关：请修改应用，并重新运行这些时间表。"
	}
	must := func(q verdict.RequirementResult) bool { return q.Requirement.Level == catalogue.Must }
	failed := ids(func(q verdict.RequirementResult) bool { return must(q) && q.Verdict == verdict.Fail && !q.Stale() })
	switch r.Gate() {
	case verdict.GateError:
		gate = "门禁出错：本次运行不能作为发布的依据。"
		switch {
		case r.Broke != "":
			advice = "中断原因：" + chineseOf(words.Clean(r.Broke))
		case t.Error > 0:
			advice = "先看 " + ids(func(q verdict.RequirementResult) bool { return q.Verdict == verdict.Error }) +
				"：客户端或测试框架在得出结论之前就出错了。"
		default:
			advice = "没有执行任何检查：请选择适用于这个 SDK 的要求。"
		}
		if failed != "" {
			advice += "已失败的仍然有效：" + failed + "。"
		}
		return gate, advice
	case verdict.Closed:
		gate = "门禁关闭：不要发布这个版本。"
		if r.Part() && t.MustFail == 0 {
			return "门禁关闭：只有检查全部要求才会打开。", "发布前请不带 --run 重新认证。如果只想看这一部分的结果（例如正在修复某一条），请加上 --allow-partial。"
		}
		if failed != "" {
			advice = "把 " + failed + " 的证据交给 SDK 维护方。如果仍要发布，请把每一条连同原因登记为已知问题。"
		}
		if stale := ids(func(q verdict.RequirementResult) bool { return must(q) && q.Stale() }); stale != "" {
			advice += "从已知问题中删除不再失败的：" + stale + "。"
		}
		return gate, advice
	}
	gate = "门禁打开。"
	switch r.Verdict() {
	case verdict.Certified:
		advice = "这个版本可以发布。"
	case verdict.Partial:
		advice = "发布前请检查全部要求。"
		if r.Shard != "" {
			advice = "发布前请用 nimcert merge 与其他分片合并。"
		}
	default:
		advice = ids(func(q verdict.RequirementResult) bool { return must(q) && q.Verdict == verdict.KnownFailure }) +
			"的失败已连同原因登记；发布这个版本即表示接受它们。"
	}
	if t.ShouldFail > 0 {
		advice += fmt.Sprintf("仅供参考：%d 条 SHOULD 要求不满足（%s）。", t.ShouldFail,
			ids(func(q verdict.RequirementResult) bool {
				return !must(q) && (q.Verdict == verdict.Fail || q.Verdict == verdict.KnownFailure)
			}))
	}
	return gate, advice
}

// leadChinese is lead in Chinese.
func leadChinese(runs []verdict.Run) string {
	if len(runs) == 0 {
		return "没有执行任何检查：没有结论。"
	}
	n := verdict.Gates(runs)
	var parts []string
	for _, g := range []struct {
		gate verdict.Gate
		text string
	}{{verdict.GateError, "%d 个出错"}, {verdict.Closed, "%d 个关闭"}, {verdict.Open, "%d 个打开"}} {
		if n[g.gate] > 0 {
			parts = append(parts, fmt.Sprintf(g.text, n[g.gate]))
		}
	}
	return fmt.Sprintf("%d 个版本，门禁：%s。", len(runs), strings.Join(parts, "，"))
}
