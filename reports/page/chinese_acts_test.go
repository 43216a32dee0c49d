package page

import (
	"os"
	"regexp"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/ledger"
	"nimcert/reports/evidence"
	"nimcert/verdict"
)

// shown is a text as the page's script looks it up.
func shown(dictionary map[string]string, en string) string {
	if zh, ok := dictionary[en]; ok {
		return zh
	}
	return dictionary[measured.ReplaceAllString(en, "#")]
}

// What a schedule of an application does is drawn in Chinese, too. Its sentences are those of the sources.
func TestWhatAnApplicationsUserDoesIsThereInChinese(t *testing.T) {
	g := NewWithT(t)
	said := []string{"the user logs dave in", "kick bob, reason 1", "kick out of chatroom 1001, reason 2",
		"wlnimsc0.netease.im is unreachable", "the service refuses logins with code 302", "black hole",
		"the service answers a close 3s late", "the application says of its number of sockets: 2",
		"who is not connected tries again", "the user does not leave a page: none is open"}
	for file, pattern := range map[string]string{
		"clients/application/client.go": `Detail: "(the user [^"]*[a-z])"`,
		"scenario/user.go":              `(?:Mark|asks)\("([^"%]+)"\)`,
		"scenario/world.go":             `Mark\("([^"%]+)"\)`,
		"session/device.go":             `device\("([^"%]+)"`,
	} {
		source, err := os.ReadFile("../../" + file)
		g.Expect(err).NotTo(HaveOccurred())
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(source), -1) {
			said = append(said, m[1])
		}
	}
	g.Expect(len(said)).To(BeNumerically(">", 15))
	words := dictionary(nil, nil)
	for _, what := range said {
		label := evidence.Short(ledger.Event{Who: ledger.Test, Kind: ledger.Act, Detail: what})
		g.Expect(shown(words, label)).To(MatchRegexp(`\p{Han}`), what)
	}
	for en, zh := range words {
		g.Expect(strings.Count(zh, "#")).To(BeNumerically("<=", strings.Count(en, "#")), en)
	}
}

func TestTheSourcesOfRequirementsAndRulesAreThereInChinese(t *testing.T) {
	g := NewWithT(t)
	for _, r := range append(catalogue.All(), catalogue.Rules()...) {
		zh := chineseSource.Replace(r.Source)
		for _, name := range []string{"SDK", "done", "onwillreconnect", "kicked"} {
			zh = strings.ReplaceAll(zh, name, "")
		}
		g.Expect(zh).NotTo(MatchRegexp(`[A-Za-z]{2}`), r.ID)
	}
}

func TestTheChinesePageSaysInChineseThatARunWasInterrupted(t *testing.T) {
	g := NewWithT(t)
	for _, why := range []string{"it was interrupted after 3 schedules", "it was interrupted after 1 schedule",
		"the run was interrupted; this build was tried to the end"} {
		_, advice := adviceChinese(verdict.Run{Subject: clients.Subject{Name: "sdk"}, Broke: why})
		g.Expect(advice).NotTo(MatchRegexp(`[A-Za-z]`), why)
	}
	_, advice := adviceChinese(verdict.Run{Broke: "it was interrupted after 3 schedules"})
	g.Expect(advice).To(ContainSubstring("3"))
	_, advice = adviceChinese(verdict.Run{Broke: "throws: oops"})
	g.Expect(advice).To(HaveSuffix("throws: oops"), "words of an SDK stay")
}
