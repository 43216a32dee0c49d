package fakeserver

import (
	"fmt"
	"net"
)

// SDKOptions returns options, as JavaScript, that point a published SDK at this server without any mapping of host
// names: NIM.getInstance and Chatroom.getInstance take them as they are. Links are plain (ws, http), uploads come here
// too, and requests that would leave the machine (A/B test, statistics) are off. The mini-program builds 8.9.103 to
// 9.21.12 and the Node builds of the first and the last of these were seen to log in and to enter a chatroom with them.
// Browser builds need the last line (read in 9.21.12). 8.9.103 asks statistic.live.126.net for its statistics' settings
// whatever the options say.
func (s *Server) SDKOptions() string {
	addr := s.addr
	if host, port, err := net.SplitHostPort(addr); err == nil && net.ParseIP(host).IsUnspecified() {
		addr = net.JoinHostPort("127.0.0.1", port)
	}
	return fmt.Sprintf(`{
  appKey: 'any', account: 'alice', token: 'any', // every account and token is accepted
  secure: false,
  lbsUrl: 'http://%[1]s/lbs/wxwebconf.jsp',
  privateConf: {
    lbs_web: 'http://%[1]s/lbs/wxwebconf.jsp',
    link_web: '%[1]s',
    link_ssl_web: false,
    nos_uploader_web: 'http://%[1]s',
    compassDataEndpoint: 'http://%[1]s',
    isABTestEnable: false,
    isDataReportEnable: false,
  },
  chatroomId: '1', chatroomAddresses: ['%[1]s'], // for Chatroom.getInstance
  binaryWebsocket: false, // for browser builds
}`, addr)
}
