package reference

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

func TestBackOff(t *testing.T) {
	g := NewWithT(t)
	var waits []time.Duration
	for n := range 6 {
		waits = append(waits, backOff(n+1))
	}
	g.Expect(waits).To(
		Equal([]time.Duration{1600 * time.Millisecond, 3200 * time.Millisecond, 6400 * time.Millisecond,
			8 * time.Second, 8 * time.Second, 8 * time.Second}))
	g.Expect(backOff(1000)).To(Equal(8 * time.Second))
}

// waits loses the link for a minute and returns the waits that were announced.
func waits(t *testing.T, seed int64, o clients.IMOptions) []time.Duration {
	b := start(t, seed)
	b.Login(o)
	b.Expects(ledger.Event{}, ledger.Is(ledger.SyncDone))
	b.Refuse()
	b.Pass(time.Minute)
	var list []time.Duration
	for i, e := range b.Timeline().Where(ledger.Is(ledger.WillReconnect)) {
		b.g.Expect(e.Count).To(Equal(i + 1))
		list = append(list, e.Duration)
	}
	return list
}

func TestTheWaitsRepeatWithTheSeed(t *testing.T) {
	g := NewWithT(t)
	first := waits(t, 7, im())
	g.Expect(waits(t, 7, im())).To(Equal(first))
	g.Expect(waits(t, 8, im())).NotTo(Equal(first))
	for i, d := range first {
		g.Expect(d).To(BeNumerically("~", backOff(i+1), float64(backOff(i+1))*jitter+float64(time.Millisecond)))
	}
}

func TestTheApplicationsOwnDelay(t *testing.T) {
	g := NewWithT(t)
	o := im()
	o.ReconnectDelay = 3 * time.Second
	g.Expect(waits(t, 1, o)).To(HaveEach(3 * time.Second))
	o.ReconnectDelay = time.Millisecond
	g.Expect(waits(t, 1, o)).To(HaveEach(time.Second))
}

// One instance never holds two sockets, also when the platform is long in closing the first: a black hole takes it 60
// s.
func TestTheNextSocketWaitsForTheLast(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.BlackHole()
	b.Expects(ledger.Event{}, ledger.Is(ledger.SocketClosing))
	b.Pass(10 * time.Minute)
	healed := b.Heal()
	b.Expects(healed, ledger.Is(ledger.Connected))
	peak, _ := b.Timeline().Peak(ledger.Host)
	b.g.Expect(peak).To(Equal(1))
	b.Pass(time.Minute)
	b.g.Expect(b.Rest()).To(Equal(clients.Rest{Timers: 1, Sockets: 1}))
}

func TestAHealthyLinkIsLeftAlone(t *testing.T) {
	b := start(t, 1)
	b.logIn()
	b.Latency(2 * time.Second) // a beat takes 4 s of the 5 s that it has
	b.Pass(time.Hour)
	b.g.Expect(b.Timeline().Where(ledger.Is(ledger.SocketConnecting))).To(HaveLen(1), "%v", b.Timeline())
	b.g.Expect(b.Timeline().Census(ledger.Host)).To(Equal(1))
}

func TestConnectGivesAllAttemptsBack(t *testing.T) {
	b := start(t, 1)
	o, two := im(), 2
	o.ReconnectionAttempts = &two
	b.Refuse()
	b.Login(o)
	b.Expects(ledger.Event{}, ledger.Is(ledger.Disconnected))
	b.Pass(time.Minute)
	again := b.Mark("connect")
	b.Connect(alice)
	e := b.Expects(again, ledger.Is(ledger.Disconnected))
	b.g.Expect(e.Code).To(Equal("allAttemptsFailed"))
	b.g.Expect(kinds(b.told(again))).To(Equal([]ledger.Kind{
		ledger.Attempt, ledger.WillReconnect, ledger.Attempt, ledger.WillReconnect, ledger.Attempt, ledger.Disconnected,
	}))
}

func TestARefusalForNowIsTriedAgain(t *testing.T) {
	b := start(t, 1)
	b.RefuseLogin(500)
	b.Login(im())
	e := b.Expects(ledger.Event{}, ledger.Is(ledger.WillReconnect))
	b.RefuseLogin(0)
	b.Expects(e, ledger.Is(ledger.Connected))
	b.g.Expect(b.Timeline().Where(ledger.Is(ledger.Disconnected))).To(BeEmpty())
}

func TestTheKickOfARoomHasItsOwnReasons(t *testing.T) {
	for n, name := range map[int]string{1: "chatroomClosed", 2: "managerKick", 3: "samePlatformKick", 4: "silentlyKick",
		5: "blacked"} {
		t.Run(name, func(t *testing.T) {
			b := start(t, 1)
			b.EnterChatroom(room())
			b.Expects(ledger.Event{}, ledger.Is(ledger.Connected))
			kick := b.KickRoom(lobby, alice, "1001", n)
			b.Pass(time.Hour)
			told := b.told(kick)
			b.g.Expect(kinds(told)).To(Equal([]ledger.Kind{ledger.Disconnected}))
			b.g.Expect(told[0].Code).To(Equal("kicked"))
			b.g.Expect(told[0].Reason).To(Equal(name))
			b.g.Expect(b.Rest()).To(BeZero())
		})
	}
}
