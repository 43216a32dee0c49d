// Command nimcert certifies the connection behaviour of instant-messaging SDK builds. It turns flags into a plan, shows
// the plan's progress, and turns the outcome into an exit code. Everything else is in other packages.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"nimcert/internal/limits"
)

// Exit codes of the command.
const (
	exitOpen        = 0   // the gate is open
	exitClosed      = 1   // the gate is closed
	exitUsage       = 2   // usage or configuration
	exitBroke       = 3   // the harness or the client broke
	exitInterrupted = 130 // Ctrl-C
)

// interrupted is printed if nothing is known about the command's progress.
const interrupted = "interrupted: nothing was certified"

// exitError carries an exit code to main. Its text, if any, is the one line that is printed.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// broke is an error of the harness or the client, not of the user.
func broke(err error) error { return &exitError{exitBroke, err} }

func main() {
	if code, done := watch(os.Args[1:]); done {
		os.Exit(code)
	}
	collectLess()
	os.Exit(run(os.Args[1:]))
}

// collectLess lets garbage grow to sixteen times the memory in use, which is some 25 MiB: sessions are short and leave
// much garbage, with Go's default a fifth of a run is garbage collection, and with four times the memory a tenth and
// more (4 against 12 collections in sixty cases). The memory limit bounds a run of many builds, and a client that
// allocates without end: a session holds some 30 MiB, and a build that was certified 7 MiB. GOGC in the environment
// takes precedence, and GOMEMLIMIT where it is lower: garbage alone must never reach what ends a build (clients/weapp).
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(1600)
	}
	debug.SetMemoryLimit(min(debug.SetMemoryLimit(-1), memoryLimit))
}

// memoryLimit is the most that the heap takes while there is garbage in it.
const memoryLimit = 512 << 20

// command makes the command line for args.
func command(args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "nimcert",
		Short: "Certify the connection behaviour of IM SDK builds",
		Long: `nimcert runs published builds of the NetEase Yunxin IM SDK, unpatched, on an embedded mini-program host
against a fake NIM service through network faults, and judges how they handle their sockets.

Exit codes: 0 the gate is open, 1 the gate is closed, 2 usage or configuration, 3 the harness or the client broke,
130 interrupted.`,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if debugging(args) {
				limits.Lift()
			}
			return checkGiven(cmd)
		},
		SilenceErrors: true, SilenceUsage: true,
		Version: version(),
	}
	root.AddCommand(certifyCommand(), mergeCommand(), compareCommand(), verifyCommand(), listCommand(),
		explainCommand(), selfTestCommand(), serveCommand(), replayCommand(), traceCommand(), exploreCommand(),
		appCommand(), domainsCommand(), watchCommand(), versionCommand())
	root.SetArgs(args)
	root.PersistentFlags().Bool(debugFlag, false,
		"lift every limit on real time, and work in one process, so that a breakpoint ends no session")
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.HiddenDefaultCmd = true
	helpOfCommands(root)
	return root
}

// debugFlag is the flag for running under a debugger.
const debugFlag = "debug"

// debugging reports whether the command line has debugFlag. It is needed before the flags are parsed.
func debugging(args []string) bool { return slices.Contains(args, "--"+debugFlag) }

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if !watched.here {
		context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	}
	root, out := command(args), &stdout{file: os.Stdout}
	root.SetOut(out)
	dir, keepRuns := own(root, args)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil {
		watched.saves() // only the last words are missing
	}
	if errors.Is(err, context.Canceled) {
		ended(dir, keepRuns, exitInterrupted, interrupted)
		fmt.Fprintln(os.Stderr, "nimcert: "+interrupted)
		return exitInterrupted
	}
	if missing := out.missing(); missing != nil {
		err = missing
	}
	if err == nil {
		return exitOpen
	}
	var e *exitError
	if !errors.As(err, &e) {
		e = &exitError{exitUsage, err}
	}
	if e.code == exitUsage {
		ended(dir, keepRuns, exitUsage, oneLine(e))
	}
	if e.err != nil {
		fmt.Fprintf(os.Stderr, "nimcert: %s\n", oneLine(e))
	}
	return e.code
}
