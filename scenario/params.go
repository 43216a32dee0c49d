package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"nimcert/fakeserver"
	"nimcert/spelling"
)

// param is one argument that a verb takes.
type param struct {
	name string
	// option says that it may stand anywhere after the others, as NAME or NAME=VALUE, or be left out.
	option bool
	// check returns why a word is not a valid argument, or nil.
	check func(word string) error
}

func (p param) usage() string {
	switch {
	case p.option && flags[p.name]:
		return "[" + p.name + "]"
	case p.option:
		return "[" + p.name + "=…]"
	}
	return strings.ToUpper(p.name)
}

func params(list ...param) []param { return list }

// oneOf is a parameter that is one of a few words.
func oneOf(name string, words ...string) param {
	return param{name: name, check: func(word string) error {
		if slices.Contains(words, word) {
			return nil
		}
		return spelling.Unknown(name, word, words)
	}}
}

var (
	anAccount  = oneOf("account", accounts...)
	anEntry    = oneOf("chatroom", slices.Sorted(maps.Keys(entries))...)
	anInstance = oneOf("instance", append(slices.Clone(accounts), slices.Sorted(maps.Keys(entries))...)...)
	aStep      = oneOf("step", slices.Sorted(maps.Keys(steps))...)
	anHTTPStep = oneOf("HTTP step", "lbs", "handshake", "upgrade", "upload")
	aTime      = param{name: "time", check: func(word string) error {
		_, err := parseTime(word)
		return err
	}}
	aDelay = param{name: "time", check: func(word string) error {
		if word == "never" {
			return nil
		}
		_, err := parseTime(word)
		return err
	}}
	aHost = param{name: "host", check: func(word string) error {
		if strings.ContainsAny(word, "/:=") || !strings.Contains(word, ".") {
			return fmt.Errorf("%q is no host: write one such as lbs.netease.im", word)
		}
		return nil
	}}
)

// aNumber is a whole number within bounds.
func aNumber(name string, least, most int) param {
	return param{name: name, check: func(word string) error {
		if n, err := strconv.Atoi(word); err != nil || n < least || n > most || strconv.Itoa(n) != word {
			return fmt.Errorf("%q is no %s: write a whole number from %d to %d", word, name, least, most)
		}
		return nil
	}}
}

// flags are the options that take no value.
var flags = map[string]bool{"no-reconnect": true, "long": true, "dynamic": true, "kept": true,
	"former": true}

// option is an option of a verb: it comes after the other arguments, or is left out.
func option(name string) param {
	check := map[string]func(string) error{
		"attempts": aNumber("number of attempts", 0, 1000).check,
		"delay":    aTime.check,
		"token":    aNumber("number of a token", 1, 9).check,
		"times":    aNumber("number of messages", 1, 100).check,
		"reason":   aReason,
	}[name]
	if flags[name] {
		check = func(word string) error {
			if word != "" {
				return fmt.Errorf("%s takes no value", name)
			}
			return nil
		}
	}
	return param{name: name, option: true, check: check}
}

// aReason is a word that fits into a Close frame: RFC 6455 has 125 bytes for it and the code.
func aReason(word string) error {
	if word == "" || len(word) > 123 {
		return fmt.Errorf("%q is no reason: write a word of at most 123 bytes", word)
	}
	return nil
}

// checkArgs says what is wrong with a verb's arguments.
func checkArgs(name string, v verb, words []string) error {
	var fixed, options []param
	for _, p := range v.params {
		if p.option {
			options = append(options, p)
		} else {
			fixed = append(fixed, p)
		}
	}
	for i, p := range fixed {
		if i >= len(words) {
			return fmt.Errorf("%s needs %s", name, withArticle(p.name))
		}
		if err := p.check(words[i]); err != nil {
			return err
		}
	}
	seen := map[string]bool{}
	for _, word := range words[len(fixed):] {
		key, value, _ := strings.Cut(word, "=")
		i := slices.IndexFunc(options, func(p param) bool { return p.name == key })
		switch {
		case i < 0 && len(options) == 0:
			return fmt.Errorf("%q is one word too many for %s", word, name)
		case i < 0:
			var known []string
			for _, p := range options {
				known = append(known, p.name)
			}
			return spelling.Unknown("option", key, known)
		case seen[key]:
			return fmt.Errorf("%s is given twice", key)
		}
		seen[key] = true
		if err := options[i].check(value); err != nil {
			return err
		}
	}
	return nil
}

func withArticle(name string) string {
	if strings.ContainsAny(name[:1], "aeiouAEIOUH") {
		return "an " + name
	}
	return "a " + name
}

// args are the arguments of a step that was checked.
type args []string

func (a args) word(i int) string { return a[i] }

func (a args) int(i int) int {
	n, _ := strconv.Atoi(a[i]) // checked
	return n
}

func (a args) time(i int) time.Duration {
	d, _ := time.ParseDuration(a[i]) // checked
	return d
}

func (a args) delay(i int) time.Duration {
	if a[i] == "never" {
		return fakeserver.Never
	}
	return a.time(i)
}

func (a args) has(option string) bool { return slices.Contains(a, option) }

func (a args) option(name string) (string, bool) {
	for _, word := range a {
		if value, ok := strings.CutPrefix(word, name+"="); ok {
			return value, true
		}
	}
	return "", false
}

func (a args) optionInt(name string) (int, bool) {
	value, ok := a.option(name)
	n, _ := strconv.Atoi(value) // checked, or not there
	return n, ok
}

func (a args) optionTime(name string) time.Duration {
	value, _ := a.option(name)
	d, _ := time.ParseDuration(value) // checked, or not there
	return d
}
