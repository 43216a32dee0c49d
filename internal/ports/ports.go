// Package ports keeps a port for somebody who does not listen on it all the time: a network that refuses connections,
// a service that is stopped.
package ports

// unreserved keeps nothing.
type unreserved struct{}

func (unreserved) Close() error { return nil }
