// A missing API of the host is an error of the harness, not of the client.

package suites

import (
	"nimcert/ledger"
	"nimcert/verdict"
)

var hostLacks = say("case.host-lacks",
	"the host lacks {api}, which the client called at {at}, so nothing behind it is evidence against the client: "+
		"{what}",
	"宿主缺少客户端在 {at} 调用的 {api}，此后的一切都不能作为对客户端的证据：{what}")

// OnLacking turns a failure after a call of an API that phones have and the host lacks into an error of the harness
// that names the API: on a phone the client would have behaved differently. A client that makes such a call and passes
// is judged as usual.
func OnLacking(c *verdict.Case) {
	if len(c.Findings) == 0 && c.Broke.IsZero() {
		return
	}
	e, ok := c.Timeline.Unpack().First(ledger.Is(ledger.Lacking))
	if !ok {
		return
	}
	what := c.Broke
	if what.IsZero() {
		what = c.Findings[0].Phrase
	}
	c.Broke = hostLacks.Of(e.Name, e, what)
	c.Findings = nil
}
