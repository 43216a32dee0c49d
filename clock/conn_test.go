package clock_test

import (
	"io"
	"net"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clock"
)

// bind makes a server's end know its wire, over a connection that does not matter.
func bind(w *clock.Wire) {
	one, two := net.Pipe()
	_ = two.Close()
	clock.NewConn(one, clock.Server, nil).Bind(w)
}

// pair is a connection between a client and a server, both counted.
type pair struct {
	*bench
	wire           *clock.Wire
	client, server *clock.Conn
}

func connect(t *testing.T) *pair {
	t.Helper()
	p := &pair{bench: start(t, clock.Skip)}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	p.Expect(err).NotTo(HaveOccurred())
	counted := clock.Listener{Listener: ln}
	p.wire = p.NewWire()
	conn, err := net.Dial("tcp", ln.Addr().String())
	p.Expect(err).NotTo(HaveOccurred())
	p.client = clock.NewConn(conn, clock.Client, p.wire)
	accepted, err := counted.Accept()
	p.Expect(err).NotTo(HaveOccurred())
	p.server = accepted.(*clock.Conn)
	p.Expect(counted.Close()).To(Succeed())
	_, err = counted.Accept()
	p.Expect(err).To(MatchError(net.ErrClosed))
	t.Cleanup(func() {
		_ = p.client.Close()
		_ = p.server.Close()
	})
	return p
}

// opened is a pair that is up.
func opened(t *testing.T) *pair {
	t.Helper()
	p := connect(t)
	p.server.Bind(p.wire)
	p.wire.Opened()
	return p
}

func (p *pair) write(c *clock.Conn, text string) {
	p.t.Helper()
	n, err := io.WriteString(c, text)
	p.Expect(err).NotTo(HaveOccurred())
	p.Expect(n).To(Equal(len(text)))
}

func (p *pair) read(c *clock.Conn, n int) string {
	p.t.Helper()
	b := make([]byte, n)
	_, err := io.ReadFull(c, b)
	p.Expect(err).NotTo(HaveOccurred())
	return string(b)
}

// back reads once more, in vain: bytes of before count as handled.
func (p *pair) back(c *clock.Conn) {
	p.t.Helper()
	p.Expect(c.SetReadDeadline(time.Now().Add(-time.Second))).To(Succeed())
	_, err := c.Read(make([]byte, 1))
	p.Expect(err).To(HaveOccurred())
}

// await reads on in the background, until the connection ends.
func (p *pair) await(c *clock.Conn) <-chan error {
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, c)
		ended <- err
	}()
	return ended
}

func TestBytesAreUnderWayUntilTheReaderComesBackForMore(t *testing.T) {
	for name, toServer := range map[string]bool{"to the server": true, "to the client": false} {
		t.Run(name, func(t *testing.T) {
			p := opened(t)
			from, to := p.client, p.server
			if !toServer {
				from, to = p.server, p.client
			}
			p.moves("nothing was sent")
			p.write(from, "hello")
			p.standsStill("nobody read it")
			p.Expect(p.read(to, 2)).To(Equal("he"))
			p.standsStill("a part is not read")
			p.Expect(p.read(to, 3)).To(Equal("llo"))
			p.standsStill("the reader has not handled it")
			p.await(to)
			p.moves("the reader came back for more")
			p.write(from, "again")
			p.moves("it is read and handled")
		})
	}
}

func TestBytesBothWays(t *testing.T) {
	p := opened(t)
	p.write(p.client, "question")
	p.write(p.server, "answer")
	p.Expect(p.read(p.server, 8)).To(Equal("question"))
	p.back(p.server)
	p.standsStill("the answer is under way")
	p.Expect(p.read(p.client, 6)).To(Equal("answer"))
	p.await(p.client)
	p.moves("both are handled")
}

// What passes before the server knows which wire it serves counts from then on.
func TestAServerThatBindsLate(t *testing.T) {
	for name, clientFirst := range map[string]bool{"the client is back first": true,
		"the server is back first": false} {
		t.Run(name, func(t *testing.T) {
			p := connect(t)
			p.write(p.client, "which wire")
			p.Expect(p.read(p.server, 10)).To(Equal("which wire"))
			p.write(p.server, "welcome")
			p.Expect(p.read(p.client, 7)).To(Equal("welcome"))
			p.server.Bind(p.wire)
			p.wire.Opened()
			p.standsStill("both have handled nothing so far")
			first, second := p.client, p.server
			if !clientFirst {
				first, second = second, first
			}
			p.back(first)
			p.standsStill("the other side has handled nothing so far")
			p.back(second)
			p.moves("both came back for more")
		})
	}
}

func TestACloseIsUnderWayUntilTheOtherSideCloses(t *testing.T) {
	for name, client := range map[string]bool{"the client closes": true, "the server closes": false} {
		t.Run(name, func(t *testing.T) {
			p := opened(t)
			first, second := p.client, p.server
			if !client {
				first, second = p.server, p.client
			}
			p.write(second, "never read")
			p.Expect(first.Close()).To(Succeed())
			p.standsStill("the other side has to learn of it")
			_, err := second.Read(make([]byte, 1))
			p.Expect(err).To(HaveOccurred())
			p.standsStill("it has not handled the end")
			_ = second.Close()
			p.moves("both are done with it")
			p.Expect(p.Wire(p.wire.ID)).To(BeNil())
		})
	}
}

