package families

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"nimcert/clients"
	"nimcert/clients/external"
	"nimcert/internal/words"
)

// lines finds the lines of a file's keys.
type lines struct{ doc *yaml.Node }

// of is the line of a key such as policy.minDelay, or, if it is missing, of the mapping that should have it.
func (l lines) of(path string) int {
	n, line := l.doc, 1
	if len(n.Content) > 0 {
		n = n.Content[0]
	}
	for key := range strings.SplitSeq(path, ".") {
		found := false
		for i := 0; i+1 < len(n.Content) && !found; i += 2 {
			if n.Content[i].Value == key {
				line, n, found = n.Content[i].Line, n.Content[i+1], true
			}
		}
		if !found {
			break
		}
	}
	return line
}

// check says what is missing or contradictory.
func (f file) check(l lines) error {
	wrong := func(path, format string, args ...any) error {
		return fmt.Errorf("line %d: %s", l.of(path), fmt.Sprintf(format, args...))
	}
	if f.Host != "" && f.Host != uniApp && f.Host != nodeJS && f.Host != browsers {
		return wrong("host", "there is no host %q: give %s, %s or %s, or leave host out for the mini-program platform",
			f.Host, uniApp, nodeJS, browsers)
	}
	if err := f.checkCommand(wrong); err != nil {
		return err
	}
	p := f.Policy
	for _, m := range []struct {
		missing    bool
		path, give string
	}{
		{f.Package == "", "package", "the npm name under which the builds are published, such as my-sdk"},
		{f.Application == "" && f.Command == nil, "application",
			"the script of this folder that calls the SDK, such as application.js"},
		{f.Is == "", "is", "what a build of the family is called, as in \"is it a my-sdk build?\""},
		{len(f.Exports) == 0 && f.Command == nil, "exports", "what each build exports, such as [sdk.open()]"},
		{len(f.Has) == 0, "has", "the capabilities: " + strings.Join(capabilities(), ", ")},
		{p.MinDelay == 0, "policy.minDelay", "the shortest wait before an automatic reconnect, such as 1600ms"},
		{p.MaxDelay == 0, "policy.maxDelay", "the longest wait before an automatic reconnect, such as 8s"},
		{p.Jitter == nil, "policy.jitter", "the share by which a wait may differ, such as 10%, or 0%"},
		{p.DoneWithin == 0 && f.can(clients.DoneCallback), "policy.doneWithin",
			"the longest that disconnect and destroy take to call done, such as 10s"},
		{p.Heartbeat == 0, "policy.heartbeat",
			"how long a link may be silent before the client must know, such as 80s"},
		{p.AttemptTimeout == 0, "policy.attemptTimeout",
			"the longest that one attempt takes to fail when nobody answers, such as 30s"},
		{p.DelayOption == nil && f.can(clients.DelayOption), "policy.delayOption",
			"the wait that follows when the delay provider answers: {under: 1s, least: 1s, most: 1s} for a floor of " +
				"1 s"},
		{len(f.Attempts.Lookup)+len(f.Attempts.Request)+len(f.Attempts.Socket) == 0, "attempts",
			"the paths by which an attempt to connect begins, such as {socket: [/websocket]}"},
	} {
		if m.missing {
			return wrong(m.path, "%s is missing: give %s", m.path, m.give)
		}
	}
	if p.MaxDelay < p.MinDelay {
		return wrong("policy.maxDelay", "policy.maxDelay is shorter than policy.minDelay: exchange them")
	}
	if !f.can(clients.IM) && !f.can(clients.Chatroom) {
		return wrong("has", "it has neither im nor chatroom: nothing could be tried")
	}
	for _, c := range capabilities() {
		_, said := f.Lacks[clients.Capability(c)]
		switch has := slices.Contains(f.Has, capability(c)); {
		case has && said:
			return wrong("lacks."+c, "%s stands under has and under lacks: delete one", c)
		case !has && !said && f.Command != nil && c == string(clients.Upload):
		case !has && !said && !mayBeUnsaid(clients.Capability(c)):
			return wrong("lacks", "%s stands neither under has nor under lacks: say under lacks what there is instead",
				c)
		}
	}
	for i, b := range slices.Concat(f.Builds, f.Others) {
		list, n := "builds", i+1
		if i >= len(f.Builds) {
			list, n = "others", n-len(f.Builds)
		}
		switch {
		case b.Is == "" || len(b.Has) == 0:
			return wrong(list, "%s: entry %d needs is, what it is called, and has, what it exports", list, n)
		case list == "others" && b.Instead == "":
			return wrong(list, "others: entry %d does not say what to give instead: add instead", n)
		}
	}
	for _, p := range slices.Concat(f.Attempts.Lookup, f.Attempts.Request, f.Attempts.Socket) {
		if !strings.HasPrefix(p, "/") {
			return wrong("attempts",
				"attempts: %q is no path: begin it with a slash, and end it with one where it stands for all below it",
				p)
		}
	}
	return nil
}

// checkCommand says what does not go with a command: whoever is run by one calls its SDK itself.
func (f file) checkCommand(wrong func(path, format string, args ...any) error) error {
	if f.Command == nil {
		return nil
	}
	if len(f.Command) == 0 || strings.TrimSpace(f.Command[0]) == "" {
		return wrong("command", "command has no words: give what runs a build, such as [lua5.4, %q]", external.Build)
	}
	for _, k := range []struct {
		given bool
		key   string
	}{
		{f.Like != "", "like"}, {f.Host != "", "host"}, {f.Application != "", "application"},
		{len(f.Exports) > 0, "exports"}, {len(f.Builds) > 0, "builds"}, {len(f.Others) > 0, "others"},
		{f.Room.File != "", "room"}, {f.Names.Regexp != nil, "names"},
	} {
		if k.given {
			return wrong(k.key, "%s does not go with command: a client with a command calls its SDK itself; delete %s",
				k.key, k.key)
		}
	}
	if !slices.ContainsFunc(f.Command, func(w string) bool { return strings.Contains(w, external.Build) }) {
		return wrong("command", "no word of command has %s: without it the build never runs, and another program is "+
			"certified in its name; add it", external.Build)
	}
	if f.can(clients.Upload) {
		return wrong("has", "upload does not go with command: only a mini program has files to upload; delete upload")
	}
	return nil
}

// optional reports whether a file may say nothing of a capability, which its family lacks then: files were written
// before it was known.
func optional(c clients.Capability) bool {
	return c == clients.TokenRenewal || c == clients.FormerHandle || c == clients.VaryingDelay ||
		c == clients.UploadAbort
}

func mayBeUnsaid(c clients.Capability) bool { return optional(c) || usual(c) }

// usual reports whether a family has a capability of which its file says nothing: all had it before it had a name.
func usual(c clients.Capability) bool { return c == clients.Direct || c == clients.Lookup }

// unsaid is the sentence for an optional capability of which a file says nothing.
var unsaid = words.Bilingual{EN: "the family names no way to do so", ZH: "这个系列没有说明这样做的办法"}

func (f file) can(c clients.Capability) bool {
	_, lacked := f.Lacks[c]
	return slices.Contains(f.Has, capability(c)) || usual(c) && !lacked
}
