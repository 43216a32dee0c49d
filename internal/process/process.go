// Package process runs a program that speaks lines over its standard streams, and keeps it from taking the machine with
// it: an engine, or a client of any language.
package process

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Process is a program that runs.
type Process struct {
	what   string // it is called in errors
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	said   *tail
	greedy atomic.Bool // it took too much memory

	once sync.Once
	end  error // how it ended; once
}

// Begin starts a program, with env beside the variables of this one. what is what errors call it: "the engine".
func Begin(what, command string, args, env []string) (*Process, error) {
	cmd := exec.Command(command, args...)
	cmd.Env = append(os.Environ(), env...)
	p := &Process{what: what, cmd: cmd, said: &tail{}}
	cmd.Stderr = p.said
	cmd.WaitDelay = time.Second // for a process of its own that holds the output
	bound(cmd)
	var err error
	if p.in, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReaderSize(out, 1<<16)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return p, nil
}

// Send writes a message, a line without its end.
func (p *Process) Send(message []byte) error {
	if _, err := p.in.Write(append(message, '\n')); err != nil {
		return p.Ended()
	}
	return nil
}

// Receive waits for a message. What it returns is valid until the next call.
func (p *Process) Receive() ([]byte, error) {
	defer p.watch()()
	line, err := p.out.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		long := bytes.Clone(line)
		for errors.Is(err, bufio.ErrBufferFull) && len(long) < messageLimit {
			line, err = p.out.ReadSlice('\n')
			long = append(long, line...)
		}
		line = long
	}
	switch {
	case len(line) >= messageLimit:
		p.Kill()
		return nil, fmt.Errorf("%s wrote a message of more than %d MiB", p.what, messageLimit>>20)
	case err != nil:
		return nil, p.Ended()
	}
	return line, nil
}

// messageLimit is the longest message that a child may write, in bytes: four times the largest that the host carries.
const messageLimit = 64 << 20

// Kill ends the process, whatever it does. It may be called from any goroutine.
func (p *Process) Kill() { _ = p.cmd.Process.Kill() }

// Ended waits for a process that ended, and says why in one line.
func (p *Process) Ended() error {
	p.once.Do(func() {
		late := time.AfterFunc(time.Second, p.Kill) // one that closed its output and computes on
		err := p.cmd.Wait()
		late.Stop()
		switch said := p.said.String(); {
		case p.greedy.Load(), strings.Contains(said, "out of memory"):
			p.end = errMemory
		case err != nil:
			p.end = fmt.Errorf("%s's process ended: %w%s", p.what, err, last(said))
		default:
			p.end = fmt.Errorf("%s's process ended%s", p.what, last(said))
		}
	})
	return p.end
}

// Close ends the process in peace.
func (p *Process) Close() {
	_ = p.in.Close()
	_ = p.Ended()
}

// last is the last line of what a process said, for a message.
func last(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if line := strings.TrimSpace(lines[len(lines)-1]); line != "" {
		return ": " + line
	}
	return ""
}

// tail keeps the end of what a process writes to its standard error.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, b...)
	t.text = t.text[max(0, len(t.text)-1<<12):]
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
