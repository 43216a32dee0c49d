// Package certificate writes and reads the certificate of a build, with its attestation, badge and policy.
//
// It judges nothing: a certificate repeats the verdicts of package verdict.
package certificate
