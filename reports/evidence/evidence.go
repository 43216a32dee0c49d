package evidence

import (
	"fmt"
	"strings"

	"nimcert/internal/words"
	"nimcert/ledger"
	"nimcert/verdict"
)

// EvidenceRow is a line of the table of events around those that decided, or a gap between two of them.
type EvidenceRow struct {
	Badge           int // of a deciding event; 0 otherwise
	Time, Who, What string
	Gap             string // the events between the row above and the one below
}

const (
	around       = 4  // events shown on each side of a deciding one
	lastEvents   = 12 // events shown of a case that broke: its end is where it broke
	evidenceMost = 60 // rows of one table; nobody reads more of them one by one
)

// Evidence is the table of events around those that decided. Without any, as in a case that broke, it is the end of the
// time line.
func Evidence(c *verdict.Case, line ledger.Timeline) []EvidenceRow {
	deciding := DecidingEvents(c)
	numbers := Badges(line, deciding)
	tl := make([]*ledger.Event, 0, len(line)) // an event has 320 bytes
	for i := range line {
		if e := &line[i]; e.Kind != ledger.Console || deciding[e.Seq] || !c.Broke.IsZero() {
			tl = append(tl, e)
		}
	}
	keep := make([]bool, len(tl))
	if len(numbers) == 0 {
		for i := max(0, len(tl)-lastEvents); i < len(tl); i++ {
			keep[i] = true
		}
	}
	for width, budget := 0, evidenceMost; width <= around; width++ {
		for i, e := range tl {
			if !deciding[e.Seq] {
				continue
			}
			for _, j := range []int{i - width, i + width} {
				if j >= 0 && j < len(tl) && !keep[j] && budget > 0 {
					keep[j] = true
					budget--
				}
			}
		}
	}
	names := Owners(line)
	var rows []EvidenceRow
	last := -1
	for i, e := range tl {
		if !keep[i] {
			continue
		}
		if i-last > 1 {
			rows = append(rows, EvidenceRow{Gap: gapWords(tl, last, i)})
		}
		rows = append(rows,
			EvidenceRow{Badge: numbers[e.Seq], Time: Stamp(e.At), Who: who(e.Who),
				What: words.CutText(owned(*e, names), 400)})
		last = i
	}
	if last >= 0 && last < len(tl)-1 {
		rows = append(rows, EvidenceRow{Gap: gapWords(tl, last, len(tl))})
	}
	return rows
}

// gapWords says what is left out between two events; -1 and the length are the two ends.
func gapWords(tl []*ledger.Event, from, to int) string {
	text := words.Count(to-from-1, "event")
	if from >= 0 && to < len(tl) {
		text += " in " + Span(tl[to].At-tl[from].At)
	}
	if from < 0 {
		return text + " before"
	}
	if to == len(tl) {
		return text + " after"
	}
	return text
}

// LogLimit is the longest log of a case, in lines: nimcert trace shows the rest. A page of many subjects shows less of
// each, because it has to open at once.
func LogLimit(brief, many bool) int {
	switch {
	case brief && many:
		return 14
	case brief:
		return 40
	case many:
		return 120
	}
	return 400
}

// LogText is the time line as text, with a limited number of lines. That of a passing case has only the test's acts and
// the application's view: it is for reading and proves nothing.
func LogText(c *verdict.Case, line ledger.Timeline, brief bool, most int) (text string, lines int) {
	tl := make([]*ledger.Event, 0, len(line))
	for i := range line {
		e := &line[i]
		if !brief || e.Kind != ledger.Console && (e.Who == ledger.Test || e.Who == ledger.Client) {
			tl = append(tl, e)
		}
	}
	pointed := pointedAt(c)
	names := Owners(line)
	var b strings.Builder
	for i, e := range tl {
		// Events that decided are never left out of the middle.
		if len(tl) > most && i >= most/2 && i < len(tl)-most/2 && !pointed[e.Seq] {
			if i == most/2 {
				fmt.Fprintf(&b, "%13s %s not shown\n", "…", words.Count(len(tl)-most, "line"))
			}
			continue
		}
		flag := " "
		if pointed[e.Seq] {
			flag = "▶"
		}
		if brief {
			fmt.Fprintf(&b, "%s  %s  %s\n", Stamp(e.At), who(e.Who), words.CutText(owned(*e, names), 120))
			continue
		}
		fmt.Fprintf(&b, "%s%10s  %-8s  %s\n", flag, Stamp(e.At), who(e.Who), words.CutText(owned(*e, names), 300))
	}
	return b.String(), len(tl)
}

// owned describes an event, with the instance to which its socket belongs.
func owned(e ledger.Event, names map[int64]string) string {
	if e.Instance == "" {
		e.Instance = names[e.Socket]
	}
	return Describe(e)
}

// DecidingEvents are the events to which a case's findings point, as far as they are shown: an event that happened 38
// times is clear after the first few and the last. Each finding gets its share.
func DecidingEvents(c *verdict.Case) map[int]bool {
	const most, fewest, all = 6, 2, 16
	out := map[int]bool{}
	findings, _ := Shown(c.Findings)
	share := all / max(1, len(findings))
	share = min(max(share, fewest), most)
	for _, f := range findings {
		for i, seq := range f.Events {
			if len(f.Events) <= share || i < share-1 || i == len(f.Events)-1 {
				out[seq] = true
			}
		}
	}
	return out
}

// mostFindings is how many findings of a case are shown one by one: a client that ignores its waits has thousands.
const mostFindings = 24

// Shown are the findings that are shown one by one, and the number of further ones.
func Shown(all []verdict.Finding) (shown []verdict.Finding, more int) {
	n := min(len(all), mostFindings)
	return all[:n], len(all) - n
}

// Owners maps sockets to their instances, as far as a witness named them: the platform sees a socket and knows no
// account.
func Owners(t ledger.Timeline) map[int64]string {
	out := map[int64]string{}
	for _, e := range t {
		if e.Socket != 0 && e.Instance != "" && out[e.Socket] == "" {
			out[e.Socket] = words.Flat(e.Instance)
		}
	}
	return out
}

// pointedAt are all events to which a case's findings point.
func pointedAt(c *verdict.Case) map[int]bool {
	out := map[int]bool{}
	for _, f := range c.Findings {
		for _, seq := range f.Events {
			out[seq] = true
		}
	}
	return out
}

// Badges are the numbers that deciding events carry in the drawing and in the table of evidence, by event number.
func Badges(t ledger.Timeline, deciding map[int]bool) map[int]int {
	out := map[int]int{}
	for _, e := range t {
		if deciding[e.Seq] {
			out[e.Seq] = len(out) + 1
		}
	}
	return out
}
