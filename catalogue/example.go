package catalogue

import "strings"

// Example is what the failure of a requirement does to an application, line by line. Its code is that of a mini program
// on @yxim/nim-web-sdk; it is not run.
type Example struct {
	Code   []string
	Line   int    // the line of Code that breaks, counted from 0
	Breaks string // what happens at that line
	Do     string // what an application can do until a release keeps the requirement
	// The two in Simplified Chinese. For an example for @yxim/nim-web-sdk they are with its requirement: see Chinese.
	BreaksZH, DoZH string
}

// ExampleOf returns what the failure of a requirement looks like in an application. Not every requirement has a line of
// its own there.
func ExampleOf(id string) (Example, bool) {
	e, ok := examples[id]
	return e, ok
}

// The names under which builds are certified through the two APIs of nim-web-sdk-ng.
const (
	V1Subject = "nim-web-sdk-ng (V1 API)"
	V2Subject = "nim-web-sdk-ng"
)

// ExampleIn returns what the failure of a requirement looks like in an application on an API of nim-web-sdk-ng. The
// requirements that published builds were seen to fail there have one.
func ExampleIn(subject, id string) (Example, bool) {
	e, ok := map[string]map[string]Example{V1Subject: examplesV1, V2Subject: examplesV2}[subject][id]
	return e, ok
}

// inNG is example with Chinese texts.
func inNG(code, breaks, do, breaksZH, doZH string) Example {
	e := example(code, breaks, do)
	e.BreaksZH, e.DoZH = breaksZH, doZH
	return e
}

// example reads a few lines of code; the line that begins with > breaks.
func example(code, breaks, do string) Example {
	e := Example{Line: -1, Breaks: breaks, Do: do}
	for i, line := range strings.Split(strings.Trim(code, "\n"), "\n") {
		if marked, ok := strings.CutPrefix(line, ">"); ok && e.Line < 0 {
			e.Line, line = i, " "+marked
		}
		e.Code = append(e.Code, strings.TrimPrefix(line, "  "))
	}
	return e
}
