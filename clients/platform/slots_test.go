package platform

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

const otherURL = "wss://elsewhere.example/echo"

func TestAHostNameHasALimitOfItsOwn(t *testing.T) {
	w := start(t, func(w *world) { w.rules.Total, w.rules.PerDomain = 3, 1 })
	first, _ := w.open()
	m := w.mark()
	w.Expect(w.connect(socketURL).err).To(MatchError(ErrExceeded), "the second to one host")
	refused := w.ledger.Timeline().After(m.Seq).Where(ledger.Is(ledger.SocketRefused))
	w.Expect(refused).To(HaveLen(1))
	w.Expect(refused[0].Count).To(Equal(1), "those that stood against it")
	w.Expect(w.connect(otherURL).err).NotTo(HaveOccurred(), "another host")
	w.Expect(first.end(1000, "")).To(Succeed())
	first.closed()
	w.Expect(w.connect(socketURL).err).NotTo(HaveOccurred(), "the host's slot is free")
}

func TestTheLimitInAllHoldsBesideThoseOfTheHosts(t *testing.T) {
	w := start(t, func(w *world) { w.rules.Total, w.rules.PerDomain = 2, 2 })
	w.open()
	w.open()
	m := w.mark()
	w.Expect(w.connect(otherURL).err).To(MatchError(ErrExceeded))
	w.Expect(w.ledger.Timeline().After(m.Seq).Where(ledger.Is(ledger.SocketRefused))[0].Count).To(Equal(2))
}

func TestAClosingSocketIsFreeWhereTheProfileSaysSo(t *testing.T) {
	w := start(t, func(w *world) { w.rules.Total, w.rules.ClosingCounts = 1, false })
	w.srv.answerCloseAfter(5 * time.Second)
	c, _ := w.open()
	w.Expect(c.end(1000, "")).To(Succeed())
	next := w.connect(socketURL)
	w.Expect(next.err).NotTo(HaveOccurred(), "the first one closes")
	w.Expect(w.connect(socketURL).err).To(MatchError(ErrExceeded), "the second one counts")
}

func TestAnUnansweredCloseTakesAsLongAsTheProfileSays(t *testing.T) {
	for _, wait := range []time.Duration{clients.DefaultProfile().CloseWait, time.Second} {
		w := start(t, func(w *world) { w.rules.CloseWait = wait })
		w.srv.answerCloseAfter(time.Hour)
		c, _ := w.open()
		w.Expect(c.end(1000, "")).To(Succeed())
		closing := w.ledger.Timeline().Where(ledger.Is(ledger.SocketClosing))[0]
		w.Expect(c.closed().At - closing.At).To(Equal(wait))
	}
}
