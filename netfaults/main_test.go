package netfaults_test

import (
	"testing"

	"go.uber.org/goleak"
)

// Every test closes its link and its sockets; what a link leaves running fails the whole package. No goroutine of Toxiproxy's is excepted.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
