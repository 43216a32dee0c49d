package adapter

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nimcert/clients"
)

// host is a platform that builds are made for, recognised by APIs that other platforms do not have.
type host struct {
	platform string
	modules  []string // that it requires
	names    []string // that it reads
	socket   string   // by which its source names the platform's socket
}

var hosts = []host{
	{platform: "React Native", modules: []string{"react-native"}},
	{platform: "Node.js",
		modules: []string{"path", "fs", "os", "net", "tls", "http", "https", "url", "util", "stream", "crypto",
			"events", "buffer", "zlib", "ws", "child_process"},
		names: []string{"process", "Buffer", "global", "__dirname", "__filename", "setImmediate"}},
	{platform: "uni-app", names: []string{"uni", "plus"}, socket: "uni.connectSocket"},
	{platform: "Alipay mini programs", names: []string{"my"}, socket: "my.connectSocket"},
	{platform: "Baidu mini programs", names: []string{"swan"}, socket: "swan.connectSocket"},
	{platform: "ByteDance mini programs", names: []string{"tt"}, socket: "tt.connectSocket"},
	{platform: "QQ mini programs", names: []string{"qq"}, socket: "qq.connectSocket"},
	{platform: "Kuaishou mini programs", names: []string{"ks"}, socket: "ks.connectSocket"},
	{platform: "JD mini programs", names: []string{"jd"}, socket: "jd.connectSocket"},
	{platform: "DingTalk mini programs", names: []string{"dd"}, socket: "dd.connectSocket"},
	{platform: "browsers",
		names: []string{"window", "document", "self", "performance", "navigator", "location", "localStorage",
			"sessionStorage", "indexedDB", "XMLHttpRequest", "WebSocket", "FormData",
			"Blob", "File", "FileReader", "fetch", "Headers", "AbortController", "addEventListener", "HTMLElement",
			"MutationObserver", "MessageChannel", "URL", "URLSearchParams", "TextEncoder", "TextDecoder", "crypto",
			"atob", "btoa", "Image", "Worker"}},
	{platform: "WeChat mini programs", names: []string{"wx"}, socket: "wx.connectSocket"},
}

var (
	noModule = regexp.MustCompile(`module "([^"]+)"`)
	// As goja and V8, JavaScriptCore, and QuickJS say it.
	noName = regexp.MustCompile(`ReferenceError: (?:'?([A-Za-z_$][\w$]*)'? is not defined|` +
		`Can't find variable: ([A-Za-z_$][\w$]*))`)
	// As goja and QuickJS, V8, and JavaScriptCore say it.
	noMember = regexp.MustCompile(`[Cc]annot read property '([^']+)' of (?:undefined|null)|` +
		`Cannot read properties of (?:undefined|null) \(reading '([^']+)'\)|` +
		`(?:undefined|null) is not an object \(evaluating '[^']*?([A-Za-z_$][\w$]*)'\)`)
	// esModule matches what only an ES module has at its top. goja's error alone does not distinguish that from a
	// mistake.
	esModule = regexp.MustCompile(
		`(?:^|[;}\n])\s*(?:import\s*(?:[\w$]+[\s,]|[*{"'])|export\s*(?:[{*]|default\b|const\b|class\b|function\b))`)
)

// traits is what a source shows without running: which sockets it names, and its file name.
type traits struct {
	native  bool // it names the socket of the platform that it runs on, and in browsers no other
	esm     bool
	foreign string               // the platform whose socket it names, if it is not native
	names   string               // that socket, if it names the one of its own platform beside it
	apis    map[clients.API]bool // those of mini-program platforms beside WeChat's that it calls
	head    string               // the file's name and its first lines
}

// callsAPI reports whether a source calls an API of a mini-program platform by its name. The builds of nim-web-sdk-ng
// 10.8.1 and 10.9.77-alpha.4 call each so. A regular expression takes 28 ms for a build of 900 kB, and this 1.6 ms.
func callsAPI(source string, api clients.API) bool {
	for _, call := range []string{".connectSocket", ".request", ".getSystemInfo"} {
		for rest := source; ; {
			before, after, found := strings.Cut(rest, string(api)+call)
			if !found {
				break
			}
			if before == "" || !wordEnd.MatchString(before[len(before)-1:]) {
				return true
			}
			rest = after
		}
	}
	return false
}

// wordEnd is a character that makes what follows it the rest of a longer name.
var wordEnd = regexp.MustCompile(`[0-9A-Za-z_]`)

