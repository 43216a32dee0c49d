package session

import (
	"nimcert/clients"
	"nimcert/clients/platform"
	"nimcert/ledger"
)

// Relaunch ends the program wherever it is, as a user does who swipes it away or a system that needs its memory, and
// starts it again on the same phone: what it stored is there, and everything else is as on the first day. It is for
// clients with the capability OnPlatform.
func (s *Session) Relaunch() ledger.Event {
	e := s.device("the program is ended, and started again on the same device")
	old, ok := s.client.(clients.Restartable)
	if !ok {
		return e
	}
	old.Kill()
	s.Settle() // its sockets are gone, for the host and for the service
	s.client.Close()
	s.env.Kept = old.Kept()
	s.env.Seed++ // other random numbers than the first time
	next, err := s.factory.New(s.env)
	if err != nil {
		s.stop(err)
		return e
	}
	s.client = next
	s.Verbs = spoken{next, s.cast}
	if s.Network() != platform.Wifi {
		next.SetNetwork(s.network)
	}
	return e
}
