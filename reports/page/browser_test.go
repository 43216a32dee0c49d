//go:build browser

package page_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	. "github.com/onsi/gomega"

	"nimcert/reports"
	"nimcert/reports/page"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// browser opens pages in headless Chromium and collects its complaints and its network requests.
type browser struct {
	*WithT
	ctx context.Context

	mu    sync.Mutex
	wrong []string // console errors, exceptions, violations of the policy
	asked []string // requests for anything but the page
}

func open(t testing.TB, lang string) *browser {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil && path == "" {
			path = p
		}
	}
	if path == "" {
		t.Fatal("these tests need Chromium: none of chromium, chromium-browser and google-chrome is in PATH")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("lang", lang), chromedp.Flag("accept-lang", lang))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(alloc)
	t.Cleanup(end)
	// The limit is for a browser that hangs; nothing is judged by it.
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	b := &browser{WithT: NewWithT(t), ctx: ctx}
	chromedp.ListenTarget(ctx, func(ev any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			b.wrong = append(b.wrong, e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			b.wrong = append(b.wrong, fmt.Sprint("console ", e.Type))
		case *log.EventEntryAdded:
			b.wrong = append(b.wrong, e.Entry.Text)
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, "file:") {
				b.asked = append(b.asked, e.Request.URL)
			}
		}
	})
	b.do(network.Enable(), log.Enable(), emulation.SetLocaleOverride().WithLocale(lang))
	return b
}

func (b *browser) do(actions ...chromedp.Action) {
	b.Expect(chromedp.Run(b.ctx, actions...)).To(Succeed())
}

// eval returns the value of an expression in the page.
func eval[T any](b *browser, js string) (out T) {
	b.do(chromedp.Evaluate(js, &out))
	return out
}

func (b *browser) size(width, height int64) { b.do(chromedp.EmulateViewport(width, height)) }

// clean says that nothing was wrong and that nothing left the page.
func (b *browser) clean() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.Expect(b.wrong).To(BeEmpty())
	b.Expect(b.asked).To(BeEmpty(), "a request left the page")
}

func written(t testing.TB, runs ...verdict.Run) string {
	t.Helper()
	dir := t.TempDir()
	NewWithT(t).Expect(reports.Write(dir, runs)).To(Succeed())
	return "file://" + filepath.Join(dir, verdict.PageFile)
}

const shown = `Array.from(document.querySelectorAll(".rq")).filter(e => e.offsetParent !== null).map(e => e.dataset.id)`

func TestBrowserFiltersAndKeepsThemInTheLink(t *testing.T) {
	b := open(t, "en-US")
	url := written(t,
		verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Failing("REC-01", "N = 3", "Four attempts."),
			verdicttest.Passing("REC-01", "N = 0"), verdicttest.Failing("REC-14", "", "x."),
			verdicttest.StoryEarlyDone()))
	b.do(chromedp.Navigate(url))
	b.Expect(eval[[]string](b, shown)).To(ConsistOf("LIM-01", "REC-01", "REC-14", "DST-02"))
	b.do(chromedp.Click(`[data-verdict=fail]`), chromedp.Click(`[data-level=MUST]`))
	b.Expect(eval[[]string](b, shown)).To(ConsistOf("REC-01", "DST-02"))
	b.Expect(eval[string](b, `document.querySelector("[data-verdict=fail]").getAttribute("aria-pressed")`)).To(
		Equal("true"))
	b.Expect(eval[string](b, `document.querySelector(".filter output").textContent`)).To(
		Equal("2 of 4 requirements shown"))
	link := eval[string](b, "location.href")
	b.Expect(link).To(And(ContainSubstring("verdict=fail"), ContainSubstring("level=MUST")))

	b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(link))
	b.Expect(eval[[]string](b, shown)).To(ConsistOf("REC-01", "DST-02"), "the link brings the filters along")
	b.do(chromedp.SendKeys(`.filter [name=q]`, "attempts"))
	b.Expect(eval[[]string](b, shown)).To(Equal([]string{"REC-01"}))
	b.do(chromedp.SendKeys(`.filter [name=q]`, "xyzzy"))
	b.Expect(eval[[]string](b, shown)).To(BeEmpty())
	b.Expect(eval[string](b, `document.querySelector(".filter output").textContent`)).To(
		Equal("No requirement matches."))
	b.Expect(eval[bool](b, `document.querySelector(".nothing").offsetParent !== null`)).To(BeTrue())
	b.do(chromedp.Click(`.filter [type=reset]`))
	b.Expect(eval[[]string](b, shown)).To(HaveLen(4))
	for choose, want := range map[string][]string{"condition=N+%3D+0": {"REC-01"}, "group=DST": {"DST-02"},
		"q=多少次也没有": nil, "q=rec-01/": {"REC-01"}} {
		b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(url+"#?"+choose))
		b.Expect(eval[[]string](b, shown)).To(ConsistOf(want), choose)
	}
	b.clean()
}

