package platform

import (
	"errors"
	"maps"
	"slices"
)

// The device's network, as wx.getNetworkType names it (npm miniprogram-api-typings@5.2.3, types/wx/lib.wx.api.d.ts). A
// program begins on the first.
const (
	Wifi      = "wifi"
	NoNetwork = "none"
)

// errOffline is the platform's answer to a request or a socket that a device without a network begins. Its words are
// not documented.
var errOffline = errors.New("network is down")

// SetNetwork changes the device's network: wifi, 2g to 5g, unknown, or none. Without a network, new requests and
// sockets fail at once. Those under way are not touched: neither documents nor users agree on when a device without a
// network ends a live socket, so the scenario decides. tell, which may be nil, is called if the type changes.
func (p *Platform) SetNetwork(kind string, tell func(kind string)) {
	p.Act(func() {
		if before := p.network; before == kind {
			return
		}
		p.network = kind
		if tell != nil {
			p.deliver(func() { tell(kind) })
		}
	})
}

// Network is the device's network. Loop only.
func (p *Platform) Network() string { return p.network }

// unreachable says why nothing can be reached; nil if the network is there.
func (p *Platform) unreachable() error {
	switch {
	case p.background.away && p.Profile().Background.NetworkStops:
		return errInterrupted
	case p.network == NoNetwork:
		return errOffline
	}
	return nil
}

// cutOff ends every request, and every socket that is still opening.
func (p *Platform) cutOff(why error) {
	for _, id := range slices.Sorted(maps.Keys(p.requests)) {
		p.requests[id](why)
	}
	for _, id := range slices.Sorted(maps.Keys(p.sockets)) {
		if s := p.sockets[id]; s.state == connecting {
			s.barred = why
			s.drop()
		}
	}
}
