package adapter

import (
	"strconv"
	"strings"

	"nimcert/clients"
	"nimcert/ledger"
)

// Runtime is a JavaScript engine on a host. It compiles scripts and starts programs.
type Runtime interface {
	// Platform says what the programs run on.
	Platform() Platform
	// Versions are those of the engine and of what stands on it, by their names, each with the module, command or
	// package that it is of. What tells none is left out.
	Versions() map[string]string
	// Compile makes a script of a CommonJS module. The error is one line that says where the source does not parse.
	Compile(name, source string) (Script, error)
	// Start begins a program, with a loop of its own. Close it when the session ends.
	Start(env clients.Env) Program
}

// Platform names what programs run on. The number of its sockets is in the profile: see clients.Profile.
type Platform struct {
	Name   string // as in "made for NAME"
	Socket string // the call by which a program's source asks it for a socket
	// Requires are pieces of source by which it does so, too: modules of sockets.
	Requires []string
}

// Script is a compiled module. It runs in programs of the runtime that compiled it.
type Script interface {
	// Name is the file's name in messages and stacks.
	Name() string
}

// Program is one running mini program.
type Program interface {
	Engine
	Host
}

// Engine runs the scripts of one program. Only plain data crosses between Go and the scripts. Everything else (an SDK's
// exports, an instance) stays in the program, under a name.
//
// The engine itself ends a script that computes for too long or takes too much memory, and reports that by Env.Broken.
type Engine interface {
	// Give puts plain data (nil, a bool, a number, a text, []any, map[string]any) or a Function under a name. Give
	// comes before the first Load.
	Give(name string, value any)
	// Load runs a script in a turn of its own, and keeps its exports under a name. With arguments, which are names too,
	// the exports must be a function: it is called with the values under these names (null for a missing one), and its
	// result is kept. A script that throws breaks the program.
	Load(s Script, name string, args ...string)
	// Call calls a method of the value under a name, with plain data. An exception goes to the ledger, as on the
	// platform. A missing method is not called. On the loop only.
	Call(name, method string, args ...any)
	// Post runs f on the loop, in a turn of its own, and returns at once.
	Post(f func())
	// Broke ends the program: no script runs any more. It may be called from any goroutine.
	Broke(err error)
	// Close frees everything.
	Close()
	// Stuck reports, for a closed program, that its script still computes and cannot be ended.
	Stuck() bool
}

// Host is the platform around one program: its sockets, storage, files and life cycle. The calls come from any
// goroutine.
type Host interface {
	// Add writes an event to the ledger.
	Add(e ledger.Event) ledger.Event
	// OnRequest and OnSocket set the function that gets the address of each request and socket that the program asks
	// for, on the loop and before it is tried.
	OnRequest(f func(url string))
	OnSocket(f func(url string))
	// Rest counts what the program holds.
	Rest() clients.Rest
	// SetNetwork and the calls below are those of clients.Client and clients.MiniProgram.
	SetNetwork(kind string)
	AddFile(path string, data []byte)
	Store(key, value string)
	BreakStorage(f clients.StorageFault)
	Disturb()
	Background()
	Foreground()
	Inspect()
}

// Function is a function of Go that scripts call, on the loop.
type Function func(args []Value)

// Kind is the kind of a script's value.
type Kind string

// The kinds. Everything else (functions, symbols, errors) counts as an object.
const (
	Undefined Kind = "undefined"
	Null      Kind = "null"
	Boolean   Kind = "boolean"
	Number    Kind = "number"
	Text      Kind = "text"
	Object    Kind = "object"
)

// TextLimit is how many characters a text may have to cross unchanged. A longer one, and an object, cross as a brief
// rendering.
const TextLimit = 1 << 16

// Value is a value of a script as it reaches Go.
type Value struct {
	Is Kind
	// Text renders it. A plain object that is itself an argument has Fields instead.
	Text   string
	Number float64
	// Fields are the object's own fields in their order, if the object is itself an argument.
	Fields []Field
}

// Field is one field of an object.
type Field struct {
	Name  string
	Value Value
}

// Absent says that there is no value.
func (v Value) Absent() bool { return v.Is == "" || v.Is == Undefined || v.Is == Null }

// String renders the value for a message.
func (v Value) String() string {
	if v.Is != Object || v.Text != "" {
		return v.Text
	}
	var fields []string
	for _, f := range v.Fields {
		text := f.Value.Text
		if f.Value.Is == Text {
			text = strconv.Quote(text)
		}
		fields = append(fields, strconv.Quote(f.Name)+":"+text)
	}
	return "{" + strings.Join(fields, ",") + "}"
}

// argument is the nth argument of a call.
func argument(args []Value, n int) Value {
	if n < len(args) {
		return args[n]
	}
	return Value{Is: Undefined, Text: string(Undefined)}
}