func TestBrowserOpensWhatALinkNames(t *testing.T) {
	b := open(t, "en-US")
	b.do(chromedp.Navigate(
		written(t, verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.StoryLogin(),
			verdicttest.StoryEarlyDone())) + "#LIM-01"))
	b.Expect(eval[bool](b, `document.querySelector("#LIM-01 details").open`)).To(BeTrue())
	// Enter and Space open and close, as every browser does for a summary; the skip link is the first stop.
	b.do(chromedp.Evaluate(`document.querySelector("#LIM-01 summary").focus()`, nil), chromedp.KeyEvent("\r"))
	b.Expect(eval[bool](b, `document.querySelector("#LIM-01 details").open`)).To(BeFalse())
	b.Expect(eval[string](b, `Array.from(document.querySelectorAll("a, button, summary, [tabindex]")).find(e => `+
		`e.offsetParent !== null).className`)).To(Equal("skip"))
	b.clean()
}

func TestBrowserZoomsATimeLine(t *testing.T) {
	b := open(t, "en-US")
	b.do(chromedp.Navigate(written(t, verdicttest.Run(verdicttest.StoryEarlyDone()))), chromedp.ScrollIntoView(".draw"),
		chromedp.WaitVisible(".zoom [data-do=in]"))
	const bars = `Array.from(document.querySelectorAll(".draw rect.so, .draw rect.sx")).map(e => ` +
		`+e.getAttribute("width"))`
	const page = `document.querySelector(".draw svg").outerHTML.replace(/ class=""/g, "")`
	before, at := eval[[]float64](b, bars), eval[string](b, page)
	height := eval[float64](b, `document.querySelector(".draw text.k").getBoundingClientRect().height`)
	b.do(chromedp.Click(".zoom [data-do=moment]"))
	after := eval[[]float64](b, bars)
	b.Expect(after).NotTo(Equal(before))
	b.Expect(eval[float64](b, `+document.querySelector(".draw").dataset.k`)).To(BeNumerically(">", 1))
	b.Expect(eval[float64](b, `document.querySelector(".draw text.k").getBoundingClientRect().height`)).To(
		BeNumerically("~", height, 0.5), "letters keep their size")
	b.Expect(eval[int](b, `document.querySelectorAll(".draw .at text").length`)).To(BeNumerically(">", 1),
		"the axis is labelled at every scale")
	b.do(chromedp.Click(".zoom [data-do=all]"))
	b.Expect(eval[[]float64](b, bars)).To(Equal(before))
	b.Expect(eval[string](b, page)).To(Equal(at), "all of it is as it was")

	// The keyboard does the same.
	b.do(chromedp.Focus(".draw"), chromedp.KeyEvent("+"), chromedp.KeyEvent("+"))
	b.Expect(eval[string](b, `document.querySelector(".draw").dataset.k`)).To(Equal("4.00"))
	x := eval[string](b, `document.querySelector(".draw path.gd").getAttribute("d")`)
	b.do(chromedp.KeyEvent("0"))
	b.Expect(eval[string](b, `document.querySelector(".draw path.gd").getAttribute("d")`)).NotTo(Equal(x))

	// Without the cuts one scale holds for all: the bar of the closing socket is a hundred times as long as that of the
	// open one.
	b.do(chromedp.Click(".zoom [data-do=even]"))
	b.Expect(eval[string](b, `document.querySelector(".zoom [data-do=even]").getAttribute("aria-pressed")`)).To(
		Equal("true"))
	wide := eval[[]float64](b, bars)
	b.Expect(wide[1] / wide[0]).To(BeNumerically(">", 50))
	b.clean()
}

