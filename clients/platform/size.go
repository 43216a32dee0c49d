package platform

import "fmt"

// What the harness transports for a client, in bytes. No published SDK comes near: the longest URL has 1 kB, the
// largest message 10 kB. No document gives the platform's own limits, so a client beyond these is neither right nor
// wrong: its session is an error.
const (
	// headLimit is for the URL and the headers of a request; Go's server takes 1 MB and closes the connection on more.
	headLimit = 256 << 10
	// bodyLimit is for the data of a request, and for one message of a socket.
	bodyLimit = 16 << 20
)

// carries reports whether something is small enough. If not, it ends the client.
func (p *Platform) carries(what string, size, most int) bool {
	if size <= most {
		return true
	}
	if !p.pace.lost {
		p.pace.lost = true
		p.env.Broken(fmt.Errorf("%s has %d bytes; the harness carries up to %d", what, size, most))
	}
	return false
}

func headSize(r Request) int {
	n := len(r.Method) + len(r.URL)
	for name, values := range r.Header {
		for _, v := range values {
			n += len(name) + len(v)
		}
	}
	return n
}

// connectionHeaders lists the headers about a request's connection. An HTTP client sets them itself, and a program
// cannot (the fetch standard forbids them; the same is assumed of the platform). A request with an upgrade would be a
// socket that nobody counts.
var connectionHeaders = []string{
	"Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Connection", "Sec-Websocket-Extensions",
	"Sec-Websocket-Key", "Sec-Websocket-Protocol", "Sec-Websocket-Version", "Te", "Trailer",
	"Transfer-Encoding", "Upgrade",
}
