// Package fakeserver is the fake NIM service: everything an IM SDK of the Yunxin family talks to, on one loopback port.
// It answers the address lookup (LBS), the socket.io 0.9 handshake, the WebSocket link with login, sync, heartbeat,
// kick, messages and chatrooms, and the file upload; and it takes orders: hold an answer back, refuse, answer a close
// late or never, push, stop, restart. It writes everything that it sees to the session's ledger.
//
// Every host name of the real service is mapped to this one server by the client's platform; the server looks at the
// path only and records the name. Any account may log in, with any token until the service is told which is the
// account's (SetToken).
//
// The wire facts (packets, field numbers, paths) are those that the published SDK 9.21.12 was seen to need; the builds
// 8.9.103 to 9.12.2 were seen to need the same. Every fact without another source comes from there. For nim-web-sdk-ng
// it speaks the V1 API, whose packets are those of the older family, and the V2 API (10.8.1, 10.9.77-alpha.4), whose
// login, sync and messages have packets of their own. Scripts work the same for all.
//
// Time: every duration of this package is session time of the clock in Options, unless a comment says real time. The
// server tells that clock what is under way on its side: it counts the bytes of each link, and parks the wire of a
// request whose answer is held back.
//
// The package judges nothing, and knows neither catalogue, nor proxy, nor any client.
package fakeserver
