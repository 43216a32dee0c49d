package runner

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/weapp"
)

func never(int) error { return nil }

// found are the builds of a package by file and family, with what is wrong with each.
func found(p Package) map[string]string {
	out := map[string]string{}
	for _, b := range p.Builds {
		out[b.File+" "+b.Family] = ""
		if b.Subject.Broken != nil {
			out[b.File+" "+b.Family] = b.Subject.Broken.Error()
		}
	}
	return out
}

func left(p Package) map[string]string {
	out := map[string]string{}
	for _, l := range p.Left {
		out[l.File] = l.Why
	}
	return out
}

func TestAPackageIsLookedThrough(t *testing.T) {
	if testing.Short() {
		t.Skip("it loads every script of a package")
	}
	if _, err := os.Stat(published); err != nil {
		t.Skip("the published SDKs are not installed: make sdks")
	}
	g := NewWithT(t)
	p, err := LoadPackage(t.Context(), filepath.Join(published, "nim-web-sdk-ng-10.8.1"), PackageFamilies(),
		clients.Profile{}, never)
	g.Expect(err).NotTo(HaveOccurred())
	builds := found(p)
	for _, name := range []string{
		"dist/v1/CHATROOM_MINIAPP_SDK.js nimng-v1", "dist/v2/CHATROOM_MINIAPP_SDK.js nimng",
		"dist/v2/NIM_MINIAPP_SDK.js nimng", "dist/v2/NIM_MINIAPP_SDK.js nimng-v1", // it has both APIs
	} {
		g.Expect(builds).To(HaveKeyWithValue(name, ""))
	}
	if _, err := weapp.FindUniApp("../sdks"); err == nil {
		g.Expect(builds).To(HaveKeyWithValue("dist/v2/NIM_UNIAPP_SDK.js nimng-uni", ""))
		g.Expect(builds).To(HaveKeyWithValue("dist/v1/CHATROOM_UNIAPP_SDK.js nimng-v1-uni", ""))
		g.Expect(builds).To(HaveKeyWithValue("dist/v1/QCHAT_UNIAPP_SDK.js nimng-qchat-uni", ""))
		g.Expect(builds).NotTo(HaveKey("dist/v2/NIM_MINIAPP_SDK.js nimng-uni"), "it runs there, and is not made for it")
	}
	others := left(p)
	g.Expect(others).To(HaveKeyWithValue("dist/v2/NIM_BROWSER_SDK.js", ContainSubstring("is made for browsers")))
	g.Expect(others).To(HaveKeyWithValue("dist/v2/NIM_RN_SDK.js", ContainSubstring("is made for React Native")))
	g.Expect(others).To(HaveKeyWithValue("dist/esm/nim.js", ContainSubstring("it is an ES module")))
	files, err := scripts(filepath.Join(published, "nim-web-sdk-ng-10.8.1"))
	g.Expect(err).NotTo(HaveOccurred())
	seen := map[string]bool{}
	for _, b := range p.Builds {
		seen[b.File] = true
	}
	g.Expect(len(seen)+len(p.Left)).To(Equal(len(files)), "each script is judged or listed")
}

// A build is found by what it exports, whatever its file is called; one that is called as a build is, and breaks, is
// none of another platform: its verdict is an error, and no green without it.
func TestAPackageIsKnownByWhatItsScriptsExport(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	sdk, err := os.ReadFile("../clients/nim/zoo/sdk.js")
	g.Expect(err).NotTo(HaveOccurred())
	for name, source := range map[string]string{
		"lib/im.js":                    string(sdk),
		"lib/helper.js":                "module.exports = {add: 1};",
		"lib/NIM_Web_SDK_miniapp.js":   "throw new Error('out of luck');",
		"node_modules/other/index.js":  string(sdk),
		"lib/index.d.ts":               "export {}",
		"lib/NIM_Web_NIM_nodejs.js":    "require('fs');",
		"lib/nested/deep/module.mjs":   "import a from 'b'; export default a;",
		"lib/nested/.hidden/hidden.js": string(sdk),
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		g.Expect(os.MkdirAll(filepath.Dir(path), 0o755)).To(Succeed())
		g.Expect(os.WriteFile(path, []byte(source), 0o600)).To(Succeed())
	}
	p, err := LoadPackage(t.Context(), dir, PackageFamilies(), clients.Profile{}, never)
	g.Expect(err).NotTo(HaveOccurred())
	builds := found(p)
	g.Expect(builds).To(HaveLen(2))
	g.Expect(builds).To(HaveKeyWithValue("lib/im.js nim", ""))
	g.Expect(builds).To(HaveKeyWithValue("lib/NIM_Web_SDK_miniapp.js nim", ContainSubstring("out of luck")))
	others := left(p)
	g.Expect(others).To(HaveLen(3))
	g.Expect(others).To(HaveKeyWithValue("lib/helper.js", ContainSubstring("it exports no")))
	g.Expect(others).To(HaveKeyWithValue("lib/NIM_Web_NIM_nodejs.js", ContainSubstring("is made for Node.js")))
	g.Expect(others).To(HaveKeyWithValue("lib/nested/deep/module.mjs", ContainSubstring("it is an ES module")))
}

// A build that ended the process of an earlier try is not run again.
func TestABuildOfAPackageThatEndedAProcessIsNotRunAgain(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	g.Expect(os.WriteFile(filepath.Join(dir, "NIM_Web_SDK_miniapp.js"), []byte("module.exports = {}"), 0o600)).
		To(Succeed())
	p, err := LoadPackage(
		t.Context(),
		dir,
		[]string{"nim"},
		clients.Profile{},
		func(int) error { return errors.New("it ended the process") },
	)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(found(p)).To(HaveKeyWithValue("NIM_Web_SDK_miniapp.js nim", "it ended the process"))
}
