package child

import (
	_ "embed"
	"path/filepath"
	"regexp"
	"strings"

	"nimcert/clients"
	"nimcert/clients/weapp"
)

//go:embed machine.js
var machineSource string

// NodeJS is Node.js itself, for the builds that are made for it: they find Node's own globals and modules, and what
// they require is looked for from a build's folder. Their timers are the session's, and their network is the host's:
// see machine.js. A program has a process to itself. The error says in one line what has to be installed.
func NodeJS(folder string) (*Engine, error) {
	v8 := kinds[0]
	if err := v8.there(); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	v8.name, v8.from = "node", dir+string(filepath.Separator)
	return &Engine{kind: v8}, nil
}

// onNode is the environment of a program on Node.js, whatever the session's platform is: no socket is refused.
func onNode(env clients.Env) clients.Env {
	profile := env.Profile
	if profile == nil {
		profile = clients.NodeProfile
	}
	env.Profile = func() clients.Profile {
		p, node := profile(), clients.NodeProfile()
		p.API, p.Unlimited, p.CloseWait = node.API, node.Unlimited, node.CloseWait
		return p
	}
	return env
}

// wrapped is a script as the engine's platform wraps it: an expression of a function of require, module and exports.
func (k kind) wrapped(source string) string {
	if k.from == "" {
		return weapp.Wrapped(source)
	}
	// Node gives __filename and __dirname, too; none of the published builds reads them.
	return "(function(require,module,exports){" + commonJS(source) + "\n})"
}

var (
	importAll   = regexp.MustCompile(`import\s*\*\s*as\s+([\w$]+)\s+from\s*("[^"]+"|'[^']+');?`)
	importOne   = regexp.MustCompile(`import\s+([\w$]+)\s+from\s*("[^"]+"|'[^']+');?`)
	importNames = regexp.MustCompile(`import\s*\{([^{}]*)\}\s*from\s*("[^"]+"|'[^']+');?`)
	exportNames = regexp.MustCompile(`export\s*\{([^{}]*)\};?\s*$`)
	imports     = regexp.MustCompile(`^(?:\s|/\*(?s:.*?)\*/|//[^\n]*\n|` +
		`import\s*(?:[\w$]+|\*\s*as\s+[\w$]+|\{[^{}]*\})\s*from\s*(?:"[^"]+"|'[^']+');?)*`)
	rename = regexp.MustCompile(`([\w$]+)\s+as\s+([\w$]+)`)
)

// commonJS turns an ES module of one file, whose imports stand at its top and whose exports at its end, into a CommonJS
// module, as bundlers do. Any other script stays as it is.
func commonJS(source string) string {
	head := imports.FindString(source)
	tail := exportNames.FindStringSubmatchIndex(source)
	if !strings.Contains(head, "import") && tail == nil {
		return source
	}
	body, out := source[len(head):], ""
	if tail != nil && tail[0] >= len(head) {
		body = source[len(head):tail[0]]
		for name := range strings.SplitSeq(source[tail[2]:tail[3]], ",") {
			inside, outside := strings.TrimSpace(name), strings.TrimSpace(name)
			if m := rename.FindStringSubmatch(name); m != nil {
				inside, outside = m[1], m[2]
			}
			if inside != "" {
				out += "module.exports." + outside + "=" + inside + ";"
			}
		}
	}
	head = importAll.ReplaceAllString(head, `var $1=require($2);`)
	head = importOne.ReplaceAllString(head, `var $1=require($2);`)
	head = importNames.ReplaceAllStringFunc(head, func(s string) string {
		m := importNames.FindStringSubmatch(s)
		return "var {" + rename.ReplaceAllString(m[1], "$1:$2") + "}=require(" + m[2] + ");"
	})
	return `"use strict";` + head + body + out
}
