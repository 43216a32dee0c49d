package weapp

import (
	_ "embed"

	"github.com/dop251/goja"
)

//go:embed library.js
var librarySource string

// installLibrary is parsed once, not for every host.
var installLibrary = goja.MustCompile("library", librarySource, false)

// completeLibrary gives the realm what phones have of ECMAScript's library and the engine lacks.
func (h *Host) completeLibrary() {
	install, err := h.vm.RunProgram(installLibrary)
	if err == nil {
		run, _ := goja.AssertFunction(install)
		_, err = run(goja.Undefined(), h.vm.GlobalObject())
	}
	if err != nil {
		panic(err) // our own script
	}
}
