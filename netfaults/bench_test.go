package netfaults_test

import (
	"errors"
	"io"
	"net"
	"sync"
	"syscall"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/netfaults"
)

const (
	// patience bounds the wait for what must happen. On loopback it happens within 1 ms; a machine that does ten other
	// things was seen to need seconds.
	patience = 10 * time.Second
	// quiet is how long a socket is watched for bytes that must not come. Bytes that are not held back arrive within 1
	// ms; a longer watch would only find a slower mistake.
	quiet = 30 * time.Millisecond
)

// ending is what a peer sees of the end of a connection.
type ending string

const (
	fin     ending = "FIN"
	rst     ending = "RST"
	refused ending = "refusal"
	silence ending = "silence" // the deadline passed: it learned of no end
	open    ending = "open"
)

func see(err error) ending {
	switch {
	case err == nil:
		return open
	case errors.Is(err, io.EOF):
		return fin
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return rst
	case errors.Is(err, syscall.ECONNREFUSED):
		return refused
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return silence
	}
	return ending(err.Error())
}

// bench is a link with a service behind it.
type bench struct {
	*netfaults.Link
	witness
	t        *testing.T
	g        *WithT
	service  net.Listener
	accepted chan *net.TCPConn

	keeping sync.Mutex
	socks   []net.Conn
}

func start(t *testing.T, o netfaults.Options) *bench {
	t.Helper()
	b := &bench{t: t, g: NewWithT(t), accepted: make(chan *net.TCPConn, 1000)}
	var err error
	b.service, err = net.Listen("tcp", "127.0.0.1:0")
	b.g.Expect(err).NotTo(HaveOccurred())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := b.service.Accept()
			if err != nil {
				return
			}
			b.keep(c)
			b.accepted <- c.(*net.TCPConn)
		}
	}()
	o.Traffic = &b.witness
	o.Upstream = b.service.Addr().String()
	b.Link, err = netfaults.New(o)
	b.g.Expect(err).NotTo(HaveOccurred())
	t.Cleanup(func() {
		b.soon("Close", b.Close)
		_ = b.service.Close()
		<-done
		b.keeping.Lock()
		defer b.keeping.Unlock()
		for _, c := range b.socks {
			_ = c.Close()
		}
	})
	return b
}

// armed starts a link whose connections can be reset.
func armed(t *testing.T, o netfaults.Options) *bench {
	t.Helper()
	b := start(t, o)
	b.g.Expect(b.Arm()).To(Succeed())
	return b
}

func (b *bench) keep(c net.Conn) {
	b.keeping.Lock()
	defer b.keeping.Unlock()
	b.socks = append(b.socks, c)
}

func (b *bench) dial() (*net.TCPConn, ending) {
	c, err := net.DialTimeout("tcp", b.Addr(), patience)
	if err != nil {
		return nil, see(err)
	}
	b.keep(c)
	return c.(*net.TCPConn), open
}

// pair opens a connection and returns both its ends once the proxy carries it: that is what makes it a live one. Within
// a test, connections are opened one after the other.
func (b *bench) pair() (client, service *net.TCPConn) {
	b.t.Helper()
	before := b.began()
	client, how := b.dial()
	b.g.Expect(how).To(Equal(open))
	select {
	case service = <-b.accepted:
		b.g.Eventually(b.began, patience).Should(BeNumerically(">", before))
	case <-time.After(patience):
		b.t.Fatal("the connection did not reach the service")
	}
	return client, service
}

// works checks that a new connection carries bytes both ways and passes on the end.
func (b *bench) works() {
	b.t.Helper()
	client, service := b.pair()
	b.talk(client, service)
	_ = service.Close()
	_, how := read(client, patience)
	b.g.Expect(how).To(BeElementOf(fin, rst))
}

// talk checks that bytes pass both ways.
func (b *bench) talk(one, other net.Conn) {
	b.t.Helper()
	for _, way := range [][2]net.Conn{{one, other}, {other, one}} {
		b.send(way[0], "hello")
		b.gets(way[1], "hello")
	}
}

func (b *bench) send(c net.Conn, text string) {
	b.t.Helper()
	_ = c.SetWriteDeadline(time.Now().Add(patience))
	_, err := io.WriteString(c, text)
	b.g.Expect(err).NotTo(HaveOccurred())
}

func (b *bench) gets(c net.Conn, text string) {
	b.t.Helper()
	got := make([]byte, len(text))
	_ = c.SetReadDeadline(time.Now().Add(patience))
	n, err := io.ReadFull(c, got)
	b.g.Expect(string(got[:n])).To(Equal(text), "%v", err)
}

// sees checks how the connection ends, and that no bytes come before.
func (b *bench) sees(c net.Conn, want ending) {
	b.t.Helper()
	within := patience
	if want == silence {
		within = quiet
	}
	got, how := read(c, within)
	b.g.Expect(how).To(Equal(want))
	b.g.Expect(got).To(BeEmpty())
}

// read reads to the end of the connection, or as long as given.
func read(c net.Conn, within time.Duration) ([]byte, ending) {
	_ = c.SetReadDeadline(time.Now().Add(within))
	got, err := io.ReadAll(c)
	if err == nil {
		err = io.EOF
	}
	return got, see(err)
}

// reading reads to the end in the background.
func reading(c net.Conn) <-chan arrival {
	done := make(chan arrival, 1)
	go func() {
		got, how := read(c, 2*patience)
		done <- arrival{bytes: got, how: how}
	}()
	return done
}

type arrival struct {
	bytes []byte
	how   ending
}

// soon checks that an operation returns, without error, in the time that the package promises: some seconds.
func (b *bench) soon(name string, f func() error) {
	b.t.Helper()
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		b.g.Expect(err).NotTo(HaveOccurred(), name)
	case <-time.After(2 * patience):
		b.t.Fatalf("%s hangs", name)
	}
}

// fill writes until nobody has taken anything for a while, and returns how much went.
func fill(c net.Conn) int {
	total, chunk := 0, make([]byte, 1<<16)
	for {
		_ = c.SetWriteDeadline(time.Now().Add(250 * time.Millisecond))
		n, err := c.Write(chunk)
		if total += n; err != nil && n == 0 {
			return total
		}
	}
}
