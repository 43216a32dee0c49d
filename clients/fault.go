package clients

import (
	"errors"
	"fmt"
)

// Fault is why a client, or its session, cannot go on, with the key of a sentence: package runner has the sentence in
// English and Chinese. An error without one is shown as it is, in English.
type Fault struct {
	Key  string
	Args []any // for the sentence's places, in their order
	text string
	is   error
}

// Faultf makes a fault. The format is the sentence's English, with the verbs of package fmt in the place of its names.
// The first argument that is an error is what the fault wraps.
func Faultf(key, format string, args ...any) *Fault {
	f := &Fault{Key: key, text: fmt.Errorf(format, args...).Error()}
	for _, a := range args {
		switch v := a.(type) {
		case int:
			f.Args = append(f.Args, v)
		case error:
			if f.is == nil {
				f.is = v
			}
			f.Args = append(f.Args, v.Error())
		default:
			f.Args = append(f.Args, fmt.Sprint(v))
		}
	}
	return f
}

// Wrapping makes the fault wrap an error that its sentence does not show.
func (f *Fault) Wrapping(err error) *Fault {
	f.is = err
	return f
}

// Error is the sentence in English.
func (f *Fault) Error() string { return f.text }

// Unwrap is the error that the fault wraps; nil if there is none.
func (f *Fault) Unwrap() error { return f.is }

// FaultOf is the fault that an error is, if all of the error's words are the fault's.
func FaultOf(err error) (*Fault, bool) {
	var f *Fault
	if errors.As(err, &f) && f.text == err.Error() {
		return f, true
	}
	return nil, false
}
