// Package quickjs is QuickJS as an engine of its own: the library that judges regular expressions, whole, in a process
// that speaks the protocol of the child engines.
package quickjs

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

//go:embed realm.js
var realmSource string

// Sources are what runs in each realm before a script of the program: see clients/child/realm.js.
type Sources struct{ Realm, Words, Inspect, Forbid string }

// memoryLimit is what the scripts of the process may hold, in bytes. An allocation past it throws.
const memoryLimit = 768 << 20

type value = lib.TJSValue

// engine is the one of this process. The library's callbacks carry no pointer of Go's.
var engine struct {
	tls     *libc.TLS
	rt      uintptr
	base    uintptr // a context that compiles
	ctx     uintptr // the program's
	sources Sources
	in      *bufio.Reader
	out     io.Writer
	scripts map[string][]byte // bytecode
	handle  value
	flush   value
	// rejected are the promises that nobody handles so far, each behind its reason.
	rejected []value
	failed   error
}

// Serve speaks the protocol until its input ends.
func Serve(in io.Reader, out io.Writer, sources Sources) error {
	e := &engine
	e.tls, e.in, e.out, e.sources, e.scripts = libc.NewTLS(), bufio.NewReaderSize(
		in,
		1<<16,
	), out, sources, map[string][]byte{}
	if e.rt = lib.XJS_NewRuntime(e.tls); e.rt == 0 {
		return errors.New("there is no memory for a runtime")
	}
	lib.XJS_SetMemoryLimit(e.tls, e.rt, memoryLimit)
	lib.XJS_SetHostPromiseRejectionTracker(e.tls, e.rt, pointer(track), 0)
	e.base = lib.XJS_NewContext(e.tls, e.rt)
	for e.failed == nil {
		line, err := receive()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = step(line)
		}
		if err != nil {
			return err
		}
	}
	return e.failed
}

func receive() (string, error) {
	line, err := engine.in.ReadString('\n')
	return strings.TrimSuffix(line, "\n"), err
}

func send(line string) {
	if _, err := io.WriteString(engine.out, line+"\n"); err != nil {
		engine.failed = err
	}
}

// step serves a message.
func step(line string) error {
	e := &engine
	switch {
	case strings.HasPrefix(line, `{"script":`):
		var m struct{ Script, Name, Source string }
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			return err
		}
		code, err := compile(m.Name, m.Source)
		if err != nil {
			text, _ := json.Marshal(err.Error())
			send(`{"throw":` + string(text) + "}")
			return nil
		}
		e.scripts[m.Script] = code
		send(`{"return":null}`)
		return nil
	case strings.HasPrefix(line, `{"end":`):
		end()
		send(`{"return":null}`)
		return nil
	case strings.HasPrefix(line, `{"start":`):
		if err := begin(); err != nil {
			return err
		}
	case e.ctx == 0:
		return errors.New("a message before the first start")
	}
	message := text(line)
	defer free(message)
	if _, err := call(e.handle, message); err != nil {
		return err
	}
	drain()
	_, err := call(e.flush)
	return err
}

// drain runs what promises wait for.
func drain() {
	e := &engine
	at := e.tls.Alloc(int(unsafe.Sizeof(uintptr(0))))
	defer e.tls.Free(int(unsafe.Sizeof(uintptr(0))))
	for {
		switch r := lib.XJS_ExecutePendingJob(e.tls, e.rt, at); {
		case r == 0:
			return
		case r < 0: // a job that throws rejects its promise; this one could not
			free(lib.XJS_GetException(e.tls, *(*uintptr)(memory(at))))
		}
	}
}

