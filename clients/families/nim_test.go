package families

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"
)

func TestABuildIsNamed(t *testing.T) {
	const script = "/*!\n * VERSION: 9.99.1\n */\nmodule.exports = {}"
	for _, tc := range []struct{ name, manifest, version string }{
		{"by its package", `{"name": "@yxim/nim-web-sdk", "version": "9.99.2"}`, "9.99.2"},
		{"by its first lines, without a package", "", "9.99.1"},
		{"by its first lines, in somebody else's package", `{"name": "an-application", "version": "1.0.0"}`, "9.99.1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g := NewWithT(t)
			dir := t.TempDir()
			sdk := filepath.Join(dir, "dist", "SDK")
			g.Expect(os.MkdirAll(sdk, 0o755)).To(Succeed())
			if tc.manifest != "" {
				g.Expect(os.WriteFile(filepath.Join(dir, "package.json"), []byte(tc.manifest), 0o600)).To(Succeed())
			}
			build := filepath.Join(sdk, "NIM_Web_SDK_miniapp.js")
			g.Expect(os.WriteFile(build, []byte(script), 0o600)).To(Succeed())
			f, err := Load("nim", build)
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(f.Subject().Name).To(Equal("@yxim/nim-web-sdk"))
			g.Expect(f.Subject().Version).To(Equal(tc.version))
			g.Expect(f.Subject().Build).To(Equal("NIM_Web_SDK_miniapp.js"))
			g.Expect(f.Subject().SHA512).To(HaveLen(128))
			sum := sha256.Sum256([]byte(script))
			g.Expect(f.Subject().SHA256).To(Equal(hex.EncodeToString(sum[:])))
		})
	}
}

func TestProbeSaysWhyABuildCannotBeCertified(t *testing.T) {
	for script, says := range map[string]string{
		"module.exports = {NIM: {}}":                                 "exports no Chatroom",
		"throw new TypeError('no luck')":                             "no luck",
		"module.exports = {NIM: window, Chatroom: window}":           "exports no NIM",
		"module.exports = {NIM: function(){}, Chatroom: undefined_}": "undefined_",
	} {
		g := NewWithT(t)
		build := filepath.Join(t.TempDir(), "build.js")
		g.Expect(os.WriteFile(build, []byte(script), 0o600)).To(Succeed())
		f, err := Load("nim", build)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(f.Probe(t.Context())).To(MatchError(ContainSubstring(says)), script)
	}
	for _, script := range []string{
		"module.exports = {NIM: {}, Chatroom: {}}",
		// an ES module that was made a CommonJS one
		`Object.defineProperty(exports, "__esModule", {value: true}); exports.default = {NIM: {}, Chatroom: {}}`,
	} {
		g := NewWithT(t)
		build := filepath.Join(t.TempDir(), "build.js")
		g.Expect(os.WriteFile(build, []byte(script), 0o600)).To(Succeed())
		f, err := Load("nim", build)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(f.Probe(t.Context())).To(Succeed(), "what loads and exports both is certified, whatever it then does")
	}
}
