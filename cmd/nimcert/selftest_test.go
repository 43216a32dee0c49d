package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/selftest"
)

func TestSelfTestOfOneGroup(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	o := nimcert(t, dir, "selftest", "--run", "STO,MSG-05", "--out", "out/self")
	g.Expect(o.code).To(Equal(exitOpen), o.stderr)
	g.Expect(o.out).To(MatchRegexp(`(?m)^MSG-05 +(\d+) +(\d+)`))
	g.Expect(o.out).To(MatchRegexp(`(?m)^\d+ of \d+ mutants are killed`))
	g.Expect(o.out).To(ContainSubstring(filepath.Join("out", "self", "selftest.html")))
	data, err := os.ReadFile(filepath.Join(dir, "out", "self", "selftest.json"))
	g.Expect(err).NotTo(HaveOccurred())
	var r selftest.SelfTestResult
	g.Expect(json.Unmarshal(data, &r)).To(Succeed())
	for _, m := range r.Mutants {
		g.Expect(m.Problem).To(BeEmpty(), m.Name)
		g.Expect(m.KilledBy()).To(ContainElement(m.Breaks), m.Name)
	}
	page, err := os.ReadFile(filepath.Join(dir, "out", "self", "selftest.html"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(string(page)).To(ContainSubstring("unsent and confirmed"))
}

func TestSelfTestOfOneMutant(t *testing.T) {
	g := NewWithT(t)
	o := nimcert(t, t.TempDir(), "selftest", "--mutant", "count not reset")
	g.Expect(o.code).To(Equal(exitOpen), o.stderr)
	g.Expect(o.out).To(ContainSubstring("1 of 1 mutants are killed"))
}

func TestSelfTestUsage(t *testing.T) {
	for args, says := range map[string][]string{
		"--run REC-99":                    {"REC-99"},
		"--mutant nonsense":               {`no mutant "nonsense"`},
		"--mutant reset":                  {`no mutant "reset"`, "count not reset"},
		"--run MSG --mutant two":          {"no mutant"},
		"--run GLB-02":                    {"no mutant is about GLB-02"},
		"--out selftest.txt --run MSG-05": {"--out selftest.txt cannot be made"},
		"extra":                           {"takes flags only"},
		"--schedules 5 --run MSG-05":      {"--schedules goes with --explore"},
		"--explore --matrix":              {"--explore and --matrix exclude one another"},
		"--explore --fail-fast":           {"--explore takes neither --fail-fast nor --platform"},
		"--out= --run MSG-05":             {`--out "" is no folder's name`},
	} {
		t.Run(args, func(t *testing.T) {
			g := NewWithT(t)
			dir := t.TempDir()
			write(t, dir, "selftest.txt", "a file")
			o := nimcert(t, dir, append([]string{"selftest"}, strings.Fields(args)...)...)
			g.Expect(o.code).To(Equal(exitUsage), o.stderr+o.out)
			for _, s := range says {
				g.Expect(o.stderr).To(ContainSubstring(s))
			}
			g.Expect(o.stderr).NotTo(ContainSubstring("goroutine"))
		})
	}
}

// A survivor closes the gate, in a sentence. The command's own zoo has none, so the sentence is asked of what it
// prints.
func TestSelfTestPrintsASurvivor(t *testing.T) {
	g := NewWithT(t)
	s := selftest.SelfTest{Context: t.Context(),
		Mutants: []selftest.Mutant{{Name: "harmless", Breaks: "REC-06", What: "It does nothing.",
			New: func() clients.Factory { return reference.New() }}}}
	r, err := s.Run()
	g.Expect(err).NotTo(HaveOccurred())
	var out writer
	g.Expect(r.WriteText(&out)).To(Succeed())
	g.Expect(string(out)).To(ContainSubstring("0 of 1 mutants are killed"))
	g.Expect(string(out)).To(ContainSubstring(`✗ the mutant "harmless" survives every requirement`))
}

type writer []byte

func (w *writer) Write(p []byte) (int, error) {
	*w = append(*w, p...)
	return len(p), nil
}

func TestSelfTestInterrupted(t *testing.T) {
	g := NewWithT(t)
	cmd := commandIn(t, t.TempDir(), "selftest", "--matrix")
	progress, err := cmd.StderrPipe()
	g.Expect(err).NotTo(HaveOccurred())
	begin(t, cmd, limit)
	time.AfterFunc(time.Second, func() { _ = cmd.Process.Signal(syscall.SIGINT) })
	text := make([]byte, 0, 1<<16)
	buf := make([]byte, 1<<10)
	for {
		n, err := progress.Read(buf)
		text = append(text, buf[:n]...)
		if err != nil {
			break
		}
	}
	_ = cmd.Wait()
	g.Expect(cmd.ProcessState.ExitCode()).To(Equal(exitInterrupted), string(text))
	g.Expect(string(text)).NotTo(ContainSubstring("goroutine"))
}