// begin makes a realm.
func begin() error {
	e := &engine
	end()
	e.ctx = lib.XJS_NewContext(e.tls, e.rt)
	global := lib.XJS_GetGlobalObject(e.tls, e.ctx)
	defer free(global)
	var made []value
	defer func() {
		for _, v := range made {
			free(v)
		}
	}()
	for _, s := range []struct{ name, source string }{
		{"io", realmSource}, {"realm", e.sources.Realm}, {"words", e.sources.Words},
		{"inspect", e.sources.Inspect}, {"forbid", e.sources.Forbid},
	} {
		v, err := evaluate(e.ctx, s.name, s.source, lib.MJS_EVAL_TYPE_GLOBAL)
		if err != nil {
			return err
		}
		made = append(made, v)
	}
	natives := []value{global}
	for id, name := range []string{"write", "read", "script", "unhandled", "rejected"} {
		f := function(name, int32(id))
		made, natives = append(made, f), append(natives, f)
	}
	world, err := call(made[0], natives...)
	if err != nil {
		return err
	}
	root := text("https://usr/")
	made = append(made, world, root)
	words, err := call(made[2], root)
	if err != nil {
		return err
	}
	made = append(made, words)
	realm, err := call(made[1], global, world, words, made[3], made[4])
	if err != nil {
		return err
	}
	made = append(made, realm)
	e.handle, e.flush = property(realm, "handle"), property(realm, "flush")
	return nil
}

// end frees the realm.
func end() {
	e := &engine
	if e.ctx == 0 {
		return
	}
	for _, v := range e.rejected {
		free(v)
	}
	e.rejected = nil
	free(e.handle)
	free(e.flush)
	lib.XJS_FreeContext(e.tls, e.ctx)
	e.ctx = 0
	lib.XJS_RunGC(e.tls, e.rt)
}

// compile makes a script's bytecode. The error is one line with its place.
func compile(name, source string) ([]byte, error) {
	e := &engine
	v, err := evaluate(e.base, name, source, lib.MJS_EVAL_TYPE_GLOBAL|lib.MJS_EVAL_FLAG_COMPILE_ONLY)
	if err != nil {
		return nil, err
	}
	defer lib.XFreeValue(e.tls, e.base, v)
	size := e.tls.Alloc(8)
	defer e.tls.Free(8)
	code := lib.XJS_WriteObject(e.tls, e.base, size, v, lib.MJS_WRITE_OBJ_BYTECODE)
	if code == 0 {
		return nil, thrown(e.base)
	}
	n := *(*lib.Tsize_t)(memory(size))
	out := append([]byte(nil), unsafe.Slice((*byte)(memory(code)), int(n))...)
	lib.Xjs_free(e.tls, e.base, code)
	return out, nil
}

// run makes what a compiled script evaluates to.
func run(id string) value {
	e := &engine
	code := e.scripts[id]
	at, err := libc.CString(string(code))
	if err != nil {
		return value{Ftag: lib.EJS_TAG_UNDEFINED}
	}
	defer libc.Xfree(e.tls, at)
	v := lib.XJS_ReadObject(e.tls, e.ctx, at, lib.Tsize_t(len(code)), lib.MJS_READ_OBJ_BYTECODE)
	if v.Ftag == lib.EJS_TAG_EXCEPTION {
		return v
	}
	return lib.XJS_EvalFunction(e.tls, e.ctx, v)
}

// native is what a realm calls.
func native(tls *libc.TLS, ctx uintptr, _ value, argc int32, argv uintptr, id int32) value {
	e := &engine
	undefined := value{Ftag: lib.EJS_TAG_UNDEFINED}
	argument := func() string {
		if argc < 1 {
			return ""
		}
		return goText(ctx, *(*value)(memory(argv)))
	}
	switch id {
	case 0:
		send(argument())
	case 1:
		line, err := receive()
		if err != nil {
			os.Exit(0) // in the middle of a turn: who reads the answer is gone
		}
		return text(line)
	case 2:
		return run(argument())
	case 3:
		return lib.XNewInt32(tls, ctx, int32(len(e.rejected)))
	case 4:
		list := lib.XJS_NewArray(tls, ctx)
		for i, v := range e.rejected {
			lib.XJS_SetPropertyUint32(tls, ctx, list, lib.Tuint32_t(i), v)
		}
		e.rejected = nil
		return list
	}
	return undefined
}

