package netfaults_test

import (
	"context"
	"net"
	"os"
	"syscall"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/netfaults"
)

// While the link refuses, its port is not free: neither for a socket that does not ask for the very number with
// SO_REUSEADDR, nor for one that takes what the kernel gives.
func TestTheLinkKeepsItsPortWhileItRefuses(t *testing.T) {
	t.Parallel()
	b := start(t, netfaults.Options{})
	b.g.Expect(b.Refuse()).To(Succeed())
	plain := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		var err error
		return firstOf(
			c.Control(func(fd uintptr) {
				err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 0)
			}), &err)
	}}
	ln, err := plain.Listen(context.Background(), "tcp", b.Addr())
	if err == nil {
		_ = ln.Close()
	}
	b.g.Expect(err).To(MatchError(syscall.EADDRINUSE))
	b.g.Expect(b.Heal()).To(BeFalse())
	b.g.Expect(b.Close()).To(Succeed())
	ln, err = plain.Listen(context.Background(), "tcp", b.Addr())
	b.g.Expect(err).NotTo(HaveOccurred(), "Close gives the port back")
	b.g.Expect(ln.Close()).To(Succeed())
}

func firstOf(err error, other *error) error {
	if err != nil {
		return err
	}
	return *other
}

// mute listens with no room for connections: once it is full, the kernel swallows every SYN. wake accepts them.
func mute(t *testing.T) (addr string, wake func() net.Listener) {
	t.Helper()
	g := NewWithT(t)
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	g.Expect(err).NotTo(HaveOccurred())
	sock := os.NewFile(uintptr(fd), "mute service")
	t.Cleanup(func() { _ = sock.Close() })
	g.Expect(syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})).To(Succeed())
	g.Expect(syscall.Listen(fd, 0)).To(Succeed())
	ln, err := net.FileListener(sock)
	g.Expect(err).NotTo(HaveOccurred())
	t.Cleanup(func() { _ = ln.Close() })
	addr = ln.Addr().String()
	filler, err := net.Dial("tcp", addr)
	g.Expect(err).NotTo(HaveOccurred())
	t.Cleanup(func() { _ = filler.Close() })
	_, err = net.DialTimeout("tcp", addr, quiet)
	g.Expect(see(err)).To(Equal(silence), "it is not full")
	return addr, func() net.Listener {
		c, err := ln.Accept() // the filler
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(c.Close()).To(Succeed())
		return ln
	}
}

// Toxiproxy dials without a time limit and its Stop waits for the dial: two minutes.
func TestNoOperationHangsOnAServiceThatSwallowsSYNs(t *testing.T) {
	t.Parallel()
	g := NewWithT(t)
	w := &witness{}
	addr, wake := mute(t)
	l, err := netfaults.New(netfaults.Options{Upstream: addr, Traffic: w})
	g.Expect(err).NotTo(HaveOccurred())
	client, err := net.Dial("tcp", l.Addr())
	g.Expect(err).NotTo(HaveOccurred())
	defer client.Close()
	g.Consistently(w.began, quiet).Should(BeZero(), "the proxy dials")
	g.Expect(l.Refuse()).To(Succeed())
	_, err = net.Dial("tcp", l.Addr())
	g.Expect(see(err)).To(Equal(refused))

	// The stopped proxy's dial succeeds with its next SYN, a second after the first. What it gets then is not a
	// connection of the link any more.
	service := wake()
	orphan, err := service.Accept()
	g.Expect(err).NotTo(HaveOccurred())
	defer orphan.Close()
	_, how := read(orphan, patience)
	g.Expect(how).To(Equal(fin))
	_, how = read(client, patience)
	g.Expect(how).To(Equal(fin))
	g.Expect(w.saw()).To(BeEmpty())

	g.Expect(l.Heal()).To(BeFalse())
	again, err := net.Dial("tcp", l.Addr())
	g.Expect(err).NotTo(HaveOccurred())
	defer again.Close()
	next, err := service.Accept()
	g.Expect(err).NotTo(HaveOccurred())
	defer next.Close()
	g.Eventually(w.began, patience).Should(Equal(1))
	g.Expect(l.Close()).To(Succeed())
	_, how = read(again, patience)
	g.Expect(how).To(Equal(fin))
}
