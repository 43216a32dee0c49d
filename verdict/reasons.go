package verdict

import "nimcert/judgement"

// The reasons of verdicts that are not findings themselves.
var (
	// NothingExecuted is the reason of a requirement that was asked for and never tried.
	NothingExecuted = judgement.Say("verdict.nothing-executed", "nothing was executed", "什么都没有执行")
	nothingBecause  = judgement.Say("verdict.nothing-because", "nothing was executed: {why}", "什么都没有执行：{why}")
	andMore         = judgement.Say("verdict.and-more", "{finding} (and {n} more)", "{finding}（另有 {n} 处）")
	recorded        = judgement.Say("verdict.recorded",
		"{finding:end} Recorded as known: {why}", "{finding:end}已登记为已知问题：{why}")
	noLongerFails = judgement.Say("verdict.no-longer-fails",
		"The recorded failure no longer fails ({why}): delete its line from the known failures.",
		"登记的已知问题不再失败（{why}）：请从已知问题中删除那一行。")
)
