package main

import (
	"testing"

	. "github.com/onsi/gomega"
)

// BenchmarkCertify certifies a build of each API in this process, as the command does: `make profile` records where the
// time goes.
func BenchmarkCertify(b *testing.B) {
	g := NewWithT(b)
	collectLess()
	for b.Loop() {
		code := run([]string{"certify", "--config", "../../releases.yml", "--sdk", "nim-web-sdk-9.21.12", "--sdk",
			"nim-web-sdk-ng-10.8.1", "--sample", "off", "-q", "--out", b.TempDir()})
		g.Expect(code).To(BeElementOf(exitOpen, exitClosed))
	}
}
