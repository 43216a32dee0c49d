package child

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

// process is an engine that runs. One program at a time is in it.
type process struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	said    *tail
	scripts map[string]bool // those that it has compiled
	used    int             // programs that ran in it
	greedy  atomic.Bool     // it took too much memory

	once sync.Once
	end  error // how it ended; once
}

// begin starts a process.
func begin(command string, args, env []string) (*process, error) {
	cmd := exec.Command(command, args...)
	cmd.Env = append(os.Environ(), env...)
	p := &process{cmd: cmd, said: &tail{}, scripts: map[string]bool{}}
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

// send writes a message.
func (p *process) send(message []byte) error {
	if _, err := p.in.Write(append(message, '\n')); err != nil {
		return p.ended()
	}
	return nil
}

// receive waits for a message. What it returns is valid until the next call.
func (p *process) receive() ([]byte, error) {
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
		p.kill()
		return nil, fmt.Errorf("the engine wrote a message of more than %d MiB", messageLimit>>20)
	case err != nil:
		return nil, p.ended()
	}
	return line, nil
}

// messageLimit is the longest message that a child may write, in bytes: four times the largest that the host carries.
const messageLimit = 64 << 20

// kill ends the process, whatever it does. It may be called from any goroutine.
func (p *process) kill() { _ = p.cmd.Process.Kill() }

// ended waits for a process that ended, and says why in one line.
func (p *process) ended() error {
	p.once.Do(func() {
		late := time.AfterFunc(time.Second, p.kill) // one that closed its output and computes on
		err := p.cmd.Wait()
		late.Stop()
		switch said := p.said.String(); {
		case p.greedy.Load(), strings.Contains(said, "out of memory"):
			p.end = errMemory
		case err != nil:
			p.end = fmt.Errorf("the engine's process ended: %w%s", err, last(said))
		default:
			p.end = fmt.Errorf("the engine's process ended%s", last(said))
		}
	})
	return p.end
}

// close ends the process in peace.
func (p *process) close() {
	_ = p.in.Close()
	_ = p.ended()
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
