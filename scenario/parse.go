package scenario

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/spelling"
)

// LineError is an error in one line of a schedule's text.
type LineError struct {
	Line int // from 1
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Err) }
func (e *LineError) Unwrap() error { return e.Err }

// most is how many steps a schedule may have. A schedule that the explorer draws has about a dozen.
const most = 1000

// Parse reads a schedule's text. The error is a LineError with the first line that is wrong, the cause and its mend.
func Parse(text string) (Schedule, error) {
	var s Schedule
	text = strings.TrimPrefix(text, "\ufeff") // editors of Windows begin a file so
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(uncomment(line))
		if line == "" {
			continue
		}
		if err := s.parseLine(i+1, line); err != nil {
			return Schedule{}, &LineError{i + 1, err}
		}
	}
	if len(s.Steps) == 0 {
		return Schedule{}, fmt.Errorf("there is no step in it: write one such as \"at 0s: login alice\"")
	}
	if i, err := s.check(); err != nil {
		return Schedule{}, &LineError{s.Steps[i].Line, err}
	}
	return s, nil
}

// comment begins at a hash at the start of a line or between blanks. #2 is the number of an event.
var comment = regexp.MustCompile(`(^|\s)#(\s.*|$)`)

func uncomment(line string) string {
	if strings.HasPrefix(strings.TrimSpace(line), "#") {
		return ""
	}
	return comment.ReplaceAllString(line, "")
}

// slug names a condition: lower-case words with dashes.
var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (s *Schedule) parseLine(number int, line string) error {
	before, behind, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("there is no colon: write WHEN: VERB, such as \"+1s: drop\"")
	}
	before, behind = strings.TrimSpace(before), strings.TrimSpace(behind)
	if len(s.Steps) == 0 {
		for _, h := range s.header() {
			if h.key != before {
				continue
			}
			if *h.value != "" {
				return fmt.Errorf("%s is said twice", h.key)
			}
			if behind == "" {
				return fmt.Errorf("%s is empty", h.key)
			}
			*h.value = behind
			return s.checkHeader(h.key, behind)
		}
	}
	when, err := parseWhen(before)
	if err != nil {
		return err
	}
	words := strings.Fields(behind)
	if len(words) == 0 {
		return fmt.Errorf("no verb stands behind the colon")
	}
	v, ok := vocabulary[words[0]]
	if !ok {
		return spelling.Unknown("verb", words[0], slices.Sorted(maps.Keys(vocabulary)))
	}
	if err := checkArgs(words[0], v, words[1:]); err != nil {
		return err
	}
	if len(s.Steps) == most {
		return fmt.Errorf("a schedule has at most %d steps", most)
	}
	s.Steps = append(s.Steps, Step{When: when, Verb: words[0], Args: words[1:], Line: number})
	return nil
}

func (s *Schedule) checkHeader(key, value string) error {
	switch key {
	case "requirement":
		if _, ok := catalogue.Get(value); !ok {
			_, err := catalogue.Select([]string{value})
			if err == nil {
				err = fmt.Errorf("%q is a group of requirements: name one of them", value)
			}
			return err
		}
	case "shows":
		for _, word := range strings.Fields(value) {
			id, _, _ := strings.Cut(word, "/")
			if _, ok := catalogue.Get(id); !ok {
				return fmt.Errorf("%q is no requirement and no key of a finding: write one such as REC-09", word)
			}
		}
	case "cast":
		return aNumber("cast", 1, math.MaxInt32).check(value)
	case "slug":
		if !slug.MatchString(value) {
			return fmt.Errorf("%q is no slug: write lower-case words with dashes, such as connect-before-done", value)
		}
	}
	return nil
}

