package runner

import "nimcert/judgement"

// The reasons why a case could not be judged, or does not apply.
var (
	lacksIt  = judgement.Say("client.lacks", "the client has no {capability}", "客户端没有{capability}")
	lacksFor = judgement.Say("client.lacks-because",
		"the client has no {capability}: {why}", "客户端没有{capability}：{why}")

	tooLong = judgement.Say("client.lives-in-real-time",
		"a page lives in real time, and this condition is none of those that are tried there in minutes",
		"网页按真实时间运行，这个条件不在几分钟内能在其中检验的条件之列")
	tooBusyPage = judgement.Say("client.too-busy",
		"the machine was too busy to tell: this process woke {late:short} late, and the page lives in real time",
		"机器太忙，无法判定：本进程晚了 {late:short} 才被唤醒，而网页按真实时间运行")

	serviceBroke = judgement.Say("case.service-broke", "the fake service broke: {why}", "模拟服务端出错：{why}")
	secondBroke  = judgement.Say("case.second-broke",
		"it failed, and a second session of the same scenario broke: {why}", "失败，而同一场景的第二个会话出错：{why}")
	contradiction = judgement.Say("case.contradiction",
		"two sessions of the same scenario contradict one another: the first found that {finding}; the second found "+
			"nothing",
		"同一场景的两个会话互相矛盾：第一个发现 {finding}；第二个没有发现问题")

	otherSeed = judgement.Say("sample.seed",
		"under seed {other} it answers otherwise: under seed {seed} {before}, there {after}",
		"换用种子 {other} 时结果不同：种子 {seed} 下：{before}；换用后：{after}")
	byChance = judgement.Say("sample.by-chance",
		"the client's own random numbers decide: under seed {other} it fails as follows, under seed {seed} it does not",
		"由客户端自己的随机数决定：种子 {other} 下出现以下问题，种子 {seed} 下没有")
	realClock = judgement.Say("sample.real-clock",
		"under a real clock it answers otherwise: under seed {seed} {before}, there {after}",
		"在真实时钟下结果不同：种子 {seed}（跳时时钟）下：{before}；真实时钟下：{after}")
	otherEngine = judgement.Say("engine.event",
		"the engines differ: the first event that does is {first} on {judge}, and {other} on {engine}",
		"不同 JavaScript 引擎结果不同：第一个不同的事件在 {judge} 上是 {first}，在 {engine} 上是 {other}")
	otherAnswer = judgement.Say("engine.answer",
		"the engines differ: on {judge} {before}, on {engine} {after}",
		"不同 JavaScript 引擎结果不同：{judge} 上：{before}；{engine} 上：{after}")
	thereIs        = judgement.Say("engine.there", "\"{what}\" (at {event})", "「{what}」（{event}）")
	nothingMore    = judgement.Say("engine.nothing-more", "nothing more", "没有更多事件")
	itBroke        = judgement.Say("sample.broke", "it broke: {why}", "运行中断：{why}")
	nothingToJudge = judgement.Say("sample.nothing-to-judge", "there was nothing to judge", "没有可判定的内容")
	nothingFound   = judgement.Say("sample.nothing-found", "nothing was found", "没有发现问题")
	itWasFound     = judgement.Say("sample.found", "it was found that {findings}", "发现 {findings}")

	cutShort = judgement.Say("case.cut-short",
		"the client's requests and sockets without end ended the session, so nothing else was looked at",
		"客户端不停地发起请求和 socket，会话因此结束，其余没有检查")

	tooStormy = judgement.Say("patience.storms",
		"not tried, because requests and sockets without end have ended {n} sessions, one of this requirement among "+
			"them, which fails for it",
		"没有检查，因为已有 {n} 个会话因不停发起请求和 socket 而结束，其中有本要求的会话，本要求因此不通过")
	tooManyInARow = judgement.Say("patience.row",
		"not tried, because {n} sessions in a row broke: {why}", "没有检查，因为连续 {n} 个会话出错：{why}")
	tooMany = judgement.Say("patience.all",
		"not tried, because {n} sessions broke, the last of them so: {why}",
		"没有检查，因为共有 {n} 个会话出错，最后一个是：{why}")
	tooBusyClient = judgement.Say("patience.processor",
		"not tried, because this client kept the processor busy for more than {most:short} in {n:case}",
		"没有检查，因为这个客户端在 {n} 个用例里占用处理器超过 {most:short}")
)
