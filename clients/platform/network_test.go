package platform

import (
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

func TestTheDevicesNetwork(t *testing.T) {
	w := start(t)
	var told []string
	change := func(kind string) {
		w.SetNetwork(kind, func(kind string) { told = append(told, kind) })
		w.turn(func() { w.Expect(w.Network()).To(Equal(kind)) })
	}
	change(Wifi) // no change
	change("4g")
	change(NoNetwork)
	change(NoNetwork)
	change(Wifi)
	w.Expect(told).To(Equal([]string{"4g", "none", "wifi"}))
	w.SetNetwork("2g", nil)
}

func TestWithoutANetworkNothingBegins(t *testing.T) {
	w := start(t)
	live, _ := w.open()
	w.SetNetwork(NoNetwork, nil)
	c := w.connect(socketURL)
	var got []string
	w.turn(func() {
		w.Do(Request{URL: "https://link.example/", Method: "GET", Timeout: time.Minute},
			func(r Response) { got = append(got, r.Err) })
	})
	w.pass(time.Millisecond)
	w.Expect(c.told()).To(Equal([]string{"error network is down", "close 1006 abnormal closure"}))
	w.Expect(got).To(Equal([]string{"network is down"}))
	w.Expect(live.told()).To(Equal([]string{"open"}), "what is live is the network's affair")
	w.Expect(w.Rest()).To(Equal(clients.Rest{Sockets: 1}))
	ends := w.ledger.Timeline().Where(ledger.Is(ledger.SocketClosed, ledger.RequestEnd))
	w.Expect(ends).To(HaveLen(2))
	w.SetNetwork("4g", nil)
	w.open()
}