func traitsOf(on Platform, name, source string) traits {
	own := func(s string) bool { return strings.Contains(source, s) }
	t := traits{native: slices.ContainsFunc(append(on.Requires, on.Socket), own), esm: esModule.MatchString(source)}
	t.head, t.apis = name+"\n"+source[:min(len(source), 1024)], map[clients.API]bool{}
	for _, api := range []clients.API{clients.APIAlipay, clients.APIBaidu, clients.APIDouyin, clients.APIQQ} {
		t.apis[api] = callsAPI(source, api)
	}
	for _, h := range hosts {
		if h.socket == "" || t.native && on.Name != clients.Browsers || !own(h.socket) {
			continue
		}
		if t.foreign = h.platform; t.native { // builds for mini programs name WebSocket, too
			t.native, t.names = false, h.socket
		}
		break
	}
	if !t.native && t.foreign == "" && strings.Contains(source, "WebSocket") &&
		strings.Contains(source, "XMLHttpRequest") {
		t.foreign = "browsers"
	}
	return t
}

// right names the build to certify instead: of the families whose names the file has, those made for its own platform
// first, or of its own family if there is none.
func (f *Factory) right(platform string) string {
	named := func(k Family) bool { return k.Names != nil && k.Names.MatchString(f.traits.head) }
	var there, here []string
	for _, k := range append([]Family{f.family}, f.family.Kin...) {
		text := k.File + " with --family " + k.Name
		switch {
		case !named(k):
		case k.Host == platform:
			there = append(there, text)
		case k.Host == f.family.Host && !named(f.family):
			here = append(here, text)
		}
	}
	if right := cmp.Or(strings.Join(there, ", or "), strings.Join(here, ", or ")); right != "" {
		return right
	}
	return f.family.File + " with --family " + f.family.Name
}

// Suspect reports whether the build names no socket of its platform. Such a build is tried with a login before it is
// judged.
func (f *Factory) Suspect() bool { return f.family.File != "" && !f.traits.native }

// Calls reports whether the build calls the API of a platform by name. One that does not is tried with a login there
// before it is judged on it.
func (f *Factory) Calls(api clients.API) bool {
	return f.family.File == "" || api == "" || api == clients.APIBrowser || f.traits.apis[api]
}

// Elsewhere is what is wrong with a build that does not call a platform's API, and does not log in there.
func (f *Factory) Elsewhere(on clients.Profile) error {
	return fmt.Errorf("%s is not made for %s (it calls no %s.connectSocket, and does not log in): certify it on "+
		"another --platform, or a build that is made for %s", f.subject.Build, on.Name, on.API, on.Name)
}

// Explain turns the error of a build that could not be judged into one that names the platform for which it is made, if
// the failure shows that. Otherwise it returns the error unchanged.
func (f *Factory) Explain(err error) error {
	if err == nil || f.family.File == "" {
		return err
	}
	platform, asks := f.platform(err.Error())
	if platform == "" {
		return err
	}
	return fmt.Errorf("%s is made for %s, not for %s (%s): certify %s", f.subject.Build, platform,
		f.runtime.Platform().Name, asks, f.right(platform))
}

// Foreign is what is wrong with a build that does not log in, if it names the socket of another platform alone; nil
// otherwise.
func (f *Factory) Foreign() error {
	if f.family.File == "" || f.traits.foreign == "" {
		return nil
	}
	names := "no " + f.runtime.Platform().Socket
	if f.traits.names != "" {
		names = f.traits.names
	}
	return fmt.Errorf("%s is made for %s, not for %s (it names %s, and does not log in): certify %s",
		f.subject.Build, f.traits.foreign, f.runtime.Platform().Name, names, f.right(f.traits.foreign))
}

// missed is the name that an engine did not find, whichever engine says so; empty where it says something else.
func missed(says *regexp.Regexp, text string) string {
	m := says.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return cmp.Or(m[1:]...)
}

// platform recognises the platform from an API that, as an error shows, the build missed.
func (f *Factory) platform(text string) (platform, asks string) {
	if m := noModule.FindStringSubmatch(text); m != nil {
		name := strings.TrimPrefix(m[1], "node:")
		for _, h := range hosts {
			if slices.Contains(h.modules, name) {
				return h.platform, "it requires " + name
			}
		}
		return "", ""
	}
	if name := missed(noName, text); name != "" && !f.traits.native {
		for _, h := range hosts {
			if slices.Contains(h.names, name) {
				return h.platform, "it needs " + name
			}
		}
		return "", ""
	}
	if strings.Contains(text, "does not parse") && f.traits.esm {
		return "bundlers", "it is an ES module"
	}
	if f.traits.foreign == "" {
		return "", ""
	}
	if name := missed(noMember, text); name != "" {
		if slices.ContainsFunc(hosts, func(h host) bool { return slices.Contains(h.names, name) }) {
			return f.traits.foreign, "it needs " + name
		}
		return f.traits.foreign,
			fmt.Sprintf("it names no %s, and misses something of its own platform", f.runtime.Platform().Socket)
	}
	if strings.Contains(text, "new Function") || strings.Contains(text, "eval") {
		return f.traits.foreign, fmt.Sprintf("it names no %s, and makes code from strings", f.runtime.Platform().Socket)
	}
	return "", ""
}
