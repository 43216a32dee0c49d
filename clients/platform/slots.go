package platform

import "net/url"

// slots returns how many sockets take a slot that one to this address would need, and whether the platform has a slot
// left for it.
func (p *Platform) slots(address string) (taken int, free bool) {
	profile := p.Profile()
	host, same := hostOf(address), 0
	for _, s := range p.sockets {
		if s.state == closing && !profile.ClosingCounts {
			continue
		}
		taken++
		if hostOf(s.url) == host {
			same++
		}
	}
	switch {
	case profile.Unlimited:
	case taken >= profile.Total:
		return taken, false
	case profile.PerDomain > 0 && same >= profile.PerDomain:
		return same, false
	}
	return taken, true
}

// hostOf is the host name of an address. For an invalid address it is empty: its socket takes a slot all the same.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
