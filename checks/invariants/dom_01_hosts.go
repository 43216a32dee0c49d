package invariants

import (
	"net/url"
	"slices"
	"strings"

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
		ledger.RequestStart: v.Domains.Request, ledger.SocketConnecting: v.Domains.Socket, ledger.UploadStart: v.Domains.Upload, ledger.DownloadStart: v.Domains.Download,
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
			out = append(out, found(strings.ReplaceAll(string(e.Kind), " ", "-"), []ledger.Event{e}, "%s is contacted at %s, and is not on the list (%s)", origin, at(e), e.Kind))
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
		return append(out, found("eval", []ledger.Event{e}, "code is made of text at %s: %s", at(e), e.Detail))
	}
	return nil
}

var _ = register(Invariant{
	Requirement: "GLB-01", Name: "globals",
	Blind: "a global that is changed and put back",
	check: globals,
})

// globals checks that nothing of the realm was replaced or deleted.
func globals(v *view) (out []Finding) {
	for _, e := range v.Timeline.Where(ledger.Is(ledger.GlobalChanged)) {
		out = append(out, found("changed", []ledger.Event{e}, "%s", e.Detail))
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
			out = append(out, found("message", []ledger.Event{e}, "the text of a message is stored under %s", e.Verb))
		}
	}
	return out
}