func TestBrowserSpeaksChinese(t *testing.T) {
	b := open(t, "zh-CN")
	url := written(t,
		verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.StoryEarlyDone(),
			verdicttest.Failing("REC-02", "N = 1", "one thing")))
	b.do(chromedp.Navigate(url))
	b.Expect(eval[string](b, "document.documentElement.lang")).To(Equal("zh-CN"), "the browser's language decides")
	text := eval[string](b, "document.body.innerText")
	for _, part := range []string{"socket 关闭之后才调用 done", "未通过认证", "为什么重要", "门禁关闭", "显示 3 / 3 条要求"} {
		b.Expect(text).To(ContainSubstring(part))
	}
	b.Expect(text).To(ContainSubstring("one thing"), "what no pattern knows stays as it is")
	b.Expect(text).To(ContainSubstring("destroy 的 done 在 0.037 s 触发"), "what was found is said in Chinese")
	b.do(chromedp.Click(`[data-lang=en]`))
	b.Expect(eval[string](b, "document.documentElement.lang")).To(Equal("en"))
	b.Expect(eval[string](b, "document.body.innerText")).To(
		And(ContainSubstring("done comes after the sockets closed"), ContainSubstring("destroy's done came at 0.037 s"),
			Not(ContainSubstring("为什么重要"))))
	b.Expect(eval[string](b, "location.hash")).To(ContainSubstring("lang=en"))
	b.do(chromedp.Click(`[data-lang=zh]`))
	b.Expect(eval[string](b, "document.body.innerText")).To(ContainSubstring("为什么重要"))
	// Every word of the page has its Chinese: texts that stay English are a session's, or names.
	left := eval[[]string](b, `(() => {
		const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
			acceptNode: n => n.nodeType === 3 ? 1 :
			n.getAttribute("translate") === "no" ||
				n.matches("script, style, noscript, svg.tl, [data-zh], .id, .cond h4, option") ? 2 : 3 });
		const out = [];
		for (let n; n = walk.nextNode();
			) if (/[a-z]{3}/i.test(n.data) && !/[\u4e00-\u9fff]/.test(n.data)) out.push(n.data.trim());
		return out;
	})()`)
	for _, s := range left {
		b.Expect(s).To(MatchRegexp(`^(nimcert|MUST|SHOULD|SHA-512|SDK|[A-Z]{3}-\d\d|socket|destroy|N = \d+)$`),
			"not in Chinese")
	}
	b.clean()
}

// A link brings its language along, whatever the browser's is, and with or without a place to go to.
func TestBrowserTakesTheLanguageOfALink(t *testing.T) {
	url := written(t, verdicttest.Run(verdicttest.StoryEarlyDone()))
	for fragment, lang := range map[string]string{
		"#?lang=zh": "zh-CN", "#lang=zh": "zh-CN", "#DST-02?lang=zh": "zh-CN", "#DST-02?verdict=fail&lang=zh": "zh-CN",
		"#verdict=fail&lang=zh": "zh-CN", "#lang=en": "en", "#DST-02": "en", "": "en",
	} {
		b := open(t, "en-US")
		b.do(chromedp.Navigate(url + fragment))
		b.Expect(eval[string](b, "document.documentElement.lang")).To(Equal(lang), fragment)
		b.clean()
	}
}

func TestBrowserShowsAHostileMessageAsText(t *testing.T) {
	r := verdicttest.Run(verdicttest.StoryHostile(),
		verdicttest.Failing("REC-06", verdicttest.HostileText, verdicttest.HostileText))
	r.Subject.Name, r.Rerun = verdicttest.HostileText, verdicttest.HostileText
	for name, runs := range map[string][]verdict.Run{"one": {r}, "packed": {r, r, r}} {
		t.Run(name, func(t *testing.T) {
			b := open(t, "zh-CN")
			b.do(chromedp.Navigate(written(t, runs...)), chromedp.Click("[data-all=open]"))
			b.Expect(eval[string](b, "document.body.innerText")).To(
				ContainSubstring("0.020 s 有异常没有被捕获：</script><script>alert(1)</script>"))
			b.Expect(eval[int](b, `document.querySelectorAll("img").length`)).To(BeZero())
			b.do(chromedp.Click(`[data-lang=en]`))
			b.Expect(eval[int](b, `document.querySelectorAll("img").length`)).To(BeZero())
			b.Expect(eval[string](b, "document.body.innerText")).To(ContainSubstring("<script>alert(1)</script>"))
			b.clean()
		})
	}
}

