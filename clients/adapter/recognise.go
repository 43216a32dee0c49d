package adapter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"nimcert/clients"
)

// shape is what a build is by its exports. The published builds were read for it: @yxim/nim-web-sdk 8.9.103 to 9.21.12 and nim-web-sdk-ng 0.8.5 to 10.9.77-alpha.4, every file of their dist.
type shape string

// The shapes. Unknown says nothing: a family's own Check decides then.
const (
	unknown    shape = ""
	olderWhole shape = "@yxim/nim-web-sdk" // {NIM, Chatroom}, each with getInstance
	olderIM    shape = "the IM part of @yxim/nim-web-sdk alone"
	olderRoom  shape = "the chatroom part of @yxim/nim-web-sdk alone"
	v1IM       shape = "nim-web-sdk-ng with the V1 API alone"
	v1Room     shape = "the chatroom build of nim-web-sdk-ng's V1 API"
	v1QChat    shape = "the QChat build of nim-web-sdk-ng"
	v2IM       shape = "nim-web-sdk-ng with the V2 API" // the published ones have the V1 API as well
	v2Room     shape = "the chatroom build of nim-web-sdk-ng's V2 API"
)

// fits says which shapes a family's adapter can drive.
var fits = map[string][]shape{"nim": {olderWhole, olderIM, olderRoom}, "nimng": {v2IM}, "nimng-v1": {v1IM, v2IM}}

// file is the build that a family certifies.
var file = map[string]string{"nim": "NIM_Web_SDK_miniapp.js", "nimng": "dist/v2/NIM_MINIAPP_SDK.js", "nimng-v1": "NIM_MINIAPP_SDK.js"}

// instead is what to give where a build has another shape than its family drives.
var instead = map[shape]string{
	olderWhole: "give --family nim",
	olderIM:    "give --family nim",
	olderRoom:  "give --family nim",
	v1IM:       "give --family nimng-v1",
	v1Room:     "certify NIM_MINIAPP_SDK.js with --family nimng-v1; the chatroom build beside it is found",
	v1QChat:    "nimcert does not certify QChat; IM is NIM_MINIAPP_SDK.js with --family nimng-v1",
	v2IM:       "give --family nimng",
	v2Room:     "certify NIM_MINIAPP_SDK.js with --family nimng; the chatroom build beside it is found",
}

// shapeOf looks at the exports. It may run getters of the build, so the host guards it.
func shapeOf(exports *goja.Object) shape {
	if isClass(get(exports, "NIM"), "getInstance") && isClass(get(exports, "Chatroom"), "getInstance") {
		return olderWhole
	}
	switch { // an object with one of the two, as an application's own bundle may have it
	case get(exports, "Chatroom") == nil && isClass(get(exports, "NIM"), "getInstance"):
		return olderIM
	case get(exports, "NIM") == nil && isClass(get(exports, "Chatroom"), "getInstance"):
		return olderRoom
	}
	class := exports
	if d, ok := get(exports, "default").(*goja.Object); ok {
		class = d
	}
	proto, ok := get(class, "prototype").(*goja.Object)
	if !ok {
		return unknown
	}
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { _, ok := goja.AssertFunction(get(proto, n)); return !ok })
	}
	name := ""
	if v := get(class, "name"); v != nil {
		name = v.String()
	}
	switch {
	case isClass(class, "getInstance") && get(class, "Protocol") != nil && has("getChatroom", "closeChatroom"):
		return olderRoom
	case isClass(class, "getInstance") && get(class, "Protocol") != nil:
		return olderIM
	case get(exports, "V2NIMConst") != nil:
		return v2IM
	case get(exports, "V2NIMChatroomConst") != nil, has("enter", "exit") && isClass(class, "newInstance"):
		return v2Room
	case has("connect", "kickOtherClients"):
		return v1QChat
	case has("connect", "kick"), has("connect") && isClass(class, "registerService"):
		return v1IM
	case has("connect") && name == "Chatroom":
		return v1Room
	}
	return unknown
}

