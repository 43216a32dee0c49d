// What the host lacks is an error of the harness, not of the client.

package suites

import (
	"nimcert/ledger"
	"nimcert/verdict"
)

var hostLacks = say("case.host-lacks",
	"the host lacks {api}, which the client called at {at}, so nothing behind it is evidence against the client: "+
		"{what}",
	"宿主缺少客户端在 {at} 调用的 {api}，此后的一切都不能作为对客户端的证据：{what}")

// onLacking turns what went wrong behind a call of an API that phones have and the host has not into an error of the
// harness, which names the API: on a phone the client would have gone another way. A client that makes such a call and
// does well all the same is judged as it is.
func OnLacking(c *verdict.Case) {
	e, ok := c.Timeline.First(ledger.Is(ledger.Lacking))
	if !ok || len(c.Findings) == 0 && c.Broke.IsZero() {
		return
	}
	what := c.Broke
	if what.IsZero() {
		what = c.Findings[0].Phrase
	}
	c.Broke = hostLacks.Of(e.Name, e, what)
	c.Findings = nil
}
