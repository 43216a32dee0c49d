// Package child runs programs in JavaScript engines that are processes of their own. An engine speaks lines of JSON
// over its standard streams: docs/adapters.md has the protocol.
//
// The platform stays here, with its sockets, timers, storage and files: clients/weapp makes its API, and values.go
// describes what crosses. An engine computes only while it is called, in a turn of the loop, and the session's clock
// counts that turn as work; what it calls meanwhile is answered in the same turn. So nothing is ever under way to an
// engine, or from one, of which the clock does not know.
package child
