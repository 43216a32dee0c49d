// Package external makes a program of its own, in any language, a client under test. The program speaks lines of JSON
// over its standard streams: docs/adapters.md has the protocol.
//
// Sockets, requests and timers are the platform's, and stay here. The program computes only while it is called, in a
// turn of the loop, which the session's clock counts as work; what it calls meanwhile is answered in the same turn. So
// nothing is ever under way to it, or from it, of which the clock does not know.
package external
