package external_test

import (
	"fmt"
	"os"
	"testing"

	lua "github.com/yuin/gopher-lua"
)

// asLua is the environment variable that makes this test a Lua interpreter and nothing else: what a client in another
// language needs is then there on every machine.
const asLua = "NIMCERT_TEST_LUA"

func TestMain(m *testing.M) {
	if os.Getenv(asLua) == "" {
		os.Exit(m.Run())
	}
	if err := runLua(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// runLua runs a script as the command lua does.
func runLua(file string) error {
	vm := lua.NewState()
	defer vm.Close()
	arg := vm.NewTable()
	arg.RawSetInt(0, lua.LString(file))
	vm.SetGlobal("arg", arg)
	return vm.DoFile(file)
}
