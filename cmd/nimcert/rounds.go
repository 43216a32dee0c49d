package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nimcert/clients/families"
	"nimcert/config"
	"nimcert/internal/files"
	"nimcert/reports/certificate"
	"nimcert/runner"
	"nimcert/verdict"
)

type watchFlags struct{ build, family, out string }

func watchCommand() *cobra.Command {
	var f watchFlags
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Certify a build again whenever its file changes, what failed first",
		Long: `watch certifies a build whenever its file changes: first the requirements that failed the last time
(before there was a last time, ` + firstAsked + `), so that the first answer comes within seconds, and then all of
them. It goes on until Ctrl-C.

Each round is a nimcert certify of its own; the reports of the last whole one stand in --out.

Exit codes: 2 usage, 130 interrupted, which is how it ends.`,
		Example: `  nimcert watch --build path/NIM_Web_SDK_miniapp.js --family nim`,
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return watchBuild(cmd.Context(), cmd, f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.build, "build", "", "the build file to watch")
	fl.StringVar(&f.family, "family", "", "its family: "+strings.Join(families.Names(), ", ")+", or a folder with one")
	fl.StringVar(&f.out, "out", "out/watch", "folder for the reports")
	return cmd
}

// firstAsked lists the requirements that are tried first on a new build: does it log in, with one socket, and obey a
// kick? They take a second.
const firstAsked = "LIM-01,KCK-01"

// lookEvery is the real time between two looks at the file.
const lookEvery = 200 * time.Millisecond

func watchBuild(ctx context.Context, cmd *cobra.Command, f watchFlags) error {
	switch {
	case f.build == "":
		return errors.New("--build is missing: name the build file to watch")
	case f.family == "":
		return fmt.Errorf("--build needs --family: one of %s, or a folder with one",
			strings.Join(families.Names(), ", "))
	}
	if err := config.CheckFamily(f.family); err != nil {
		return fmt.Errorf("--family: %w", err)
	}
	switch _, err := files.Read(f.build, files.Source); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the build file %s is not there", f.build)
	case err != nil:
		return fmt.Errorf("the build file %s cannot be read: %w", f.build, errors.Unwrap(err))
	}
	exe, err := os.Executable()
	if err != nil {
		return broke(fmt.Errorf("the command cannot start itself: %w", err))
	}
	w := watching{watchFlags: f, exe: exe, say: cmd.OutOrStdout()}
	for ctx.Err() == nil {
		seen := w.digest()
		w.round(ctx, seen)
		for ctx.Err() == nil && w.digest() == seen {
			pause(ctx)
		}
	}
	return &exitError{code: exitInterrupted}
}

func pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(lookEvery):
	}
}

type watching struct {
	watchFlags
	exe string
	say io.Writer
}

// digest is the build's digest at this moment; empty while the file is being replaced.
func (w watching) digest() [sha256.Size]byte {
	data, err := files.Read(w.build, files.Source)
	if err != nil {
		return [sha256.Size]byte{}
	}
	return sha256.Sum256(data)
}

// round certifies the build: first what failed before, then everything. It ends early if the file changes.
func (w watching) round(ctx context.Context, seen [sha256.Size]byte) {
	if seen == ([sha256.Size]byte{}) {
		return // the file is still being written
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		for ctx.Err() == nil && w.digest() == seen {
			pause(ctx)
		}
		stop()
	}()
	fmt.Fprintf(w.say, "\n%s  %s\n", time.Now().Format(time.TimeOnly), filepath.Base(w.build))
	for _, ids := range w.first() {
		if ctx.Err() == nil {
			w.certify(ctx, filepath.Join(w.out, "first"), "--run", strings.Join(ids, ","), "--allow-partial",
				"--sample", "off")
		}
	}
	if ctx.Err() == nil {
		w.certify(ctx, filepath.Join(w.out, "whole"), "--quiet")
	}
}

// first returns the requirements to try before all others: two of those that failed, for an answer within seconds, and
// the other failed ones.
func (w watching) first() [][]string {
	failed := w.failed()
	if len(failed) == 0 {
		failed = strings.Split(firstAsked, ",")
	}
	n := min(2, len(failed))
	if n == len(failed) {
		return [][]string{failed}
	}
	return [][]string{failed[:n], failed[n:]}
}

// certify runs a certification in a process of its own, because Ginkgo can run its suites only once in a process.
func (w watching) certify(ctx context.Context, out string, more ...string) {
	args := append([]string{"certify", "--build", w.build, "--family", w.family, "--out", out}, more...)
	run := exec.CommandContext(ctx, w.exe, args...)
	run.Cancel = func() error { return interrupt(run.Process) }
	run.WaitDelay = 2 * time.Second // the process normally ends faster by itself
	var said strings.Builder
	run.Stdout, run.Stderr = w.say, &said
	err := run.Run()
	var exit *exec.ExitError
	if err != nil && ctx.Err() == nil && (!errors.As(err, &exit) || exit.ExitCode() != exitClosed) {
		fmt.Fprint(w.say, said.String())
	}
}

// failed lists the requirements that failed in the last full run.
func (w watching) failed() []string {
	_, data, err := certificate.ReadCertificateFile(filepath.Join(w.out, "whole"))
	if err != nil {
		return nil
	}
	c, err := certificate.ParseCertificate("", data)
	if err != nil {
		return nil
	}
	var out []string
	for _, q := range c.Requirements {
		// it needs all scenarios
		if (q.Verdict == verdict.Fail || q.Verdict == verdict.Error) && !runner.Everywhere(q.ID) {
			out = append(out, q.ID)
		}
	}
	return out
}
