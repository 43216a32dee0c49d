package judgement

import (
	"regexp"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

func TestFindingsInChinese(t *testing.T) {
	for en, zh := range map[string]string{
		"destroy's done: never instead of once": "destroy 的 done：一次也没有，应为 1 次",
		"destroy's done came at 1.050 s, while the host still counted 1 socket; it closed at 1.110 s (and 7 more)":                                                                           "destroy 的 done 在 1.050 s 触发，平台上当时还有 1 个 socket；它在 1.110 s 才关闭（另有 7 处）",
		"ondisconnect after the last of 3 attempts: 2 times instead of once (at 10.541 s, 10.541 s)":                                                                                         "3 次尝试中最后一次之后的 ondisconnect：2 次，应为 1 次（10.541 s, 10.541 s）",
		"destroy was called at 1.000 s, while the client waited for connect; at 12.500 s: 1 socket at the host, not 0; socket connecting at 2.000 s, and alice is logged in from 2.000 s on": "destroy 在 1.000 s 被调用（客户端正等待 connect）；到 12.500 s：平台上有 1 个 socket，应为 0；2.000 s 时 socket 开始连接，而且 alice 从 2.000 s 起处于登录状态",
		"bob logged in, and alice destroyed three times: 2 sockets at the host, not 1":                                                                                                       "bob 已登录，alice 被销毁三次：平台上有 2 个 socket，应为 1",
		// What an SDK said stays as it is, though it looks like a finding.
		"an exception was not caught at 1.000 s: Error: once: 2 times instead of once":                             "1.000 s 有异常没有被捕获：Error: once: 2 times instead of once",
		"a rejected promise was not handled at 1.000 s: never (and 2 more)":                                        "1.000 s 有 Promise 被拒绝而无人处理：never（另有 2 处）",
		"the client has no mini program":                                                                           "客户端没有小程序形态",
		"ondisconnect after the kick: never instead of once (and 1 more) Recorded as known: somebody looked at it": "被踢之后的 ondisconnect：一次也没有，应为 1 次（另有 1 处）。已登记为已知问题：somebody looked at it",
		"destroy's done: never instead of once. Recorded as known: it is so":                                       "destroy 的 done：一次也没有，应为 1 次。已登记为已知问题：it is so",
	} {
		got, ok := InChinese(en)
		if !ok || got != zh {
			t.Errorf("%q is\n%q, and should be\n%q", en, got, zh)
		}
	}
	got, ok := InChinese("it exploded at 1.000 s")
	NewWithT(t).Expect(ok).To(BeFalse())
	NewWithT(t).Expect(got).To(BeEmpty())
}

// A place that one language has and the other has not would lose a time, or show a $1.
func TestPatternsHaveTheSamePlacesInBothLanguages(t *testing.T) {
	place := regexp.MustCompile(`\$\d`)
	for _, list := range [][][2]string{findingWords, endFindings, momentFindings, invariantFindings, insideFindings, meetFindings} {
		seen := map[string]bool{}
		for _, w := range list {
			g := NewWithT(t)
			en := place.FindAllString(w[0], -1)
			for i, p := range en {
				g.Expect(p[1:]).To(Equal(string(rune('1'+i))), "%q counts its places from 1 on", w[0])
			}
			g.Expect(place.FindAllString(strings.ReplaceAll(w[1], "$=", "$"), -1)).To(ConsistOf(en), "%q and %q", w[0], w[1])
			g.Expect(seen[w[0]]).To(BeFalse(), "%q is there twice", w[0])
			seen[w[0]] = true
		}
	}
}
