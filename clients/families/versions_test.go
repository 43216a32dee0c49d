package families

import (
	"testing"

	. "github.com/onsi/gomega"
)

// What is installed has a version; the modules of this program, which a test does not know, are held by cmd/nimcert.
func TestWhatRunsABuildHasAVersion(t *testing.T) {
	t.Cleanup(CloseEngines)
	g := NewWithT(t)
	uni := load(t, onUniApp[0].file, onUniApp[0].family)
	g.Expect(uni.Versions()).To(HaveKeyWithValue(uniApp, MatchRegexp(`^@dcloudio/uni-mp-weixin \d`)))
	for name, version := range map[string]string{
		"v8": `^Node\.js \d+\.\d+\.\d+, V8 \d`, "jsc": `^libjavascriptcoregtk-\S+ \d`,
	} {
		e, err := engine(name)
		if err != nil {
			t.Log(err)
			continue
		}
		g.Expect(e.Versions()).To(HaveKeyWithValue(name, MatchRegexp(version)))
	}
}
