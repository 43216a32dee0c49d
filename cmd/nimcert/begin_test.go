package main

import (
	"os/exec"
	"testing"
	"time"
)

// commandIn is the command in a folder. It ends with its test.
func commandIn(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Dir = dir
	return cmd
}

// begin starts a command, and ends it when it hangs.
func begin(t *testing.T, cmd *exec.Cmd, limit time.Duration) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	watchdog := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
	t.Cleanup(func() { watchdog.Stop() })
}
