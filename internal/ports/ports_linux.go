package ports

import (
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"syscall"
)

// Reserve binds the port of an IPv4 address without listening on it; port 0 is any free one. It returns the address
// with the port, and what keeps the port until it is closed. While nobody listens there, a dial is refused, and the
// kernel neither gives the port to another program nor lets a dial from it meet itself. The socket has SO_REUSEADDR, as
// listeners of Go have: with it on both, Linux lets the second one listen. (A program that asks for this very port with
// SO_REUSEADDR still gets it.) An address that is not IPv4 is returned unreserved.
func Reserve(addr string) (io.Closer, string, error) {
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
	socket := reservation(fd)
	fail := func(what string, err error) (io.Closer, string, error) {
		_ = socket.Close() // the error that led here matters more
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
	return socket, net.JoinHostPort(net.IP(in4.Addr[:]).String(), strconv.Itoa(in4.Port)), nil
}

// reservation is the socket that holds a port.
type reservation int

func (r reservation) Close() error { return os.NewSyscallError("close", syscall.Close(int(r))) }
