//go:build !linux

package netfaults

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
)

// reserve finds a port that is free now. Only Linux is known to let a second socket listen on a port that a first one
// holds; elsewhere a port below the ephemeral range is at least not taken by somebody's outgoing connection while
// nobody listens, and no connection meets itself.
func reserve() (io.Closer, string, error) {
	var err error
	for range 50 {
		addr := fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(12000))
		var ln net.Listener
		if ln, err = net.Listen("tcp", addr); err == nil {
			return unreserved{}, addr, ln.Close()
		}
	}
	return nil, "", err
}

type unreserved struct{}

func (unreserved) Close() error { return nil }
