package ci

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCIInstallsABrowser runs .ci/browser on machines that have these commands and nothing else.
func TestCIInstallsABrowser(t *testing.T) {
	const log = "\necho \"$0 $*\" >>\"$LOG\"\n"
	// An apt-get that installs a browser, an env and a sudo that run what they are given, and who one is.
	installs := log + `case "$*" in *install*chromium*) : >"$BIN/chromium"; chmod +x "$BIN/chromium" ;; esac`
	runs := log + `while case "$1" in *=*|-n) true ;; *) false ;; esac; do shift; done; "$@"`
	for name, c := range map[string]struct {
		commands map[string]string
		code     int
		says     string
		runs     []string
	}{
		"there already": {map[string]string{"google-chrome": ""}, 0, "", nil},
		"as root": {
			map[string]string{"apt-get": installs, "env": runs, "id": "echo 0"},
			0, "installing Debian's package", []string{"apt-get update", "apt-get install"},
		},
		"with sudo": {
			map[string]string{"apt-get": installs, "env": runs, "id": "echo 1000", "sudo": runs},
			0, "installing Debian's package", []string{"sudo -n apt-get update", "sudo -n env", "apt-get install"},
		},
		"without sudo": {map[string]string{"apt-get": installs, "id": "echo 1000"}, 1,
			"as root (there is no sudo)", nil},
		"without apt": {map[string]string{"id": "echo 0"}, 1, "there is no apt-get", nil},
		"no such package": {map[string]string{"apt-get": "case $1 in install) false ;; esac", "env": runs,
			"id": "echo 0"}, 1, "apt-get install chromium failed", nil},
		"a package of snaps": {map[string]string{"apt-get": "", "env": runs, "id": "echo 0"}, 1,
			"there is no chromium in PATH", nil},
	} {
		t.Run(name, func(t *testing.T) {
			bin, record := t.TempDir(), filepath.Join(t.TempDir(), "log")
			bash := must(exec.LookPath("bash"))
			for command, text := range c.commands {
				script := "#!" + bash + "\n" + text + "\n"
				//nolint:gosec // it is run
				if err := os.WriteFile(filepath.Join(bin, command), []byte(script), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Symlink(must(exec.LookPath("chmod")), filepath.Join(bin, "chmod")); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), bash, filepath.Join("..", ".ci", "browser"))
			cmd.Env = []string{"PATH=" + bin, "BIN=" + bin, "LOG=" + record}
			out, _ := cmd.CombinedOutput()
			if cmd.ProcessState.ExitCode() != c.code || !strings.Contains(string(out), c.says) {
				t.Errorf("it exits with %d and says %q", cmd.ProcessState.ExitCode(), out)
			}
			ran, _ := os.ReadFile(record) // none where nothing was run
			for _, line := range c.runs {
				if !strings.Contains(string(ran), line) {
					t.Errorf("%q was not run, but %s", line, ran)
				}
			}
		})
	}
}
