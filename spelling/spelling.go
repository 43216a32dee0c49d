// Package spelling names the known word that is nearest to an unknown one.
package spelling

import "fmt"

// longestWord is how many bytes of a word are compared: the longest of the vocabulary has 14.
const longestWord = 40

// Unknown is the error for an unknown word, with the nearest known one.
func Unknown(what, word string, known []string) error {
	if len(word) > longestWord { // too different for a misspelling
		return fmt.Errorf("unknown %s %q…: use one of %s", what, word[:longestWord], list(known))
	}
	best, least := "", len(word)/2+2
	for _, k := range known {
		if d := Distance(word, k); d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return fmt.Errorf("unknown %s %q: use one of %s", what, word, list(known))
	}
	return fmt.Errorf("unknown %s %q: did you mean %s?", what, word, best)
}

// list joins words for a sentence, and cuts a long list short.
func list(words []string) string {
	s := ""
	for i, w := range words {
		if i > 0 {
			s += ", "
		}
		s += w
	}
	return s
}

// Distance is how many letters must be added, taken away or changed to make one word of the other (Levenshtein).
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
