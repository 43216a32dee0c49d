package netfaults_test

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/netfaults"
)

// A clock that skips waiting waits for nothing on a connection that both sides have closed: it may jump to the
// session's last instant before the proxy reads their ends. A delay that these are then kept for never passes.
func TestAConnectionThatBothSidesClosedEndsAtOnce(t *testing.T) {
	for name, condition := range map[string]func(b *bench) error{
		"under latency":      func(b *bench) error { return b.Latency(time.Hour) },
		"with a slow close":  func(b *bench) error { return b.SlowClose(time.Hour) },
		"in a black hole":    func(b *bench) error { return b.BlackHole() },
		"with no conditions": func(*bench) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &hand{}
			b := start(t, netfaults.Options{After: h.after})
			client, service := b.pair()
			b.g.Expect(condition(b)).To(Succeed())
			b.g.Expect(client.Close()).To(Succeed())
			b.g.Expect(service.Close()).To(Succeed())
			b.g.Eventually(b.connections, patience).Should(Equal([]string{"1 open, live 1", "1 ended, live 0"}))
		})
	}
}
