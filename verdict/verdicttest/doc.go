// Package verdicttest builds cases, runs and time lines that look like those of sessions, for the tests of whatever
// reads a verdict. It is for tests alone.
package verdicttest
