package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"
)

// A client that breaks the harness ends in errors, soon, and the next one is certified as if nothing had been.
func TestAClientThatLoopsInItsFirstCall(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "loops.js", "module.exports = {NIM: {getInstance: function () { while (true) {} }}, Chatroom: {getInstance: function () { while (true) {} }}}")
	write(t, dir, "ginkgo.yml", "sdks: [{name: loops, family: nim, build: loops.js}, {name: reference, family: reference}]\n")
	o := nimcert(t, dir, "certify", "--run", "REC,KCK")
	g.Expect(o.code).To(Equal(exitBroke), o.stderr)
	g.Expect(o.out).To(ContainSubstring("without giving the thread back"))
	g.Expect(o.stderr).NotTo(ContainSubstring("goroutine"))
	for folder, gate := range map[string]string{"yxim-nim-web-sdk-unknown": "error", "reference-1": "open"} {
		data, err := os.ReadFile(filepath.Join(dir, "out", folder, "certificate.json"))
		g.Expect(err).NotTo(HaveOccurred())
		var c struct{ Gate string }
		g.Expect(json.Unmarshal(data, &c)).To(Succeed())
		g.Expect(c.Gate).To(Equal(gate), folder)
	}
}
