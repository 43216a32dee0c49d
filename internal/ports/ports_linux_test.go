package ports_test

import (
	"net"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/internal/ports"
)

func TestAReservedPortRefusesAndIsFreeForItsOwner(t *testing.T) {
	g := NewWithT(t)
	kept, addr, err := ports.Reserve("127.0.0.1:0")
	g.Expect(err).NotTo(HaveOccurred())
	_, err = net.Dial("tcp", addr)
	g.Expect(err).To(MatchError(ContainSubstring("refused")))
	for range 2 { // its owner comes and goes
		ln, err := net.Listen("tcp", addr)
		g.Expect(err).NotTo(HaveOccurred())
		conn, err := net.Dial("tcp", addr)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(conn.Close()).To(Succeed())
		g.Expect(ln.Close()).To(Succeed())
	}
	g.Expect(kept.Close()).To(Succeed())
}

func TestAPortThatIsTakenIsNotReserved(t *testing.T) {
	g := NewWithT(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	g.Expect(err).NotTo(HaveOccurred())
	defer func() { _ = ln.Close() }()
	_, _, err = ports.Reserve(ln.Addr().String())
	g.Expect(err).To(MatchError(ContainSubstring("bind: address already in use")))
}

func TestWhatIsNotIPv4IsLeftAsItIs(t *testing.T) {
	g := NewWithT(t)
	kept, addr, err := ports.Reserve("[::1]:0")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(addr).To(Equal("[::1]:0"))
	g.Expect(kept.Close()).To(Succeed())
	_, _, err = ports.Reserve("nonsense")
	g.Expect(err).To(HaveOccurred())
}
