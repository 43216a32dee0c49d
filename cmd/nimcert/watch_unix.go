//go:build unix

package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	// watchedName is the variable that makes a process a worker. Its value names the subjects that broke an earlier
	// process.
	watchedName = "NIMCERT_WATCHED"
	// graceful is how long a process may take to end when told. With the work that follows, Ctrl-C ends the command
	// within 2 s.
	graceful = 1200 * time.Millisecond
	// saving is how long a process that was told to end may take to write what it has: the reports of sixty builds take
	// a minute and a half of CPU, and a busy machine several times that. A second Ctrl-C ends it at once.
	saving = 10 * time.Minute
	// mostMemory is the memory that a process may hold, in bytes: 1.5 GB, minus what native code can take between two
	// checks (4 GB/s for 20 ms).
	mostMemory = 1_350 << 20
	lookAgain  = 20 * time.Millisecond
)

// The file descriptors of a worker: the real standard error (its own takes the last words of Go's runtime), a pipe that
// closes when the watching process ends, and one to which it writes the running subject.
const (
	errorFile = 3 + iota
	lifeFile
	subjectFile
)

// watch runs the command in a worker process and watches it until it has an exit code. It reports false in the worker
// itself, and if none can be started.
func watch(args []string) (code int, done bool) {
	if lines, here := os.LookupEnv(watchedName); here {
		_ = os.Unsetenv(watchedName)
		beWatched(lines)
		return 0, false
	}
	if debugging(args) {
		return 0, false // a debugger only holds the process that it started
	}
	exe, err := os.Executable()
	if err != nil {
		return 0, false
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	broken := ""
	known := map[int]string{}
	for {
		w, err := start(exe, args, broken)
		if err != nil {
			return 0, false
		}
		code, why := w.wait(signals)
		w.clean()
		n := <-w.subject
		switch {
		case why == "":
			return code, true
		case code == exitInterrupted:
			dir, keepRuns := own(command(args), args)
			ended(dir, keepRuns, exitInterrupted, interrupted)
			if explores(command(args), args) {
				return say(exitInterrupted, interruptedExploring), true
			}
			return say(exitInterrupted, interrupted), true
		case n < 0 || known[n] != "":
			dir, keepRuns := own(command(args), args) // reports of which some are written are no verdict
			ended(dir, keepRuns, exitBroke, why)
			return say(exitBroke, why+": nothing was certified"), true
		}
		known[n] = why
		broken += fmt.Sprintf("%d %s\n", n, why)
	}
}

// say removes the progress line and prints the command's last line.
func say(code int, line string) int {
	if terminalOf(os.Stderr).live {
		fmt.Fprint(os.Stderr, "\r\x1b[K")
	}
	fmt.Fprintf(os.Stderr, "nimcert: %s\n", line)
	return code
}

// beWatched makes this process a worker.
func beWatched(lines string) {
	os.Stderr = os.NewFile(errorFile, "/dev/stderr")
	life, subject := os.NewFile(lifeFile, "life"), os.NewFile(subjectFile, "subject")
	saves := make(chan struct{})
	watched = state{
		here: true, broken: readBroken(lines), at: func(n int) { fmt.Fprintln(subject, n) },
		saves: sync.OnceFunc(func() {
			fmt.Fprintln(subject, savesLine)
			close(saves)
		}),
	}
	go func() {
		_, _ = life.Read(make([]byte, 1)) // until the other end is closed, or its process is gone
		_ = syscall.Kill(os.Getpid(), syscall.SIGTERM)
		select {
		case <-saves:
			time.Sleep(2 * saving)
		case <-time.After(2 * graceful):
		}
		os.Exit(exitInterrupted)
	}()
}

// savesLine is what a worker that saves writes instead of a subject's number.
const savesLine = "saves"

// worker is the process that does the work.
type worker struct {
	cmd     *exec.Cmd
	life    *os.File // closing it asks the process to end
	said    head
	subject chan int // the subject that ran when the process ended; -1 before the first
	saves   chan struct{}
	temp    string // its folder for what does not outlast it, such as a browser's profile
}

// clean removes the worker's temporary folder. What it began ends with it, but not at once, and may write meanwhile.
func (w *worker) clean() {
	for range 50 {
		if os.RemoveAll(w.temp) == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func start(exe string, args []string, broken string) (*worker, error) {
	w := &worker{cmd: exec.Command(exe, args...), subject: make(chan int, 1), saves: make(chan struct{}, 1)}
	w.cmd.Args[0] = os.Args[0]
	temp, err := os.MkdirTemp("", "nimcert-")
	if err != nil {
		return nil, err
	}
	w.temp = temp
	w.cmd.Env = append(os.Environ(), watchedName+"="+broken, "TMPDIR="+temp)
	w.cmd.Stdin, w.cmd.Stdout, w.cmd.Stderr = os.Stdin, os.Stdout, &w.said
	lifeRead, life, err := os.Pipe()
	if err != nil {
		w.clean()
		return nil, err
	}
	subjectRead, subject, err := os.Pipe()
	if err != nil {
		w.clean()
		return nil, err
	}
	w.life = life
	w.cmd.ExtraFiles = []*os.File{os.Stderr, lifeRead, subject}
	err = w.cmd.Start()
	_, _ = lifeRead.Close(), subject.Close()
	if err != nil {
		w.clean()
		return nil, err
	}
	go func() {
		last := -1
		for lines := bufio.NewScanner(subjectRead); lines.Scan(); {
			if n, err := strconv.Atoi(lines.Text()); err == nil {
				last = n
			} else if lines.Text() == savesLine {
				w.saves <- struct{}{}
			}
		}
		_ = subjectRead.Close()
		w.subject <- last
	}()
	return w, nil
}

// wait waits for the process's end, and ends it if necessary. why is empty if it ended by itself, with its code.
func (w *worker) wait(signals <-chan os.Signal) (code int, why string) {
	over := make(chan error, 1)
	go func() { over <- w.cmd.Wait() }()
	look := time.NewTicker(lookAgain)
	defer look.Stop()
	defer w.life.Close()
	var late <-chan time.Time
	told := false
	for {
		select {
		case err := <-over:
			return w.ended(err, why, told)
		case <-signals:
			if told { // a second one
				why = interrupted
				_ = w.cmd.Process.Kill()
				continue
			}
			told = true
			_ = w.life.Close()
			if late == nil {
				late = time.After(graceful)
			}
		case <-w.saves: // a terminal sends its signal to both: the worker may be the first to hear it
			late = time.After(saving)
		case <-late:
			select {
			case <-w.saves:
				late = time.After(saving)
				continue
			default:
			}
			why = interrupted
			_ = w.cmd.Process.Kill()
		case <-look.C:
			if why == "" && late == nil && resident(w.cmd.Process.Pid) > mostMemory {
				why = fmt.Sprintf("the process that ran it was ended, because it took more than %d MiB of memory",
					mostMemory>>20)
				_ = w.cmd.Process.Kill()
			}
		}
	}
}

// ended says how the process ended. why is set if this process ended it. One that was told to end may break instead,
// as when native code takes the last memory meanwhile: it was interrupted all the same.
func (w *worker) ended(err error, why string, told bool) (int, string) {
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return exitBroke, "the process that does the work cannot be waited for: " + err.Error()
	}
	status, _ := w.cmd.ProcessState.Sys().(syscall.WaitStatus)
	fault := w.said.fault()
	switch {
	case why == interrupted, told && (why != "" || status.Signaled() || fault != ""):
		return exitInterrupted, interrupted
	case why != "":
		return exitBroke, why
	case status.Signaled() && status.Signal() == syscall.SIGPIPE:
		return 128 + int(syscall.SIGPIPE), "" // nobody reads the output: go on as before
	case status.Signaled():
		return exitBroke, fmt.Sprintf("the process that ran it was ended from outside (%s)", status.Signal())
	case fault != "":
		return exitBroke, "the process that ran it broke: " + fault
	}
	_, _ = os.Stderr.Write(w.said.Bytes())
	return w.cmd.ProcessState.ExitCode(), ""
}

// resident is how many bytes of memory a process holds; 0 if unknown (only Linux tells).
func resident(pid int) int64 {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

// interrupt asks a process of our own to end, as Ctrl-C does.
func interrupt(p *os.Process) error { return p.Signal(os.Interrupt) }
