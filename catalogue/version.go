package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"golang.org/x/mod/semver"
)

// Edition is one state of the catalogue that certificates may name.
type Edition struct {
	Version string // MAJOR.MINOR
	Digest  string // see Digest
}

// editions in their order, the present one last. The second number rises when a requirement is added or changed, the
// first when one is removed: a certificate of an edition says nothing about the demands of the next. A test compares
// the last digest with the data, so that neither changes alone.
var editions = []Edition{
	{"1.0", "7ff238a517f74390f131a16f16c3ffb043e4a9cb6bee70e1fa9da13e3ddd68ef"},
}

// Version is the edition of this catalogue, such as "1.0".
func Version() string { return editions[len(editions)-1].Version }

// Find returns the edition with a version. It is false for an edition that this catalogue does not know, such as a
// later one.
func Find(version string) (Edition, bool) {
	for _, e := range editions {
		if e.Version == version {
			return e, true
		}
	}
	return Edition{}, false
}

// ValidVersion reports whether a text is the version of an edition, known or not.
func ValidVersion(v string) bool {
	return strings.Count(v, ".") == 1 && semver.IsValid("v"+v) && semver.Prerelease("v"+v) == "" &&
		semver.Build("v"+v) == ""
}

// CompareVersions is negative if edition a came before b, zero if they are the same, and positive if a came after b. An
// invalid version comes before all valid ones.
func CompareVersions(a, b string) int { return semver.Compare("v"+a, "v"+b) }

// Digest is the SHA-256, in hex, over the demands of the catalogue: identifier, level, statement and needs of each
// requirement, in order. Titles, reasons and sources may be reworded without making a new catalogue.
func Digest() string {
	type demand struct {
		ID        string
		Level     Level
		Statement string
		Needs     []string
	}
	var demands []demand
	for _, r := range all {
		demands = append(demands, demand{r.ID, r.Level, r.Statement, r.Needs})
	}
	b, err := json.Marshal(demands)
	if err != nil {
		panic(err) // strings always marshal
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
