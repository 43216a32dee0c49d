package weapp

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/internal/files"
)

// UniApp is a mini-program host with uni-app's own runtime on it: `uni` is what the published
// @dcloudio/uni-mp-weixin makes of wx. Nothing of it is imitated.
//
// What uni-app's compiler does to that package when it makes a mini program is done here, too: its ES module becomes a
// CommonJS module, process.env becomes what was defined, and what it imports is found in node_modules. A mini program
// has `uni` in each of its modules; here it is a global.
type UniApp struct {
	Ground
	// Version is that of @dcloudio/uni-mp-weixin.
	Version string

	script adapter.Script
}

// Ground is a host on which a runtime of a framework can stand.
type Ground interface {
	adapter.Runtime
	// StartWith begins a program whose realm the script, one of this runtime's, completes before any other runs. What
	// it makes of the globals is taken for the platform's.
	StartWith(env clients.Env, first adapter.Script) adapter.Program
}

const (
	uniPackage = "@dcloudio/uni-mp-weixin"
	uniEntry   = uniPackage + "/dist/index.js"
)

// uniImports are the modules that the runtime imports, and their files in node_modules. Vue is there for pages and
// components, of which a build of the SDK has none.
var uniImports = map[string]string{
	"vue":                "vue/dist/vue.runtime.common.prod.js",
	"@dcloudio/uni-i18n": "@dcloudio/uni-i18n/dist/uni-i18n.cjs.js",
}

// Platform is uni-app.
func (UniApp) Platform() adapter.Platform {
	return adapter.Platform{Name: "uni-app", Socket: "uni.connectSocket"}
}

// FindUniApp looks for the runtime in the node_modules of a folder, of those above it, and of the folders named behind
// it, as Node.js looks for a package. The error is one line.
func FindUniApp(from string, also ...string) (modules string, err error) {
	dir, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	var all []string
	for {
		all = append(all, dir)
		above := filepath.Dir(dir)
		if above == dir {
			break
		}
		dir = above
	}
	for _, dir := range append(all, also...) {
		modules := filepath.Join(dir, "node_modules")
		if _, err := os.Stat(filepath.Join(modules, filepath.FromSlash(uniEntry))); err == nil {
			return modules, nil
		}
	}
	return "", fmt.Errorf("uni-app's runtime %s is not installed: npm install %[1]s@%s @dcloudio/uni-i18n vue@2.6.14 "+
		"beside the build (`make sdks` does for the published ones)", uniPackage, "2.0.2-5020320260806001")
}

// NewUniApp compiles the runtime that is installed in a node_modules folder. The error is one line.
func NewUniApp(ground Ground, modules string) (UniApp, error) {
	packages := map[string]string{uniPackage: uniEntry}
	maps.Copy(packages, uniImports)
	var bundle strings.Builder
	bundle.WriteString("var packages = {}, loaded = {};\n")
	for _, name := range sortedKeys(packages) {
		source, err := files.Read(filepath.Join(modules, filepath.FromSlash(packages[name])), files.Source)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return UniApp{}, fmt.Errorf("%s needs %s, which is not there: install it beside it", uniPackage,
				packages[name])
		case err != nil:
			return UniApp{}, fmt.Errorf("%s cannot be read: %w", packages[name], err)
		}
		fmt.Fprintf(&bundle, "packages[%q] = function (module, exports, require) {%s\n};\n", name,
			bundled(string(source)))
	}
	fmt.Fprintf(&bundle, uniLoader, uniPackage)
	script, err := ground.Compile("uni.js", bundle.String())
	if err != nil {
		return UniApp{}, fmt.Errorf("uni-app's runtime: %w", err)
	}
	return UniApp{ground, versionOf(filepath.Join(modules, filepath.FromSlash(uniPackage))), script}, nil
}

// uniLoader runs the package and makes what it exports a global. At its first call the runtime draws and stores the
// device's identity. On a phone an earlier start has done so: what breaks the storage later is no affair of the
// runtime's.
const uniLoader = `function load(name) {
	if (!packages[name]) throw new Error('module "' + name + '" is not there');
	if (!loaded[name]) {
		loaded[name] = { exports: {} };
		packages[name](loaded[name], loaded[name].exports, load);
	}
	return loaded[name].exports;
}
var uni = load(%q).default;
if (!uni) throw new Error("it exports no default");
new Function("return this")().uni = uni;
uni.getSystemInfoSync();
`

var (
	importOne     = regexp.MustCompile(`(?m)^import (\w+) from '([^']+)';$`)
	importNames   = regexp.MustCompile(`(?m)^import (\{[^}]*\}) from '([^']+)';$`)
	exportOne     = regexp.MustCompile(`(?m)^export default ([\w$]+);$`)
	exportNames   = regexp.MustCompile(`(?m)^export \{([^}]*)\};$`)
	uniPlatformOf = regexp.MustCompile(`(^|[^.\w])process\.env\.UNI_PLATFORM\b`)
	nodeEnv       = regexp.MustCompile(`(^|[^.\w])process\.env\.NODE_ENV\b`)
	otherEnv      = regexp.MustCompile(`(^|[^.\w])process\.env\.\w+`)
)

// bundled is a module as a bundler would make it for mini programs, of what the three packages use.
func bundled(source string) string {
	source = importOne.ReplaceAllString(source, `var $1 = require('$2');`)
	source = importNames.ReplaceAllString(source, `var $1 = require('$2');`)
	source = exportOne.ReplaceAllString(source, `module.exports.default = $1;`)
	source = exportNames.ReplaceAllString(source, `Object.assign(module.exports, {$1});`)
	source = uniPlatformOf.ReplaceAllString(source, `${1}"mp-weixin"`)
	source = nodeEnv.ReplaceAllString(source, `${1}"production"`)
	return otherEnv.ReplaceAllString(source, `${1}""`)
}

var versionField = regexp.MustCompile(`"version"\s*:\s*"([^"]+)"`)

func versionOf(dir string) string {
	data, _ := files.Read(filepath.Join(dir, "package.json"), files.Settings)
	if m := versionField.FindSubmatch(data); m != nil {
		return string(m[1])
	}
	return "unknown"
}

// Start begins a program under uni-app.
func (u UniApp) Start(env clients.Env) adapter.Program { return u.StartWith(env, u.script) }
