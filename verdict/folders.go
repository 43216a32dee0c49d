package verdict

import (
	"fmt"
	"strings"
)

// Folders are the folders of the runs' certificates below the report's: none for a single subject, and NAME-VERSION
// otherwise, with the subject's name in the configuration if that says more. They are safe as file names and differ
// from each other.
func Folders(runs []Run) []string {
	out := make([]string, len(runs))
	if len(runs) == 1 {
		return out
	}
	seen := map[string]bool{}
	for i, r := range runs {
		name := Safe(r.Subject.Name + "-" + r.Subject.Version + "-" + r.Subject.Configured)
		out[i] = name
		// Folded: on some file systems Web and web are the same.
		for n := 2; seen[strings.ToLower(out[i])]; n++ {
			out[i] = fmt.Sprintf("%s-%d", name, n)
		}
		seen[strings.ToLower(out[i])] = true
	}
	return out
}

// Safe makes a file name of any text: letters, digits, dot, dash and underscore stay, and any other run of characters
// becomes one dash. "@yxim/nim-web-sdk-9.21.12" is yxim-nim-web-sdk-9.21.12; no name can lead out of the folder.
func Safe(s string) string {
	fields := strings.FieldsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '.' && r != '_'
	})
	name := strings.Trim(strings.Join(fields, "-"), ".-")
	if len(name) > 120 { // well below the 255 bytes that file systems allow
		name = name[:120]
	}
	if name == "" {
		return "subject"
	}
	return name
}

// The files of a report.
const (
	CertificateFile = "certificate.json"
	AttestationFile = "attestation.json"           // the statement
	PredicateFile   = "attestation.predicate.json" // its predicate alone, for tools that make the statement themselves
	BadgeFile       = "badge.svg"
	BadgeDataFile   = "badge.json"
	JUnitFile       = "junit.xml"
	PageFile        = "report.html"
)

// SummaryFile is the summary for a merge request's comment or a CI job's page.
const SummaryFile = "summary.md"
