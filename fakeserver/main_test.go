package fakeserver_test

import (
	"testing"

	"go.uber.org/goleak"
)

// Every test closes its server; what a server leaves running fails the whole package.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
