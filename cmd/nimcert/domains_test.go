package main

import (
	"encoding/json"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

func TestDomainsListsWhatABuildContactsAndWhatIsMissing(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	full := nimcert(t, dir, "domains")
	g.Expect(full.code).To(Equal(exitOpen), full.stderr)
	g.Expect(full.out).To(ContainSubstring("wss://wlnimsc0.netease.im;wss://wlnimsc1.netease.im"))

	poor := "sdks: [{name: reference, family: reference}]\ndomains:\n  request: [https://lbs.netease.im]\n  socket: " +
		"['wss://wlnimsc0.netease.im:443']\n"
	o := nimcert(t, dir, "domains", "--config", write(t, dir, "poor.yml", poor), "--sdk", "reference", "--json")
	g.Expect(o.code).To(Equal(exitClosed), o.stderr)
	var said struct{ Kinds []contacted }
	g.Expect(json.NewDecoder(strings.NewReader(o.out)).Decode(&said)).To(Succeed())
	g.Expect(said.Kinds[0].Missing).To(Equal([]string{"https://wlnimsc0.netease.im", "https://wlnimsc1.netease.im"}))
	g.Expect(said.Kinds[1].Missing).To(Equal([]string{"wss://wlnimsc1.netease.im"}))

	nimcert(t, dir, "domains", "reference").refused(g, "domains takes flags only")
	nimcert(t, dir, "domains", "--build", "none.js", "--family", "nim").refused(g, "none.js is not there")
}
