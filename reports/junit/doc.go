// Package junit writes the verdicts as JUnit XML, a case for each requirement.
//
// It judges nothing.
package junit