func TestWhatASideThatIsGoneDidNotReadHoldsNothing(t *testing.T) {
	p := opened(t)
	p.write(p.server, "unread")
	p.wire.End(clock.Client)
	p.wire.KeepEnd(clock.Client, true)
	p.moves("nobody is there to read it, and the end is kept")
}

func TestAWriteThatFailsIsNotUnderWay(t *testing.T) {
	p := opened(t)
	p.Expect(p.client.SetWriteDeadline(time.Now().Add(-time.Second))).To(Succeed())
	_, err := p.client.Write([]byte("too late"))
	p.Expect(err).To(HaveOccurred())
	p.moves("nothing was sent")
}

func TestAWriteIsUnderWayBeforeItReturns(t *testing.T) {
	b := start(t, clock.Skip)
	one, two := net.Pipe() // a write returns when it is read
	w := b.NewWire()
	w.Opened()
	client := clock.NewConn(one, clock.Client, w)
	written := make(chan error, 1)
	b.moves("nothing is under way")
	go func() {
		_, err := client.Write([]byte("slow"))
		written <- err
	}()
	buf := make([]byte, 1)
	_, err := io.ReadFull(two, buf)
	b.Expect(err).NotTo(HaveOccurred())
	b.standsStill("it is half written")
	b.Expect(two.Close()).To(Succeed())
	b.Eventually(written).Should(Receive(HaveOccurred()))
	b.standsStill("the byte that was taken is under way")
	w.Lose(clock.Client, 1)
	b.moves("the rest never left")
	b.Expect(client.Close()).To(Succeed())
}

// The service may stop between the request's header and its handler.
func TestAServerThatClosedBeforeItBinds(t *testing.T) {
	p := connect(t)
	p.Expect(p.server.Close()).To(Succeed())
	p.server.Bind(p.wire)
	p.standsStill("the client has to learn of it")
	p.Expect(p.client.Close()).To(Succeed())
	p.wire.End(clock.Client)
	p.Expect(p.Wire(p.wire.ID)).To(BeNil(), "both are done with it")
	p.moves("nothing is under way")
}

// An HTTP library closes the connection once it has the answer; the one who asked handles it later. Until then nothing
// may move on, though both ends have closed.
func TestAnAnswerThatIsReadAndNotHandledIsUnderWay(t *testing.T) {
	b := start(t, clock.Skip)
	w := b.NewWire()
	near, far := net.Pipe()
	client, server := clock.NewConn(near, clock.Client, w), clock.NewConn(far, clock.Server, nil)
	server.Bind(w)
	for _, c := range []*clock.Conn{server, client} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	b.standsStill("the answer is read and not handled")
	w.Forget()
	b.moves("it is handled")
}

// The network keeps the first part of an answer while the rest is still on its way to it, or is yet to be written: time
// must not jump to the first part's arrival, or the rest starts too late.
func TestAnAnswerIsUnderWayUntilTheNetworkKeepsAllOfIt(t *testing.T) {
	p := connect(t)
	p.wire.Asked()
	p.server.Bind(p.wire)
	p.write(p.server, "the answer")
	p.wire.Keep(clock.Server, 4)
	p.standsStill("six of ten bytes are not kept yet")
	p.wire.Keep(clock.Server, 6)
	p.standsStill("there may be more of it")
	p.Expect(p.server.Close()).To(Succeed())
	p.standsStill("its end is not kept yet")
	p.wire.KeepEnd(clock.Server, true)
	p.moves("all of it is kept")
	p.wire.Keep(clock.Server, -10)
	p.standsStill("the answer arrives before its end, and the client handles it")
	p.wire.Forget()
	p.moves("it is handled")
}

func TestAnAnswerThatUpgradesHasNoEnd(t *testing.T) {
	p := connect(t)
	p.wire.Asked()
	p.server.Bind(p.wire)
	p.write(p.server, "101")
	p.wire.Keep(clock.Server, 3)
	p.standsStill("there may be more of it")
	p.wire.Upgraded()
	p.moves("the server goes on, and writes when it has something to say")
	p.wire.Keep(clock.Server, -3)
	p.standsStill("the answer arrives")
	p.wire.Opened()
	p.Expect(p.read(p.client, 3)).To(Equal("101"))
	p.back(p.client)
	p.moves("it is handled")
}

// The other half of a long request: the network keeps one, the other is on its way to it, and the server, which has
// begun to read, can do nothing.
func TestARequestIsUnderWayUntilTheNetworkKeepsTheRestOfIt(t *testing.T) {
	p := connect(t)
	p.write(p.client, "header")
	p.Expect(p.read(p.server, 6)).To(Equal("header"))
	p.server.Bind(p.wire)
	p.back(p.server)
	p.write(p.client, "body")
	p.wire.Keep(clock.Client, 2)
	p.standsStill("there may be more of it")
	p.wire.Asked()
	p.standsStill("two bytes are not kept yet")
	p.wire.Keep(clock.Client, 2)
	p.moves("the server waits for the rest")
	p.wire.Lose(clock.Client, 4)
	p.wire.Keep(clock.Client, -4)
	p.moves("the network lost the rest, and nobody will answer")
	p.wire.Forget()
}