// track keeps the promises that nobody handles.
func track(tls *libc.TLS, ctx uintptr, promise, reason value, handled int32, _ uintptr) {
	e := &engine
	if handled == 0 {
		e.rejected = append(e.rejected, lib.XDupValue(tls, ctx, reason), lib.XDupValue(tls, ctx, promise))
		return
	}
	for i := 0; i < len(e.rejected); i += 2 {
		if e.rejected[i+1].Fu == promise.Fu {
			free(e.rejected[i])
			free(e.rejected[i+1])
			e.rejected = append(e.rejected[:i], e.rejected[i+2:]...)
			return
		}
	}
}

// The rest is the library's calling convention.

// memory is an address in the library's own memory, which Go's collector does not move.
func memory(at uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&at)) }

func pointer(f any) uintptr { return (*[2]uintptr)(unsafe.Pointer(&f))[1] }

func free(v value) { lib.XFreeValue(engine.tls, engine.base, v) }

func text(s string) value {
	at, err := libc.CString(s)
	if err != nil {
		return value{Ftag: lib.EJS_TAG_UNDEFINED}
	}
	defer libc.Xfree(engine.tls, at)
	return lib.XJS_NewStringLen(engine.tls, engine.ctx, at, lib.Tsize_t(len(s)))
}

func goText(ctx uintptr, v value) string {
	e := &engine
	size := e.tls.Alloc(8)
	defer e.tls.Free(8)
	at := lib.XJS_ToCStringLen2(e.tls, ctx, size, v, 0)
	if at == 0 {
		free(lib.XJS_GetException(e.tls, ctx))
		return ""
	}
	defer lib.XJS_FreeCString(e.tls, ctx, at)
	return string(unsafe.Slice((*byte)(memory(at)), int(*(*lib.Tsize_t)(memory(size)))))
}

func function(name string, id int32) value {
	e := &engine
	at, _ := libc.CString(name)
	defer libc.Xfree(e.tls, at)
	return lib.XJS_NewCFunction2(e.tls, e.ctx, pointer(native), at, 1, lib.EJS_CFUNC_generic_magic, id)
}

func property(o value, name string) value {
	e := &engine
	at, _ := libc.CString(name)
	defer libc.Xfree(e.tls, at)
	return lib.XJS_GetPropertyStr(e.tls, e.ctx, o, at)
}

// evaluate runs or compiles a source.
func evaluate(ctx uintptr, name, source string, flags int32) (value, error) {
	e := &engine
	code, err := libc.CString(source)
	if err != nil {
		return value{}, err
	}
	defer libc.Xfree(e.tls, code)
	file, err := libc.CString(name)
	if err != nil {
		return value{}, err
	}
	defer libc.Xfree(e.tls, file)
	v := lib.XJS_Eval(e.tls, ctx, code, lib.Tsize_t(len(source)), file, flags)
	if v.Ftag == lib.EJS_TAG_EXCEPTION {
		return v, thrown(ctx)
	}
	return v, nil
}

// call calls a function of the realm. The arguments stay the caller's.
func call(f value, args ...value) (value, error) {
	e := &engine
	size := int(unsafe.Sizeof(value{}))
	n := max(1, len(args)) * size
	at := e.tls.Alloc(n)
	defer e.tls.Free(n)
	for i, v := range args {
		*(*value)(memory(at + uintptr(i*size))) = v
	}
	v := lib.XJS_Call(e.tls, e.ctx, f, value{Ftag: lib.EJS_TAG_UNDEFINED}, int32(len(args)), at)
	if v.Ftag == lib.EJS_TAG_EXCEPTION {
		return v, thrown(e.ctx)
	}
	return v, nil
}

// thrown is the pending exception in one line.
func thrown(ctx uintptr) error {
	e := &engine
	v := lib.XJS_GetException(e.tls, ctx)
	defer free(v)
	said := goText(ctx, v)
	if lib.XJS_IsError(e.tls, ctx, v) != 0 {
		saved := e.ctx
		e.ctx = ctx
		stack := property(v, "stack")
		e.ctx = saved
		said += " " + strings.Join(strings.Fields(goText(ctx, stack)), " ")
		free(stack)
	}
	return fmt.Errorf("%s", strings.TrimSpace(said))
}