// part is a build that exports a part of its family's SDK.
type part struct {
	name    string // under which a whole build exports it
	missing map[clients.Capability]string
}

// parts are the builds that have one of NIM and Chatroom. The published ones (NIM_Web_NIM_miniapp.js and NIM_Web_Chatroom_miniapp.js) are that class itself.
var parts = map[shape]part{
	olderIM: {"NIM", map[clients.Capability]string{clients.Chatroom: "this build exports no Chatroom"}},
	olderRoom: {"Chatroom", map[clients.Capability]string{
		clients.IM: "this build exports no NIM", clients.Upload: "this build exports no NIM, and the scenarios upload from one account to another",
	}},
}

// whole is the part as a whole build would export it, so that one application script drives all three.
func (p part) whole(vm *goja.Runtime, exports *goja.Object) goja.Value {
	if get(exports, p.name) != nil {
		return exports
	}
	whole := vm.NewObject()
	_ = whole.Set(p.name, exports) // a new object takes anything
	return whole
}

// get is a property that is there, and nil otherwise.
func get(o *goja.Object, name string) goja.Value {
	if v := o.Get(name); v != nil && !goja.IsUndefined(v) && !goja.IsNull(v) {
		return v
	}
	return nil
}

func isClass(v goja.Value, static string) bool {
	o, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	_, ok = goja.AssertFunction(get(o, static))
	return ok
}

// mistaken says why a build of this shape is none of the family, as a sentence without its subject; empty where it is one, or where the shape is not known.
func (f Family) mistaken(s shape) string {
	driven, ok := fits[f.Flag]
	if s == unknown || !ok || slices.Contains(driven, s) {
		return ""
	}
	return fmt.Sprintf("it is %s, not a build for --family %s: %s", s, f.Flag, instead[s])
}

// host is a platform that builds are made for, by what a build asks of it and a mini program on WeChat does not have.
type host struct {
	platform string
	modules  []string // that it requires
	names    []string // that it reads
	socket   string   // by which its source names the platform's socket
}

var hosts = []host{
	{platform: "React Native", modules: []string{"react-native"}},
	{platform: "Node.js", modules: []string{"path", "fs", "os", "net", "tls", "http", "https", "url", "util", "stream", "crypto", "events", "buffer", "zlib", "ws", "child_process"},
		names: []string{"process", "Buffer", "global", "__dirname", "__filename", "setImmediate"}},
	{platform: "uni-app", names: []string{"uni", "plus"}, socket: "uni.connectSocket"},
	{platform: "Alipay mini programs", names: []string{"my"}, socket: "my.connectSocket"},
	{platform: "Baidu mini programs", names: []string{"swan"}, socket: "swan.connectSocket"},
	{platform: "ByteDance mini programs", names: []string{"tt"}, socket: "tt.connectSocket"},
	{platform: "QQ mini programs", names: []string{"qq"}, socket: "qq.connectSocket"},
	{platform: "Kuaishou mini programs", names: []string{"ks"}, socket: "ks.connectSocket"},
	{platform: "JD mini programs", names: []string{"jd"}, socket: "jd.connectSocket"},
	{platform: "DingTalk mini programs", names: []string{"dd"}, socket: "dd.connectSocket"},
	{platform: "browsers", names: []string{"window", "document", "self", "performance", "navigator", "location", "localStorage", "sessionStorage", "indexedDB", "XMLHttpRequest", "WebSocket", "FormData",
		"Blob", "File", "FileReader", "fetch", "Headers", "AbortController", "addEventListener", "HTMLElement", "MutationObserver", "MessageChannel", "URL", "URLSearchParams", "TextEncoder", "TextDecoder", "crypto", "atob", "btoa", "Image", "Worker"}},
}

