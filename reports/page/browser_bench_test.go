//go:build browser

package page_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// BenchmarkBrowserOpensSixtyBuilds measures what a browser does until a page of sixty builds is loaded, or the page
// that NIMCERT_PAGE names: the time of the wall, and what its main thread computed for it, which a busy machine changes
// less.
func BenchmarkBrowserOpensSixtyBuilds(b *testing.B) {
	url := "file://" + os.Getenv("NIMCERT_PAGE")
	if url == "file://" {
		var runs []verdict.Run
		for i := range 60 {
			r := verdicttest.Crowd(fmt.Sprintf("9.%d.0", i), 600)
			r.Cases = append(r.Cases, verdicttest.Story().Cases...)
			runs = append(runs, r)
		}
		url = written(b, runs...)
	}
	sums := map[string]float64{}
	for b.Loop() {
		p := open(b, "en-US")
		p.do(performance.Enable().WithTimeDomain(performance.EnableTimeDomainThreadTicks), chromedp.Navigate(url),
			chromedp.ActionFunc(func(ctx context.Context) error {
				metrics, err := performance.GetMetrics().Do(ctx)
				for _, m := range metrics {
					sums[m.Name] += m.Value
				}
				return err
			}))
		sums["load"] += eval[float64](p, `performance.getEntriesByType("navigation")[0].loadEventEnd`)
		sums["paint"] += eval[float64](p, `performance.getEntriesByName("first-contentful-paint")[0]?.startTime || 0`)
		sums["elements"] += eval[float64](p, `document.querySelectorAll("*").length`)
	}
	for name, unit := range map[string]string{
		"load": "load-ms", "paint": "first-paint-ms", "elements": "elements",
	} {
		b.ReportMetric(sums[name]/float64(b.N), unit)
	}
	for name, unit := range map[string]string{
		"TaskDuration": "task-cpu-ms", "ScriptDuration": "script-cpu-ms", "LayoutDuration": "layout-cpu-ms",
		"RecalcStyleDuration": "style-cpu-ms",
	} {
		b.ReportMetric(1000*sums[name]/float64(b.N), unit)
	}
}
