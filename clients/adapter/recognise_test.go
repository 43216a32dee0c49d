package adapter

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
)

// Builds for mini programs name WebSocket, too: in a browser their other socket tells them apart before a case is
// tried, each of which takes minutes there.
func TestABuildForMiniProgramsIsForeignInABrowser(t *testing.T) {
	g := NewWithT(t)
	const both = "typeof wx !== 'undefined' ? wx.connectSocket(o) : new WebSocket(u)"
	page := Platform{Name: clients.Browsers, Socket: "WebSocket"}
	is := traitsOf(page, "sdk.js", both)
	g.Expect(is.native).To(BeFalse())
	g.Expect(is.foreign).To(Equal("WeChat mini programs"))
	g.Expect(is.names).To(Equal("wx.connectSocket"))

	is = traitsOf(page, "sdk.js", "new WebSocket(u)")
	g.Expect(is.native).To(BeTrue())
	g.Expect(is.foreign).To(BeEmpty())

	is = traitsOf(Platform{Name: "WeChat mini programs", Socket: "wx.connectSocket"}, "sdk.js", both)
	g.Expect(is.native).To(BeTrue())
	g.Expect(is.foreign).To(BeEmpty())
}
