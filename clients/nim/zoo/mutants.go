// The zoo, and harmless changes.

package zoo

import "slices"

// Harmless lists changes that come close to breaking a promise and keep it. A check that fails one accuses falsely.
func Harmless() []Mutant {
	return []Mutant{
		{"answered in the turn of done", "DST-07", "",
			"What was asked and not answered fails in the turn of done, behind it.",
			owing + `seams.onDone = answers;`},
		{"downloads from the listed host", "DOM-04", "",
			"It fetches a file with each message that comes, from the host on the list.",
			download + `downloading("nim-nosdn.netease.im");`},
	}
}

// Mutants lists the zoo, in the order of the catalogue.
func Mutants() []Mutant {
	return slices.Concat(limMutants(), recMutants(), kckMutants(), dstMutants(), swiMutants(), domMutants(),
		uplMutants(), stoMutants(), glbMutants(), msgMutants(), answeredMutants(),
		hurriedMutants(), interruptedMutants(), meanwhileMutants())
}
