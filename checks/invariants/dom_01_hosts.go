package invariants

import (
	"net/url"
	"slices"
	"strings"

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
	Blind: "code that is never run in these schedules",
	check: codeFromText,
})

// codeFromText checks that no code is made of text.
func codeFromText(v *view) (out []Finding) {
	for _, e := range v.Timeline.Where(ledger.Is(ledger.Forbidden)) {
		return append(out, found("eval", []ledger.Event{e}, sayEval, e, e.Detail))
	}
	return nil
}

var _ = register(Invariant{
	Requirement: "GLB-01", Name: "globals",
	Blind: "a global that is changed and put back",
	check: globals,
})

// globals checks that no global of the realm was replaced or deleted.
func globals(v *view) (out []Finding) {
	for _, e := range v.Timeline.Where(ledger.Is(ledger.GlobalChanged)) {
		out = append(out,
			found("changed", []ledger.Event{e}, sayGlobals[strings.TrimPrefix(e.Detail, e.Name+" is ")], e.Name))
	}
	return out
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
	sayEval   = say("dom-02.eval", "code is made of text at {at}: {code}", "{at} 把文本当作代码执行：{code}")
	sayStored = say("sto-01.message", "the text of a message is stored under {name}", "消息内容被存储在 {name} 下")
)

// sayGlobals lists what a program did to a global that is not its own, in the host's words.
var sayGlobals = map[string]judgement.Sentence{
	"replaced": say("glb-01.replaced", "{name} is replaced", "{name} 被替换"),
	"deleted":  say("glb-01.deleted", "{name} is deleted", "{name} 被删除"),
	"frozen":   say("glb-01.frozen", "{name} is frozen", "{name} 被冻结"),
}
