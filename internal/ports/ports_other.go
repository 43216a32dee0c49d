//go:build !linux

package ports

import (
	"io"
	"math/rand/v2"
	"net"
	"strconv"
)

// Reserve returns the address; for port 0 it finds a port that is free now. It keeps nothing: only Linux is known to
// let a second socket listen on a port that a first one holds. The port is below the ephemeral range, so no outgoing
// connection takes it while nobody listens, and no connection meets itself.
func Reserve(addr string) (io.Closer, string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port != "0" {
		return unreserved{}, addr, err
	}
	for range 50 {
		free := net.JoinHostPort(host, strconv.Itoa(20000+rand.IntN(12000)))
		var ln net.Listener
		if ln, err = net.Listen("tcp", free); err == nil {
			return unreserved{}, free, ln.Close()
		}
	}
	return nil, "", err
}
