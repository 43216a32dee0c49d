package fakeserver

import (
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"syscall"
)

// reserve binds an IPv4 port without listening on it. While the service is stopped a dial to the port is then refused,
// and the kernel neither gives the port to another program nor lets a dial from it meet itself; Restart finds it free.
// Both sockets carry SO_REUSEADDR, with which Linux lets the second one listen.
func reserve(addr string) (io.Closer, string, error) {
	tcp, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return nil, "", err
	}
	ip := tcp.IP.To4()
	if ip == nil {
		return unreserved{}, addr, nil
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, "", os.NewSyscallError("socket", err)
	}
	sock := os.NewFile(uintptr(fd), "reserved port")
	fail := func(what string, err error) (io.Closer, string, error) {
		_ = sock.Close() // the error that led here matters more
		return nil, "", os.NewSyscallError(what, err)
	}
	if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
		return fail("setsockopt", err)
	}
	sa := &syscall.SockaddrInet4{Port: tcp.Port}
	copy(sa.Addr[:], ip)
	if err := syscall.Bind(fd, sa); err != nil {
		return fail("bind", err)
	}
	bound, err := syscall.Getsockname(fd)
	if err != nil {
		return fail("getsockname", err)
	}
	in4, ok := bound.(*syscall.SockaddrInet4)
	if !ok {
		return fail("getsockname", fmt.Errorf("unexpected address %T", bound))
	}
	return sock, net.JoinHostPort(net.IP(in4.Addr[:]).String(), strconv.Itoa(in4.Port)), nil
}

type unreserved struct{}

func (unreserved) Close() error { return nil }