// check says which step contradicts the others, and why.
func (s Schedule) check() (int, error) {
	made := map[string]bool{}
	for _, step := range s.Steps {
		if Makes(step.Verb) {
			made[step.Args[0]] = true
		}
	}
	names := slices.Sorted(maps.Keys(made))
	if i := slices.IndexFunc(s.Steps, newToken); i >= 0 &&
		slices.ContainsFunc(s.Steps, func(step Step) bool { return step.Verb == "enter" }) {
		return i, fmt.Errorf(
			"alice cannot get another token here: the chatrooms of the schedule are entered with her first")
	}
	if i, name := s.renewsFixed(); i >= 0 {
		return i, fmt.Errorf("%s logs in with a token that does not expire: write login %s dynamic", name, name)
	}
	breaks := ""    // the verb by which the network ends connections
	inside := false // a callback
	for i, step := range s.Steps {
		v := vocabulary[step.Verb]
		inside = step.When.Mode == Inside || inside && step.When.Mode == And
		for _, name := range append([]string{step.When.Instance}, s.named(step)...) {
			if name != "" && !made[name] {
				if len(names) == 0 {
					return i, fmt.Errorf("%s is never made: write a login or an enter before", name)
				}
				return i, fmt.Errorf("no line makes %s: did you mean %s?", name, nearest(name, names))
			}
		}
		switch {
		case step.When.Mode == Inside && v.actor != application:
			return i, fmt.Errorf("%s is not the application's to do, and only the application acts inside its "+
				"callbacks: write \"after\"",
				step.Verb)
		case step.Verb == "throw" && !inside:
			return i, fmt.Errorf("a callback throws, and no line says which: write \"in message alice: throw\"")
		case long[step.Verb] && (step.When.Mode == And || step.When.Mode == Inside):
			return i, fmt.Errorf("%s goes on for a while and stands in no turn: write \"+0s\" or \"after\"", step.Verb)
		case step.When.Mode == And && i > 0 && long[s.Steps[i-1].Verb]:
			return i, fmt.Errorf("%s goes on for a while and stands in no turn: write \"+0s\" for the line behind it",
				s.Steps[i-1].Verb)
		case step.When.Mode == And && i == 0:
			return i, fmt.Errorf("the first line has none above it: write \"at 0s\"")
		case step.When.Mode == And && vocabulary[s.Steps[i-1].Verb].actor != v.actor:
			return i, fmt.Errorf(
				"\"and\" joins what one actor does in one turn, and %s is not by whom %s is: write \"+0s\"",
				step.Verb, s.Steps[i-1].Verb)
		}
		if slices.Contains([]string{"reset", "cut", "drop", "network-change"}, step.Verb) {
			if breaks != "" && byReset(breaks) != byReset(step.Verb) {
				return i, fmt.Errorf(
					"%s cannot stand beside %s: one network ends its connections either with RST or with FIN",
					step.Verb, breaks)
			}
			breaks = step.Verb
		}
	}
	return 0, nil
}

// Makes reports whether a verb makes the instance that it names.
func Makes(verb string) bool {
	return verb == "login" || verb == "enter" || verb == clients.ActLogIn || verb == clients.ActEnterRoom
}

// newToken reports whether a step gives alice another token.
func newToken(step Step) bool {
	_, given := args(step.Args).option("token")
	return (step.Verb == "login" && given || step.Verb == "renew") && step.Args[0] == "alice"
}

// renewsFixed finds a step that renews a token of an account that any line logs in without saying that it expires; -1
// if there is none.
func (s Schedule) renewsFixed() (at int, name string) {
	for i, step := range s.Steps {
		if step.Verb == "renew" && slices.ContainsFunc(s.Steps, func(login Step) bool {
			return login.Verb == "login" && login.Args[0] == step.Args[0] && !args(login.Args).has("dynamic")
		}) {
			return i, step.Args[0]
		}
	}
	return -1, ""
}

// byReset reports whether a verb ends connections with RST.
func byReset(verb string) bool { return verb == "reset" || verb == "cut" }

// named are the instances that a step's arguments name.
func (s Schedule) named(step Step) []string {
	if params := vocabulary[step.Verb].params; len(params) > 0 &&
		(params[0].name == anInstance.name || params[0].name == anAccount.name) &&
		!Makes(step.Verb) {
		return step.Args[:1]
	}
	return nil
}

func nearest(word string, known []string) string {
	best := known[0]
	for _, k := range known[1:] {
		if spelling.Distance(word, k) < spelling.Distance(word, best) {
			best = k
		}
	}
	return best
}

// Lacks names the first step that a client cannot do, and the capability that it lacks; "" if it can do all.
func (s Schedule) Lacks(has map[clients.Capability]bool) (step int, missing clients.Capability) {
	for i, step := range s.Steps {
		if vocabulary[step.Verb].actor == application && has[clients.Acts] {
			return i, clients.Calls
		}
		for _, need := range vocabulary[step.Verb].needs {
			if !has[need] {
				return i, need
			}
		}
		for _, o := range optionNeeds {
			a := args(step.Args)
			if _, given := a.option(o.option); (given || a.has(o.option)) && !has[o.need] {
				return i, o.need
			}
		}
	}
	return 0, ""
}

// optionNeeds are the capabilities that options need.
var optionNeeds = []struct {
	option string
	need   clients.Capability
}{
	{"attempts", clients.ReconnectCap}, {"no-reconnect", clients.ReconnectSwitch}, {"delay", clients.DelayOption},
	{"dynamic", clients.TokenRenewal}, {"former", clients.FormerHandle},
}

// Check says why a schedule that was not made by Parse is invalid; nil if it is valid.
func (s Schedule) Check() error {
	if len(s.Steps) == 0 || len(s.Steps) > most {
		return fmt.Errorf("a schedule has 1 to %d steps", most)
	}
	_, err := s.check()
	return err
}

// OfApplication reports whether a verb is the application's.
func OfApplication(name string) bool { return vocabulary[name].actor == application }
