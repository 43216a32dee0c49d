package child

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"

	"nimcert/clients/child/quickjs"
	"nimcert/clients/weapp"
	"nimcert/internal/process"
)

var (
	//go:embed words.js
	wordsSource string
	//go:embed node.js
	nodeSource string
	//go:embed jsc.js
	jscSource string
)

// kind is how an engine is run.
type kind struct {
	name string // as --engine has it
	// command runs it, with the script that args gets, and pack is the Debian package that brings the command. Without
	// a command it is this program itself.
	command, pack string
	args          func(script string) []string
	env           []string
	source        string        // its half of what runs in it
	files         bool          // it loads scripts from files
	version       func() string // what it is, with its version; empty where nothing says it
	from          string        // the folder whose modules a program for Node.js requires; empty for all others
}

// zone is that of the phones: see clients/weapp.
const zone = "TZ=Asia/Shanghai"

var kinds = []kind{
	{
		name: "v8", command: "node", pack: "nodejs", source: nodeSource, env: []string{zone, "NODE_OPTIONS="},
		args: func(script string) []string {
			return []string{fmt.Sprintf("--max-old-space-size=%d", process.MemoryLimit), "-e", script}
		},
		version: said("node", "-p", "`Node.js ${process.versions.node}, V8 ${process.versions.v8}`"),
	},
	{
		name: "jsc", command: "jsc", pack: "libjavascriptcoregtk-4.1-bin (Debian 12: libjavascriptcoregtk-4.0-bin)",
		source: jscSource, env: []string{zone}, files: true,
		args: func(script string) []string { return []string{"-e", script} },
		// The command does not tell its version; that of its Debian package is JavaScriptCore's.
		version: said("dpkg-query", "--show", "--showformat=${Package} ${Version}\n", "libjavascriptcoregtk-*-bin"),
	},
	{
		name: "quickjs", env: []string{zone, self + "=1"},
		version: func() string { return weapp.Module("modernc.org/libquickjs") },
	},
}

// Names are the engines that are processes of their own.
func Names() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

// said asks a command once, and returns its answer if that is one line.
func said(command string, args ...string) func() string {
	return sync.OnceValue(func() string {
		cmd := exec.Command(command, args...)
		cmd.Env = append(os.Environ(), "NODE_OPTIONS=")
		out, err := cmd.Output()
		line := strings.TrimSpace(string(out))
		if err != nil || strings.Contains(line, "\n") {
			return ""
		}
		return line
	})
}

// there says what is missing.
func (k kind) there() error {
	if k.command == "" {
		return nil
	}
	if _, err := exec.LookPath(k.command); err != nil {
		return fmt.Errorf(
			"the engine %s needs the command %s, which is not there: install the Debian package %s",
			k.name,
			k.command,
			k.pack,
		)
	}
	return nil
}

// begin starts a process of the kind.
func (k kind) begin() (*engineProcess, error) {
	if k.command == "" {
		own, err := os.Executable()
		if err != nil {
			return nil, err
		}
		return began(own, nil, k.env)
	}
	parts := map[string]string{
		"realm": realmSource, "words": wordsSource, "inspect": weapp.InspectSource, "forbid": weapp.ForbidSource,
	}
	if k.from != "" {
		parts["machine"], parts["from"] = machineSource, k.from
	}
	sources, err := json.Marshal(parts)
	if err != nil {
		return nil, err
	}
	return began(k.command, k.args(strings.TrimSpace(k.source)+"("+string(sources)+")"), k.env)
}

func began(command string, args, env []string) (*engineProcess, error) {
	p, err := process.Begin("the engine", command, args, env)
	if err != nil {
		return nil, err
	}
	return &engineProcess{Process: p, scripts: map[string]bool{}}, nil
}

// self is the environment variable that makes this program an engine and nothing else, whatever program it is: the
// command or a test.
const self = "NIMCERT_ENGINE_PROCESS"

func init() {
	if os.Getenv(self) == "" {
		return
	}
	sources := quickjs.Sources{
		Realm: realmSource, Words: wordsSource, Inspect: weapp.InspectSource, Forbid: weapp.ForbidSource,
	}
	if err := quickjs.Serve(os.Stdin, os.Stdout, sources); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}
