package netfaults_test

import (
	"flag"
	"testing"

	"go.uber.org/goleak"
)

// Every test closes its link and its sockets; what a link leaves running fails the whole package. No goroutine of
// Toxiproxy's is excepted.
//
// The tests wait more than they compute, so more of them run at once than there are processors. -parallel still has the
// last word: it is read later.
func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}
