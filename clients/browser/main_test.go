//go:build browser

package browser_test

import (
	"os"
	"testing"

	"nimcert/clients/families"
)

func TestMain(m *testing.M) {
	code := m.Run()
	families.CloseEngines()
	os.Exit(code)
}
