package ci

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// result is what a job's scripts left.
type result struct {
	code         int
	log, summary string
	outputs      map[string]string
}

// shared stands for RUNNER_TEMP, so that nimcert is built once.
var shared string

func TestMain(m *testing.M) {
	shared = must(os.MkdirTemp("", "nimcert-ci"))
	code := m.Run()
	_ = os.RemoveAll(shared)
	os.Exit(code)
}

// limit is real time after which a script counts as hanging. The slowest builds nimcert, on a machine that others use.
const limit = 5 * time.Minute

// script runs a step as a CI service does, and stricter: an unset variable is a mistake too.
func script(t *testing.T, dir, text string, env ...string) (code int, log string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eu", "-o", "pipefail", "-c", text)
	cmd.Dir = dir
	for _, e := range os.Environ() {
		if name, _, _ := strings.Cut(e, "="); !strings.HasPrefix(name, "NIMCERT_") && !strings.HasPrefix(name, "CI") &&
			!strings.HasPrefix(name, "GITHUB_") {
			cmd.Env = append(cmd.Env, e)
		}
	}
	cmd.Env = append(cmd.Env, env...)
	watchdog := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
	defer watchdog.Stop()
	out, err := cmd.CombinedOutput()
	if exited := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exited) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// npm puts a script in npm's place, and returns the variable that does.
func npm(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	//nolint:gosec // it is run
	if err := os.WriteFile(filepath.Join(dir, "npm"), []byte("#!/usr/bin/env bash\nset -eu\n"+text+"\n"),
		0o700); err != nil {
		t.Fatal(err)
	}
	return "PATH=" + dir + string(os.PathListSeparator) + os.Getenv("PATH")
}

// reference writes a configuration with the reference client, and a record for a requirement where one is given.
func reference(t *testing.T, dir, recorded string) {
	t.Helper()
	text := "sdks: [{name: reference, family: reference}]\n"
	if recorded != "" {
		text += fmt.Sprintf("knownFailures: [{package: reference, version: '1', requirement: %s, reason: it was so}]\n",
			recorded)
	}
	put(t, dir, "ginkgo.yml", text)
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readIfThere(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(b)
}
