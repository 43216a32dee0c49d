package fakeserver

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
)

// The names that the service gives. Each has the form seen in public logs of the vendor's SDKs: a message of the
// service is a long number, one of a client has 32 hexadecimal digits, a connection is a UUID, and a stored object is
// base64 of application and name.

// idOf draws the name of the nth thing of a kind. The same seed gives the same name, and a client cannot tell which run
// a name is from.
func (s *Server) idOf(kind string, n int64) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%d %s %d", s.seed, kind, n))
}

// next counts the names that the service gives.
func (s *Server) next() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	return s.lastID
}

// messageID names a message as the service does. Later ones are greater; most are one greater than the last, which no
// number of JavaScript's can tell apart from it at this length.
func (s *Server) messageID(n int64) string {
	const row = 8
	return strconv.FormatInt(s.firstMessage+n/row<<16+n%row, 10)
}

// firstMessageID is the number from which a service counts its messages.
func (s *Server) firstMessageID() int64 {
	first := s.idOf("message", 0)
	return int64(binary.BigEndian.Uint32(first[:4]))*1e8 + 1e17 + int64(first[5])
}

// clientID names a message as the client that sent it would.
func (s *Server) clientID(n int64) string {
	id := s.idOf("client", n)
	return hex.EncodeToString(id[:16])
}

// connection names a connection of the service's own.
func (s *Server) connection(kind string, n int64) string {
	id := s.idOf(kind, n)
	h := hex.EncodeToString(id[:16])
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}

// object names a stored file.
func (s *Server) object(n int64) string {
	id := s.idOf("object", n)
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%d", 1e6+int(id[0])*997)) + "/" +
		base64.RawURLEncoding.EncodeToString(id[1:25])
}

// address is the IP address from which the service sees an account's device: a public one of a provider, constant for
// an account in a session.
func (s *Server) address(account string) string {
	id := s.idOf("address "+account, 0)
	return fmt.Sprintf("113.%d.%d.%d", 64+id[0]%64, id[1], 1+id[2]%254)
}
