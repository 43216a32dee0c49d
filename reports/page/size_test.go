package page_test

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/verdict/verdicttest"
)

func TestThePageSaysHowMuchOfAPackageABuildTakes(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	g.Expect(pageOf(g, r).text()).NotTo(ContainSubstring(" KiB ("), "there is no file")
	r.Subject.Digest(make([]byte, 512<<10))
	g.Expect(pageOf(g, r).text()).To(ContainSubstring("512.0 KiB (25.0 %)"))
}
