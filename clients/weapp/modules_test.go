package weapp

import (
	"errors"
	"testing"

	"github.com/dop251/goja"
)

// modules compiles a folder of scripts.
func (s *stage) modules(scripts map[string]string) *Modules {
	m := &Modules{Scripts: map[string]*Program{}}
	for name, source := range scripts {
		m.Scripts[name] = s.compile(name, source)
	}
	return m
}

// requires runs a script of a folder.
func (s *stage) requires(m *Modules, name string) {
	s.t.Helper()
	s.Run(func(vm *goja.Runtime) { s.Module(m, name) })
	s.settle()
}

func TestModulesAreFoundAsInAMiniProgram(t *testing.T) {
	s := start(t)
	s.requires(s.modules(map[string]string{
		"pages/room/room.js": `console.log(require("../../utils/im.js").name, require("../../utils/im") ` +
			`=== require("/utils/im"), require("./help").name, require("../parts").name, require("kit").name)`,
		"utils/im.js":                    `exports.name = "im"; console.log("once")`,
		"pages/room/help.js":             `module.exports = {name: "help"}`,
		"pages/parts/index.js":           `exports.name = "a folder"`,
		"miniprogram_npm/kit/index.js":   `exports.name = require("./deep").name`,
		"miniprogram_npm/kit/deep.js":    `exports.name = "a package"`,
		"pages/miniprogram_npm/other.js": `throw new Error("nobody asked")`,
	}), "pages/room/room.js")
	s.prints("once", "im true help a folder a package")
}

// A package of the program's that is loaded later: require with callbacks, and require.async.
func TestModulesThatComeLater(t *testing.T) {
	s := start(t)
	s.requires(s.modules(map[string]string{
		"app.js": `
			console.log(require("./sub/im.js", function (im) { console.log("callback", im.name); }));
			require("./sub/none.js", function () {}, function (e) { console.log("failed", e.mod, typeof e.errMsg); });
			require.async("./sub/im.js").then(function (im) { console.log("promise", im.name); });
			require.async("./sub/broken.js").catch(function (e) { console.log("caught", e.mod, e.errMsg); });
			console.log("called");`,
		"sub/im.js":     `console.log("once"); exports.name = "im";`,
		"sub/broken.js": `throw new Error("oops");`,
	}), "app.js")
	s.prints("undefined", "called", "once", "callback im", "failed ./sub/none.js string", "promise im",
		"caught ./sub/broken.js Error: oops (at sub/broken.js:1:169)")
}

func TestModulesThatRequireEachOtherSeeWhatThereIs(t *testing.T) {
	s := start(t)
	s.requires(s.modules(map[string]string{
		"a.js": `exports.first = 1; var b = require("./b"); console.log("a sees", b.saw); exports.second = 2`,
		"b.js": `var a = require("./a"); exports.saw = [a.first, a.second].join()`,
	}), "a.js")
	s.prints("a sees 1,")
}

func TestWhatAModuleThrowsReachesWhoRequiresIt(t *testing.T) {
	s := start(t)
	m := s.modules(map[string]string{
		"app.js": `
			for (var name of ["./bad", "./bad", "./missing", "./modern"]) {
				try { require(name) } catch (e) { console.log(e instanceof TypeError, e.message) }
			}`,
		"bad.js": `console.log("runs"); throw new TypeError("no")`,
	})
	m.Broken = map[string]error{"modern.js": errors.New("modern.js is an ES module")}
	s.requires(m, "app.js")
	s.prints("runs", "true no", "runs", "true no", `false module "./missing" is not there: app.js asks for it`,
		"false modern.js is an ES module")
}

func TestWhatIsGivenStandsInAFilesPlace(t *testing.T) {
	s := start(t)
	m := s.modules(map[string]string{
		"app.js":     `console.log(require("./lib/sdk").who)`,
		"lib/sdk.js": `throw new Error("the file runs")`,
	})
	s.Run(func(vm *goja.Runtime) {
		o := vm.NewObject()
		_ = o.Set("who", "given")
		m.Given = map[string]goja.Value{"lib/sdk.js": o}
	})
	s.requires(m, "app.js")
	s.prints("given")
}
