// Package selftest proves the checks: it judges broken clients and says which requirement finds each, and that
// conforming clients pass.
//
// It knows no spec: it asks for requirements and conditions by name.
package selftest
