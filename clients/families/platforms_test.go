package families

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/session"
	"nimcert/session/sessiontest"
)

// others are the platforms beside WeChat that builds of nim-web-sdk-ng have branches for.
func others() []clients.Profile {
	var all []clients.Profile
	for _, p := range clients.Profiles() {
		if p.API != "" {
			all = append(all, p)
		}
	}
	return all
}

// TestTheV2BuildsLogInOnEachPlatform: they log in, come back after a loss, and log out.
func TestTheV2BuildsLogInOnEachPlatform(t *testing.T) {
	NewWithT(t).Expect(others()).To(HaveLen(4))
	for _, p := range others() {
		for _, build := range published[:2] {
			t.Run(p.Name+" "+build.name, func(t *testing.T) {
				f := load(t, build.file, build.family)
				s, err := session.Start(t.Context(), session.Options{Client: f, Mode: clock.Skip, Seed: 1, Platform: p})
				NewWithT(t).Expect(err).NotTo(HaveOccurred())
				t.Cleanup(s.Close)
				b := &bench{&sessiontest.Bench{Session: s, G: NewWithT(t)}, NewWithT(t)}
				b.Arm()
				b.logIn()
				b.Pass(time.Minute)
				b.g.Expect(b.Timeline().Census(ledger.Host)).To(Equal(1))
				lost := b.Reset()
				b.Expects(lost, ledger.Is(ledger.Connected), ledger.Of(alice))
				b.Pass(time.Second)
				out := b.Mark("log out")
				b.Disconnect(alice, nil)
				b.Expects(out, doneOf("disconnect"))
				b.Pass(time.Second)
				b.g.Expect(b.Timeline().Census(ledger.Server)).To(BeZero())
				b.g.Expect(b.Timeline().Where(ledger.Is(ledger.Lacking, ledger.Uncaught, ledger.Threw))).To(BeEmpty())
			})
		}
	}
}
