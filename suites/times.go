// How times read in a finding.

package suites

import (
	"fmt"
	"time"

	"nimcert/ledger"
)

// at words an event's time.
func at(e ledger.Event) string { return stamp(e.At) }

func stamp(d time.Duration) string {
	return fmt.Sprintf("%.3f s", d.Seconds())
}
