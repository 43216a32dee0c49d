// Package certificate writes and reads the certificate of a build, with the attestation, the badge and the policy that
// go with it.
//
// It judges nothing: a certificate says what package verdict said.
package certificate
