package runner

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
)

// published is where `make sdks` puts the published packages.
const published = "../sdks/node_modules"

// publishedMini is the older family's mini-program build, or a part of it.
var publishedMini = regexp.MustCompile(`/NIM_Web_(SDK|NIM|Chatroom)_miniapp\.js$`)

// right reports whether a published file is one of a family, by the packages' own layout.
func right(path, family string) bool {
	older, ng := publishedMini.MatchString(path), strings.HasSuffix(path, "/NIM_MINIAPP_SDK.js")
	room, v2 := strings.HasSuffix(path, "/CHATROOM_MINIAPP_SDK.js"), strings.Contains(path, "/v2/")
	switch family {
	case "nim":
		return older
	case "nimng":
		return (ng || room) && v2
	}
	return ng || room && !v2 // the IM build of dist/v2 has the V1 API as well
}

// Every file of the published packages with every family: all of them with NIMCERT_EVERY_BUILD set, which takes two
// minutes, and a sample without.
func TestABuildOfAnotherKindIsRecognised(t *testing.T) {
	var files []string
	sample := map[string]bool{"nim-web-sdk-9.21.12": true, "nim-web-sdk-ng-0.8.5": true,
		"nim-web-sdk-ng-10.9.77-alpha.4": true}
	err := filepath.WalkDir(published, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".js" {
			return err
		}
		rel, _ := filepath.Rel(published, path)
		pkg, rest, _ := strings.Cut(filepath.ToSlash(rel), "/")
		if !strings.HasPrefix(pkg, "nim-web-sdk-") || !strings.HasPrefix(rest, "dist/") ||
			!sample[pkg] && os.Getenv("NIMCERT_EVERY_BUILD") == "" {
			return nil
		}
		// What else is there are modules of the builds, of a few kilobytes each.
		if info, err := d.Info(); err == nil && info.Size() > 50<<10 {
			files = append(files, path)
		}
		return nil
	})
	if os.IsNotExist(err) {
		t.Skip("the published SDKs are not installed: make sdks")
	}
	g := NewWithT(t)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(files).NotTo(BeEmpty())
	every := os.Getenv("NIMCERT_EVERY_BUILD") != ""
	for i, path := range files {
		for j, family := range []string{"nim", "nimng", "nimng-v1"} {
			if !every && i%3 != j {
				continue
			}
			s, err := LoadSubject(t.Context(), family, path, clients.Profile{})
			g.Expect(err).NotTo(HaveOccurred())
			what := family + " " + path
			if right(filepath.ToSlash(path), family) {
				g.Expect(s.Broken).NotTo(HaveOccurred(), what)
				continue
			}
			g.Expect(s.Broken).To(HaveOccurred(), what)
			if every {
				t.Log(what, "\n    ", s.Broken)
			}
			why := s.Broken.Error()
			g.Expect(why).NotTo(ContainSubstring("\n"), what)
			g.Expect(why).To(
				Or(MatchRegexp(`not for WeChat mini programs \(.*\): certify \S+\.js`),
					MatchRegexp(`it is .*, not a build for --family \S+: .*--family (nim|nimng|nimng-v1)\b`)), what)
		}
	}
}

// Names that other platforms have are no reason to refuse a build that gets along without them.
func TestABuildThatLooksForOtherPlatformsIsNoStranger(t *testing.T) {
	g := NewWithT(t)
	path := filepath.Join(t.TempDir(), "build.js")
	sdk, err := os.ReadFile("../clients/nim/zoo/sdk.js")
	g.Expect(err).NotTo(HaveOccurred())
	source := strings.ReplaceAll(string(sdk), "wx.connectSocket", "wx['connect' + 'Socket']") +
		"\nif (typeof uni !== 'undefined') uni.connectSocket({}); else if (typeof WebSocket !== 'undefined') new " +
		"XMLHttpRequest();\n"
	g.Expect(os.WriteFile(path, []byte(source), 0o600)).To(Succeed())
	s, err := LoadSubject(t.Context(), "nim", path, clients.Profile{})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(s.Broken).NotTo(HaveOccurred())
}

// A build that does not call a platform's API, and does not log in there, is told so: its requirements say nothing.
func TestABuildForAnotherMiniProgramPlatformIsToldSo(t *testing.T) {
	sdk, err := os.ReadFile("../clients/nim/zoo/sdk.js")
	if err != nil {
		t.Fatal(err)
	}
	all := clients.Profiles()
	for _, c := range []struct {
		on, also string
		told     bool
	}{
		{on: "alipay", told: true}, {on: "baidu", told: true}, {on: "douyin", told: true},
		{on: "qq"},     // QQ's program finds wx, too, and the build logs in
		{on: "wechat"}, // its own
		{on: "alipay", also: "\nif (typeof my !== 'undefined' && my.connectSocket.none) my.none();\n"}, // it is judged
	} {
		g := NewWithT(t)
		path := filepath.Join(t.TempDir(), "build.js")
		g.Expect(os.WriteFile(path, []byte(string(sdk)+c.also), 0o600)).To(Succeed())
		on := all[slices.IndexFunc(all, func(p clients.Profile) bool { return p.Name == c.on })]
		s, err := LoadSubject(t.Context(), "nim", path, on)
		g.Expect(err).NotTo(HaveOccurred())
		if !c.told {
			g.Expect(s.Broken).NotTo(HaveOccurred(), c.on)
			continue
		}
		g.Expect(s.Broken).To(MatchError(And(ContainSubstring("is not made for "+c.on),
			ContainSubstring("certify it on another --platform"))), c.on)
	}
}
