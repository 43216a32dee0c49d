// What the host lacks is an error of the harness, not of the client.

package suites

import (
	"fmt"

	"nimcert/ledger"
	"nimcert/verdict"
)

// onLacking turns what went wrong behind a call of an API that phones have and the host has not into an error of the harness, which names the API: on a phone the client would have gone another way.
// A client that makes such a call and does well all the same is judged as it is.
func OnLacking(c *verdict.Case) {
	e, ok := c.Timeline.First(ledger.Is(ledger.Lacking))
	if !ok || len(c.Findings) == 0 && c.Broke == "" {
		return
	}
	what := c.Broke
	if what == "" {
		what = c.Findings[0].Text
	}
	c.Broke = fmt.Sprintf("the host lacks %s, which the client called at %s, so nothing behind it is evidence against the client: %s", e.Verb, at(e), what)
	c.Findings = nil
}
