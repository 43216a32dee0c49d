// Package compare says what became better or worse between two certificates.
//
// It reads certificates alone and knows no run.
package compare
