// Package runner carries out a plan: it tries every case in sessions, confirms a failure in a second one, tries a
// sample again, and records the outcome of each. No other package knows Ginkgo.
//
// It knows no report format, and no requirement by name except GLB-04, which is looked at in every scenario.
package runner
