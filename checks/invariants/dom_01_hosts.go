package invariants

import (
	"net/url"
	"slices"
	"strings"

	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "DOM-01", Name: "hosts",
	Blind: "what the platform lets a program do beside requests, sockets and files",
	check: hosts,
})

// hosts checks that only listed domains are contacted.
func hosts(v *view) (out []Finding) {
	lists := map[ledger.Kind][]string{
		ledger.RequestStart: v.Domains.Request, ledger.SocketConnecting: v.Domains.Socket,
		ledger.UploadStart: v.Domains.Upload, ledger.DownloadStart: v.Domains.Download,
	}
	seen := map[string]bool{}
	for _, e := range v.Timeline {
		list := lists[e.Kind]
		u, err := url.Parse(e.URL)
		if len(list) == 0 || err != nil || e.Who != ledger.Host {
			continue
		}
		if origin := u.Scheme + "://" + u.Host; !slices.Contains(list, origin) && !seen[origin] {
			seen[origin] = true
			out = append(out,
				found(strings.ReplaceAll(string(e.Kind), " ", "-"), []ledger.Event{e}, sayNotOnList, origin, e, e.Kind))
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "GLB-03", Name: "code-from-text",
	Blind: "an attempt that costs nothing, because a client may try it and do without; code that never runs here",
	check: codeFromText,
})

// codeFromText checks that nothing stops because code cannot be made of text. The condition in suites/glb_globals.go
// forgives a mere attempt, too; what an attempt costs without an error is seen by the other invariants.
func codeFromText(v *view) (out []Finding) {
	for i, e := range v.Timeline {
		if e.Kind != ledger.Forbidden {
			continue
		}
		for _, n := range v.Timeline[i+1:] {
			if n.At > e.At {
				break
			}
			if stops(n) {
				return append(out, found("eval", []ledger.Event{e, n}, sayEval, e, e.Detail, n.Kind))
			}
		}
	}
	return nil
}

// stops reports whether an error of the platform, that code is not made of text, ends a callback or a call.
func stops(e ledger.Event) bool {
	return slices.Contains([]ledger.Kind{ledger.Uncaught, ledger.Unhandled, ledger.Threw}, e.Kind) &&
		strings.Contains(e.Detail+e.Reason, clients.NoCodeFromText)
}

var _ = register(Invariant{
	Requirement: "GLB-01", Name: "globals",
	Blind: "a global that is changed and put back",
	check: globals,
})

// globals checks that no global of the realm was replaced or deleted, and nothing taken that is the application's.
func globals(v *view) (out []Finding) {
	for _, e := range v.Timeline.Where(ledger.Is(ledger.GlobalChanged)) {
		out = append(out,
			found("changed", []ledger.Event{e}, GlobalChange(e), e.Name))
	}
	return out
}

// GlobalChange is what is said of a change of a global that the host saw. Its argument is the global's name.
func GlobalChange(e ledger.Event) judgement.Sentence {
	return sayGlobals[strings.TrimPrefix(e.Detail, e.Name+" is ")]
}

var _ = register(Invariant{
	Requirement: "STO-01", Name: "stored",
	Blind: "what is stored encoded or in pieces",
	check: stored,
})

// stored checks that no message is stored.
func stored(v *view) (out []Finding) {
	for _, e := range v.Timeline.Where(ledger.Is(ledger.Stored)) {
		if strings.Contains(e.Detail, "push ") || strings.Contains(e.Detail, "message ") {
			out = append(out, found("message", []ledger.Event{e}, sayStored, e.Name))
		}
	}
	return out
}

// The findings of this file.
var (
	sayNotOnList = say("dom-01.not-listed",
		"{origin} is contacted at {at}, and is not on the list ({kind})",
		"{at} 访问了 {origin}，它不在合法域名列表中（{kind}）")
	sayEval = say("glb-03.eval",
		"code is made of text at {at} ({code}), and what needs it stops: {kind}",
		"{at} 把文本当作代码执行（{code}），依赖它的代码因此中断：{kind}")
	sayStored = say("sto-01.message", "the text of a message is stored under {name}", "消息内容被存储在 {name} 下")
)

// sayGlobals lists what a program did to a global that is not its own, in the host's words.
var sayGlobals = map[string]judgement.Sentence{
	"replaced": say("global.replaced", "the global {name} is replaced", "全局变量 {name} 被替换"),
	"deleted":  say("global.deleted", "the global {name} is deleted", "全局变量 {name} 被删除"),
	"frozen":   say("global.frozen", "the global {name} is frozen", "全局变量 {name} 被冻结"),
	"cleared": say("global.cleared",
		"all listeners of {name} are taken away at once, the application's own too",
		"{name} 的所有监听函数被一并移除，包括应用自己的"),
	"emptied": say("global.emptied",
		"the {name} is emptied, with what the application stored",
		"{name} 被清空，包括应用自己存储的内容"),
	"lost": say("global.entry-lost",
		"the application's own entry {name} is no longer in the storage",
		"应用自己的存储项 {name} 不见了"),
	"overwritten": say("global.entry-overwritten",
		"the application's own entry {name} in the storage is overwritten",
		"应用自己的存储项 {name} 被覆盖"),
}