// Of many builds nothing is unpacked before a reader opens something; then what decided is there at once, also of so
// many that what failed is packed, too.
func TestBrowserOpensTheEvidenceOfManyBuilds(t *testing.T) {
	for _, builds := range []int{3, 21} {
		b := open(t, "en-US")
		runs := make([]verdict.Run, builds)
		for i := range runs {
			runs[i] = verdicttest.Run(verdicttest.StoryEarlyDone(), verdicttest.Passing("LIM-01", ""))
		}
		b.do(chromedp.Navigate(written(t, runs...)))
		b.Expect(eval[int](b, `document.querySelectorAll("svg.tl").length`)).To(BeZero())
		b.Expect(eval[int](b, `document.querySelectorAll("td > details[open]").length`)).To(BeZero())
		b.do(chromedp.Click(`tbody[data-id="DST-02"] td > details > summary`),
			chromedp.WaitVisible(`tbody[data-id="DST-02"] details.cond[open] svg.tl`))
		b.Expect(eval[int](b, `document.querySelectorAll("svg.tl").length`)).To(Equal(1), "of this build alone")
		b.clean()
	}
}

func TestBrowserFitsAPhone(t *testing.T) {
	for _, lang := range []string{"en-US", "zh-CN"} {
		b := open(t, lang)
		b.size(360, 740)
		long := verdicttest.Failing("DST-02", strings.Repeat("a-condition-without-a-space", 8),
			strings.Repeat("unbroken", 60))
		url := written(t,
			verdicttest.Run(verdicttest.StoryEarlyDone(), verdicttest.StoryOverflow(), long,
				verdicttest.Passing("LIM-01", "")), release("1", verdicttest.Failing("REC-01", "", "x.")),
			release("2", verdicttest.Passing("REC-01", "")))
		for _, page := range []string{url, strings.Replace(url, verdict.PageFile, page.MatrixFile, 1)} {
			b.do(chromedp.Navigate(page))
			b.Expect(eval[int](b, "document.documentElement.scrollWidth")).To(BeNumerically("<=", 360), page)
		}
		b.clean()
	}
}

func TestBrowserOpensAPageOfSevenReleasesAtOnce(t *testing.T) {
	b := open(t, "zh-CN")
	var runs []verdict.Run
	for i := range 7 {
		r := verdicttest.Crowd(fmt.Sprintf("9.%d.0", i), 150)
		r.Cases = append(r.Cases, verdicttest.Story().Cases...)
		runs = append(runs, r)
	}
	b.do(chromedp.Navigate(written(t, runs...)))
	took := eval[float64](b, `performance.getEntriesByType("navigation")[0].loadEventEnd`)
	t.Logf("loaded after %.0f ms", took)
	b.Expect(took).To(BeNumerically(">", 0))
	b.clean()
}

// TestBrowserTakesThePicture writes the README's picture from a real report, when NIMCERT_PICTURES names the folder and
// NIMCERT_REPORTS where the report is.
func TestBrowserTakesThePicture(t *testing.T) {
	to, from := os.Getenv("NIMCERT_PICTURES"), os.Getenv("NIMCERT_REPORTS")
	if to == "" {
		to = t.TempDir()
		NewWithT(t).Expect(
			reports.Write(to,
				[]verdict.Run{verdicttest.Run(verdicttest.StoryEarlyDone()),
					verdicttest.Run(verdicttest.Passing("DST-02", ""))})).To(Succeed())
		from = to
	}
	from, err := filepath.Abs(from)
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	b := open(t, "en-US")
	var png []byte
	b.size(1280, 1500)
	b.do(chromedp.Navigate("file://"+filepath.Join(from, verdict.PageFile)), chromedp.CaptureScreenshot(&png))
	b.Expect(len(png)).To(BeNumerically(">", 10_000))
	b.Expect(os.WriteFile(filepath.Join(to, "report.png"), png, 0o644)).To(Succeed())
	b.clean()
}
