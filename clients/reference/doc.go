// Package reference is a conforming client in Go: it speaks the text transport to the service and keeps every promise
// of the catalogue. A certification that fails it is wrong. Each of its mutants breaks one promise, by a small change
// on a named seam, and proves that the check of that promise can fail.
//
// It stands on the same platform as the embedded host (event loop, timers, requests, sockets with a cap) and knows
// neither the service's code nor the checks. Everything but Post, Rest and Close runs on the platform's loop, so
// nothing here needs a lock.
package reference
