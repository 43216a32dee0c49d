package browser

import "github.com/chromedp/chromedp"

// Process is the process of the Chromium that runs; 0 where none does.
func (c *Chromium) Process() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.runs == nil {
		return 0
	}
	return chromedp.FromContext(c.runs.ctx).Browser.Process().Pid
}
