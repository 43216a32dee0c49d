package session

import (
	"cmp"
	"time"

	"nimcert/clients/platform"
	"nimcert/ledger"
)

// What the scenario does to the device's network. The client's platform tells its program of each change.

// NetworkOff takes the network from the device. Live connections fall silent. Nobody documents that: users of mini
// programs report both that sockets stay open silently (dcloudio/uni-app#744) and that they end. For the latter call
// Drop before. Requests and sockets that the client begins meanwhile fail at once.
func (s *Session) NetworkOff() ledger.Event {
	e := s.device("the device has no network")
	s.must(s.link.BlackHole())
	s.setNetwork(platform.NoNetwork)
	return e
}

// NetworkOn gives the device a network again (wifi, 4g, …). Connections of the earlier network are dead and end; other
// network conditions end too, as with Heal.
func (s *Session) NetworkOn(kind string) ledger.Event {
	e := s.device("the device has a network again: " + kind)
	s.must(s.heal())
	s.setNetwork(kind)
	return e
}

// NetworkChange moves the device from one network to another, such as from wifi to 4g. Its address changes, so live
// connections end; there is a network all the time.
func (s *Session) NetworkChange(kind string) ledger.Event {
	e := s.device("the device changes to another network: " + kind)
	s.must(s.link.Drop())
	s.setNetwork(kind)
	return e
}

// MobileSort moves the device from one sort of mobile network to another, 4g and 5g: its address stays, and so do its
// connections.
func (s *Session) MobileSort() ledger.Event {
	kind := "4g"
	if s.network == kind {
		kind = "5g"
	}
	e := s.device("the device keeps its address, and is on another network now: " + kind)
	s.setNetwork(kind)
	return e
}

func (s *Session) setNetwork(kind string) {
	s.network = kind
	s.client.SetNetwork(kind)
}

// Network is the device's network: wifi, until one of the above changes it.
func (s *Session) Network() string { return cmp.Or(s.network, platform.Wifi) }

// Mobile is the network of this device beside Wi-Fi: 4g, 5g, 3g, or one that the platform does not know.
func (s *Session) Mobile() string { return s.cast.mobile() }

// TurnClock turns the clock of the device, as its user or its network may: Date.now goes forward or back by so much.
func (s *Session) TurnClock(by time.Duration) ledger.Event {
	e := s.device("the clock of the device is turned by " + by.String())
	s.clock.Turn(by)
	return e
}

// Disturb makes the platform tell of the phone and of the application what is no business of an SDK: see
// clients.MiniProgram.
func (s *Session) Disturb() ledger.Event {
	e := s.device("the platform tells of little memory, a call, a weak network, and an error of the application's")
	if m := s.MiniProgram(); m != nil {
		m.Disturb()
	}
	return e
}

func (s *Session) device(detail string) ledger.Event {
	return s.ledger.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Fault, Detail: detail})
}
