package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"nimcert/spelling"
)

// String is the moment as a line has it before the colon.
func (w When) String() string {
	switch w.Mode {
	case At:
		return "at " + w.D.String()
	case And:
		return "and"
	case After, Inside:
		s := "after "
		if w.Mode == Inside {
			s = "in "
		}
		s += w.Event
		if w.Instance != "" {
			s += " " + w.Instance
		}
		if w.Nth > 1 {
			s += fmt.Sprintf(" #%d", w.Nth)
		}
		if w.D > 0 {
			s += " +" + w.D.String()
		}
		return s
	}
	return "+" + w.D.String()
}

// parseWhen reads the words before the colon.
func parseWhen(text string) (When, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return When{}, fmt.Errorf("no moment stands before the colon: %s", moments)
	}
	first, rest := words[0], words[1:]
	switch {
	case strings.HasPrefix(first, "+") && len(rest) == 0:
		d, err := parseTime(first[1:])
		return When{Mode: Then, D: d}, err
	case first == "and" && len(rest) == 0:
		return When{Mode: And}, nil
	case first == "at" && len(rest) == 1:
		d, err := parseTime(rest[0])
		return When{Mode: At, D: d}, err
	case first == "after":
		return parseEvent(When{Mode: After}, rest)
	case first == "in":
		return parseEvent(When{Mode: Inside}, rest)
	}
	return When{}, fmt.Errorf("%q is no moment: %s", text, moments)
}

// moments is the mend for a moment that cannot be read.
const moments = "write at 5s, +30ms, and, after EVENT INSTANCE, or in EVENT INSTANCE"

// parseEvent reads the words that follow "after" or "in": EVENT [INSTANCE] [#N] [+D].
func parseEvent(w When, words []string) (When, error) {
	if len(words) == 0 {
		return w, fmt.Errorf("no event is named: use one of %s", strings.Join(slices.Sorted(maps.Keys(events)), ", "))
	}
	w.Event = words[0]
	e, ok := events[w.Event]
	if !ok {
		return w, spelling.Unknown("event", w.Event, slices.Sorted(maps.Keys(events)))
	}
	words = words[1:]
	if !e.anybody {
		if len(words) == 0 || strings.ContainsAny(words[0][:1], "#+") {
			return w, fmt.Errorf("%s needs an instance, such as %s alice", w.Event, w.Event)
		}
		w.Instance, words = words[0], words[1:]
	}
	if w.Mode == Inside && e.anybody {
		return w, fmt.Errorf("%s is no callback of the application: nothing can be done inside it", w.Event)
	}
	for _, word := range words {
		var err error
		switch {
		case strings.HasPrefix(word, "#") && w.Nth == 0:
			if w.Nth, err = strconv.Atoi(word[1:]); err != nil || w.Nth < 1 || w.Nth > 1000 {
				return w, fmt.Errorf("%q is no number of an event: write #1 to #1000", word)
			}
		case strings.HasPrefix(word, "+") && w.Mode == After && w.D == 0:
			if w.D, err = parseTime(word[1:]); err != nil {
				return w, err
			}
		default:
			return w, fmt.Errorf(
				"%q does not belong behind %s: what may follow is #2 for the second, and +1s for a wait", word, w.Event)
		}
	}
	if w.Nth == 1 {
		w.Nth = 0 // an equal event was matched already
	}
	return w, nil
}

// longest is the longest session time that a step may name: nothing about a connection takes a day.
const longest = 24 * time.Hour

func parseTime(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q is no time: write one such as 30ms, 1.5s or 10m", s)
	case d < 0 || d > longest:
		return 0, fmt.Errorf("%q is out of bounds: a time is between 0s and %s", s, longest)
	case d%time.Millisecond != 0:
		return 0, fmt.Errorf("%q is finer than a millisecond", s)
	}
	return d, nil
}
