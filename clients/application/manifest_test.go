package application

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

// folder is an application's folder with a manifest and files.
func folder(t *testing.T, manifest string, files ...string) string {
	t.Helper()
	g := NewWithT(t)
	dir := t.TempDir()
	for _, name := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		g.Expect(os.MkdirAll(filepath.Dir(path), 0o755)).To(Succeed())
		g.Expect(os.WriteFile(path, nil, 0o600)).To(Succeed())
	}
	if manifest != "" {
		g.Expect(os.WriteFile(filepath.Join(dir, ManifestFile), []byte(manifest), 0o600)).To(Succeed())
	}
	return dir
}

const whole = "sdk: nim.js\nlogin: app.js#login\nlogout: app.js#logout\n"

func TestAManifestIsReadOrSaysWhatIsWrong(t *testing.T) {
	for manifest, says := range map[string]string{
		"":                                "is not there: it names the application's functions",
		"- a":                             "is no manifest: line 1: cannot unmarshal",
		whole + "lgin: x":                 `line 4: unknown field "lgin": did you mean login?`,
		"login: a":                        "sdk is missing",
		"sdk: nim.js":                     "login is missing",
		"sdk: nim.js\nlogin: app.js#in":   "logout is missing",
		"sdk: a\nlogin: app\nlogout: b#c": `login is "app": write FILE#FUNCTION`,
		"sdk: a\nlogin: '#in'\nlogout: b": `login is "#in": write FILE#FUNCTION`,
		"sdk: a\nlogin: im.js#in\nlogout: app.js#out":        "login is in im.js, which is not there",
		whole + "enterRoom: app.js#enter":                    "leaveRoom is missing",
		whole + "leaveRoom: app.js#leave":                    "leaveRoom needs enterRoom",
		whole + "enterRoom: pages/no/no":                     "the page pages/no/no, which is not there",
		whole + "pages: [pages/no/no]":                       "the page pages/no/no is not there",
		whole + "start: pages/no/no":                         "the page pages/no/no is not there",
		whole + "app: main.js":                               "app is main.js, which is not there",
		whole + "roomsOnly: true":                            "enterRoom is missing: an application of chatrooms alone",
		whole + "count: [1]":                                 "line 4: cannot unmarshal",
		whole + "enterRoom: pages/room/room\npages: []":      "",
		whole + "enterRoom: app#enter\nleaveRoom: app#leave": "",
	} {
		t.Run(strings.ReplaceAll(manifest, "\n", ";"), func(t *testing.T) {
			g := NewWithT(t)
			_, err := readManifest(folder(t, manifest, "app.js", "pages/room/room.js"))
			if says == "" {
				g.Expect(err).NotTo(HaveOccurred())
				return
			}
			g.Expect(err).To(MatchError(ContainSubstring(says)))
			g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
			g.Expect(err.Error()).NotTo(ContainSubstring("application.Manifest"))
		})
	}
	_, err := readManifest(filepath.Join(t.TempDir(), "nothing"))
	NewWithT(t).Expect(err).To(MatchError(ContainSubstring("is no folder")))
}

func TestTheSDKStandsWhereTheApplicationAsksForIt(t *testing.T) {
	g := NewWithT(t)
	g.Expect(places("utils/./nim.js")).To(Equal([]string{"utils/nim.js"}))
	g.Expect(places("@yxim/nim-web-sdk")).To(ContainElement("miniprogram_npm/@yxim/nim-web-sdk/index.js"))
	g.Expect(places("")).To(BeEmpty())
}
