package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// screen says what a stream can do besides taking lines.
type screen struct {
	live  bool // a line may be drawn again
	color bool
	width func() int // in columns; changes with the window
}

// terminalOf looks at a stream and the environment. A stream that is no terminal gets plain lines, and so does a dumb
// one. Colour follows no-color.org, then CLICOLOR_FORCE.
func terminalOf(w io.Writer) screen {
	f, ok := w.(interface{ Fd() uintptr })
	ok = ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
	t := screen{live: ok, color: ok}
	switch force := os.Getenv("CLICOLOR_FORCE"); {
	case os.Getenv("NO_COLOR") != "":
		t.color = false
	case force != "" && force != "0":
		t.color = true
	}
	t.width = func() int {
		const usual = 80
		if ok {
			if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
				return width
			}
		}
		return usual
	}
	return t
}