var (
	noModule = regexp.MustCompile(`module "([^"]+)"`)
	noName   = regexp.MustCompile(`ReferenceError: ([A-Za-z_$][\w$]*) is not defined`)
	noMember = regexp.MustCompile(`Cannot read property '([^']+)' of (?:undefined|null)`)
	// esModule is what only an ES module has at its top: the goja error alone does not tell it from a slip.
	esModule = regexp.MustCompile(`(?:^|[;}\n])\s*(?:import\s*(?:[\w$]+[\s,]|[*{"'])|export\s*(?:[{*]|default\b|const\b|class\b|function\b))`)
	// ngNames and olderNames are how the two generations call their files, in the comment at their tops too.
	ngNames    = regexp.MustCompile(`\b(?:NIM|CHATROOM|QCHAT)_(?:BROWSER|UNIAPP|RN|MINIAPP)_SDK\b`)
	olderNames = regexp.MustCompile(`\bNIM_Web_(?:SDK|NIM|Chatroom)`)
)

// traits are what a source tells without running: which sockets it names, and how its file is called.
type traits struct {
	wx, esm bool
	foreign string // the platform whose socket it names, where it names none of WeChat's
	older   bool   // by its names
	ng      bool
}

func traitsOf(name, source string) traits {
	t := traits{wx: strings.Contains(source, "wx.connectSocket"), esm: esModule.MatchString(source)}
	head := name + "\n" + source[:min(len(source), 1024)]
	t.older, t.ng = olderNames.MatchString(head), ngNames.MatchString(head)
	for _, h := range hosts {
		if !t.wx && h.socket != "" && strings.Contains(source, h.socket) {
			t.foreign = h.platform
			break
		}
	}
	if !t.wx && t.foreign == "" && strings.Contains(source, "WebSocket") && strings.Contains(source, "XMLHttpRequest") {
		t.foreign = "browsers"
	}
	return t
}

// right names the file that is certified instead, by the build's own generation where its name tells it.
func (f *Factory) right() string {
	switch {
	case f.traits.older:
		return file["nim"] + " with --family nim"
	case f.traits.ng && f.family.Flag == "nim":
		return "NIM_MINIAPP_SDK.js with --family nimng (V2 API) or nimng-v1"
	}
	return file[f.family.Flag] + " with --family " + f.family.Flag
}

// Suspect says whether the build names no socket of WeChat's, so that it is worth a login before it is judged.
func (f *Factory) Suspect() bool { return f.family.Flag != "" && !f.traits.wx }

// Explain says, of what a build failed with before it could be judged, for which platform it is made, where that is what the failure shows. Otherwise the error stays as it is.
func (f *Factory) Explain(err error) error {
	if err == nil || f.family.Flag == "" {
		return err
	}
	platform, asks := f.platform(err.Error())
	if platform == "" {
		return err
	}
	return fmt.Errorf("%s is made for %s, not for WeChat mini programs (%s): certify %s", f.subject.Build, platform, asks, f.right())
}

// platform recognises what an error shows that the build asked of its host in vain.
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
	if m := noName.FindStringSubmatch(text); m != nil && !f.traits.wx {
		for _, h := range hosts {
			if slices.Contains(h.names, m[1]) {
				return h.platform, "it needs " + m[1]
			}
		}
		return "", ""
	}
	if strings.Contains(text, "does not parse") && f.traits.esm {
		return "bundlers or Node.js", "it is an ES module"
	}
	if f.traits.foreign == "" {
		return "", ""
	}
	if m := noMember.FindStringSubmatch(text); m != nil {
		if slices.ContainsFunc(hosts, func(h host) bool { return slices.Contains(h.names, m[1]) }) {
			return f.traits.foreign, "it needs " + m[1]
		}
		return f.traits.foreign, "it names no wx.connectSocket, and misses something of its own platform"
	}
	if strings.Contains(text, "new Function") || strings.Contains(text, "eval") {
		return f.traits.foreign, "it names no wx.connectSocket, and makes code from strings"
	}
	return "", ""
}
