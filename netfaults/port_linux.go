package netfaults

import (
	"fmt"
	"io"
	"os"
	"syscall"
)

// reserve binds a port without listening on it. While nobody listens there, a dial is refused, and the kernel neither
// gives the port to another program nor lets a dial from it meet itself. Both sockets carry SO_REUSEADDR, with which
// Linux lets the proxy's listen. (Who asks for the very number, with SO_REUSEADDR, still gets it.)
func reserve() (io.Closer, string, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, "", os.NewSyscallError("socket", err)
	}
	port := reservation(fd)
	if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
		_ = port.Close() // the error that led here matters more, here and below
		return nil, "", os.NewSyscallError("setsockopt", err)
	}
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		_ = port.Close()
		return nil, "", os.NewSyscallError("bind", err)
	}
	bound, err := syscall.Getsockname(fd)
	if err != nil {
		_ = port.Close()
		return nil, "", os.NewSyscallError("getsockname", err)
	}
	return port, fmt.Sprintf("127.0.0.1:%d", bound.(*syscall.SockaddrInet4).Port), nil
}

// reservation is the socket that holds a port.
type reservation int

func (r reservation) Close() error { return os.NewSyscallError("close", syscall.Close(int(r))) }
