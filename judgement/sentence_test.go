package judgement

import (
	"encoding/json"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/internal/words"
	"nimcert/ledger"
)

var (
	testCount = Say("test.count", "{what}: {n:times} instead of {want:times}{at:at}",
		"{what}：{n:times}，应为 {want:times}{at:at}")
	testEnd  = Say("test.end", "{what:end} It is known", "{what:end}这是已知的")
	testDone = Say("test.done", "{verb}'s done", "{verb} 的 done")
	testHeld = Say("test.held", "{n:socket} at the {who} after {d:short}, {said:q}, {share:.1f} %",
		"{d:short} 之后{who}有 {n} 个 socket，{said:q}，{share:.1f} %")
)

func TestAPhraseIsSaidInBothLanguages(t *testing.T) {
	for _, c := range []struct {
		is     Phrase
		en, zh string
	}{
		{
			testCount.Of(testDone.Of("destroy"), 0, 1,
				ledger.Timeline{{At: 1500 * time.Millisecond}, {At: 3 * time.Second}}),
			"destroy's done: never instead of once (at 1.500 s, 3.000 s)",
			"destroy 的 done：一次也没有，应为 1 次（1.500 s, 3.000 s）",
		},
		{
			testHeld.Of(1, ledger.Host, 90*time.Second, "a\nb", 9.96),
			`1 socket at the host after 1m30s, "a\nb", 10.0 %`, `1m30s 之后平台上有 1 个 socket，"a\nb"，10.0 %`,
		},
		{
			testHeld.Of(2, ledger.Server, time.Second, "{who}", 0.0),
			`2 sockets at the server after 1s, "{who}", 0.0 %`, `1s 之后服务端有 2 个 socket，"{who}"，0.0 %`,
		},
		{testCount.Of(Plain("a"), 2, 0, ledger.Timeline{}), "a: 2 times instead of never", "a：2 次，应为 一次也没有"},
		{testEnd.Of(Plain("late")), "late. It is known", "late。这是已知的"},
		{testEnd.Of("late."), "late. It is known", "late.这是已知的"},
		// Texts of an SDK, and texts that have both languages themselves.
		{testDone.Of("never"), "never's done", "never 的 done"},
		{testDone.Of(words.Bilingual{EN: "two", ZH: "二"}), "two's done", "二 的 done"},
		{testDone.Of([]Phrase{testDone.Of("a"), Plain("b")}), "a's done; b's done", "a 的 done；b 的 done"},
		{testDone.Of(Plain("the disk is full")), "the disk is full's done", "the disk is full 的 done"},
	} {
		g := NewWithT(t)
		g.Expect(c.is.Text).To(Equal(c.en))
		g.Expect(c.is.Chinese()).To(Equal(c.zh))

		b, err := json.Marshal(Finding{c.is, []int{3}})
		g.Expect(err).NotTo(HaveOccurred())
		var back Finding
		g.Expect(json.Unmarshal(b, &back)).To(Succeed())
		g.Expect(back).To(Equal(Finding{c.is, []int{3}}), "%s", b)
	}
}

func TestWordsOfANewerEditionStayEnglish(t *testing.T) {
	g := NewWithT(t)
	var p Phrase
	g.Expect(json.Unmarshal([]byte(`{"key":"test.of-tomorrow","args":[5],"text":"five"}`), &p)).To(Succeed())
	g.Expect(p.Bilingual()).To(Equal(words.Bilingual{EN: "five"}))
	g.Expect(json.Unmarshal([]byte(`{"key":"test.done","args":[],"text":"done"}`), &p)).To(Succeed())
	g.Expect(p.Bilingual()).To(Equal(words.Bilingual{EN: "done"}), "the sentence took no argument then")
}

func TestAlikeLeavesOutNumbersAndTimes(t *testing.T) {
	g := NewWithT(t)
	at := func(verb string, n int, d time.Duration) Phrase {
		return testCount.Of(testDone.Of(verb), n, 1, ledger.Timeline{{At: d}})
	}
	g.Expect(at("destroy", 2, time.Second).Alike(at("destroy", 3, 2*time.Second))).To(BeTrue())
	g.Expect(at("destroy", 2, time.Second).Alike(at("disconnect", 2, time.Second))).To(BeFalse())
	g.Expect(testDone.Of("x").Alike(Plain("x's done"))).To(BeFalse())
	g.Expect(testHeld.Of(1, ledger.Host, time.Hour, "a", 0.5).Alike(
		testHeld.Of(2, ledger.Host, time.Second, "b", 9.5))).To(BeTrue())
	g.Expect(testHeld.Of(1, ledger.Host, time.Hour, "a", 0.5).Alike(
		testHeld.Of(1, ledger.Server, time.Hour, "a", 0.5))).To(BeFalse())
	thrown := func(s string) Phrase { return testDone.Of(s) }
	g.Expect(thrown("Error: no (at x.js:1:2, x.js:3:4)").Alike(thrown("Error: no (at x.js:9:9)"))).To(BeTrue())
	g.Expect(thrown("Error: no (at x.js:1:2)").Alike(thrown("Error: yes (at x.js:1:2)"))).To(BeFalse())
	g.Expect(CompareKind(at("destroy", 2, time.Second), at("destroy", 3, 0))).To(BeZero())
}

func TestASentenceThatIsWrongIsNotDeclared(t *testing.T) {
	for name, say := range map[string]func(){
		"a place that Chinese lacks":  func() { Say("test.a", "{x} and {y}", "{x}") },
		"a place that English lacks":  func() { Say("test.b", "{x}", "{x}{y}") },
		"a key that is taken":         func() { Say("test.done", "x", "x") },
		"no key":                      func() { Say("", "x", "x") },
		"too few arguments":           func() { testCount.Of() },
		"what no sentence can say":    func() { testDone.Of(struct{}{}) },
		"words where a place is left": func() { testDone.Phrase() },
	} {
		NewWithT(t).Expect(say).To(Panic(), name)
	}
}
