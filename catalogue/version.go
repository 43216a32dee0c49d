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

// editions in their order, the present one last. The second number rises when a requirement is added or asks for
// something else, the first when one is taken away: a certificate of an edition then says nothing of what the next one
// demands. A test holds the last digest to the data, so that neither changes alone.
var editions = []Edition{
	{"1.0", "b5835f3afd2aad1d43aff68a1a16ac0f33c9bac56db9fa277dd301931e65136c"},
}

// Version is the edition of this catalogue, such as "1.0".
func Version() string { return editions[len(editions)-1].Version }

// Find returns the edition with a version; false where this catalogue does not know it, as it does not know those that
// come after it.
func Find(version string) (Edition, bool) {
	for _, e := range editions {
		if e.Version == version {
			return e, true
		}
	}
	return Edition{}, false
}

// ValidVersion says whether a text is the version of an edition, known or not.
func ValidVersion(v string) bool {
	return strings.Count(v, ".") == 1 && semver.IsValid("v"+v) && semver.Prerelease("v"+v) == "" &&
		semver.Build("v"+v) == ""
}

// CompareVersions is negative when edition a came before b, zero when they are the same and positive when a came after
// b. What is no version came before all that are.
func CompareVersions(a, b string) int { return semver.Compare("v"+a, "v"+b) }

// Digest is the SHA-256, in hex, over what the catalogue demands: identifier, level, statement and needs of each
// requirement, in order. Titles, reasons and sources may be reworded without making another catalogue of it.
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
