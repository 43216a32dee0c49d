// Package runner carries out a plan: it tries every case in sessions, confirms a failure in a second one, tries a
// sample again, and files what came of each. Ginkgo is known here alone.
//
// It knows no form of a report, and no requirement by name but GLB-04, which is looked at in every scenario.
package runner
