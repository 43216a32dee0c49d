package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/runner"
)

// binary is the command as a user runs it.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "nimcert")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "nimcert")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build: %s\n%s", err, out)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// limit is the real time after which a command under test counts as hanging. The slowest here loads a script that
// loops, which takes the host's 5 s.
const limit = 60 * time.Second

type outcomeOf struct {
	code        int
	out, stderr string
}

// slowest is the real time that a whole certification may take on a busy machine.
const slowest = 20 * time.Minute

func nimcert(t *testing.T, dir string, args ...string) outcomeOf {
	t.Helper()
	return nimcertWithin(t, limit, dir, args...)
}

func nimcertWithin(t *testing.T, limit time.Duration, dir string, args ...string) outcomeOf {
	t.Helper()
	cmd := commandIn(t, dir, args...)
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	begin(t, cmd, limit)
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcomeOf{cmd.ProcessState.ExitCode(), out.String(), stderr.String()}
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// oneLine checks that a message is one line, begins with the command's name and shows no stack.
func (o outcomeOf) oneLine(g *WithT, parts ...string) {
	lines := strings.Split(strings.TrimSpace(o.stderr), "\n")
	g.Expect(lines).To(HaveLen(1), o.stderr)
	g.Expect(lines[0]).To(HavePrefix("nimcert: "))
	g.Expect(o.stderr).NotTo(ContainSubstring("goroutine"))
	for _, p := range parts {
		g.Expect(lines[0]).To(ContainSubstring(p))
	}
}

func TestUsageAndConfigurationEndWith2(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "some.js", "module.exports = {}")
	write(t, dir, "broken.yml", "cap: [\n")
	write(t, dir, "large.txt", strings.Repeat("at 0s: drop\n", 800_000))
	write(t, dir, "misspelt.yml", "kap: 2\n")
	write(t, dir, "empty.yml", "")
	write(t, dir, "family.yml", "sdks: [{name: a, family: nimm, build: a.js}]\n")
	write(t, dir, "gone.yml", "sdks: [{name: a, family: nim, build: gone.js}]\n")
	write(t, dir, "known.yml", "sdks: [{name: reference, family: reference}]\nknownFailures: [{package: p, version: "+
		"v, requirement: REC-99, reason: r}]\n")
	write(t, dir, "reason.yml", "sdks: [{name: reference, family: reference}]\nknownFailures: [{package: p, "+
		"version: v, requirement: REC-01}]\n")
	for _, folder := range []string{"nothing", "broken"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, dir, "broken/runs.json", "[1,\n2]")
	known := func(name string, records ...string) {
		write(t, dir, name,
			"sdks: [{name: reference, family: reference}]\nknownFailures:\n  - "+strings.Join(records, "\n  - ")+"\n")
	}
	record := func(pkg, version, requirement, more string) string {
		return fmt.Sprintf("{package: %s, version: %q, requirement: %s, reason: it was so%s}", pkg, version,
			requirement, more)
	}
	write(t, dir, "field.yml", "sdks: [{name: a, famly: reference}]\n")
	write(t, dir, "number.yml", "seed: two\n")
	write(t, dir, "list.yml", "sdks: {name: a}\n")
	known("requirement.yml", record("reference", "1", "REC-01", ""), record("reference", "1", "REK-01", ""))
	known("condition.yml", record("reference", "1", "REC-01", ", condition: N = 77"))
	known("nameless.yml", record("reference", "1", "REC-20", ", condition: always"))
	known("stranger.yml", record("referense", "1", "REC-01", ""))
	known("outdated.yml", record("reference", "0.9", "REC-01", ""))
	known("lacking.yml", record("reference", "1", "DOM-01", ""))
	known("twice.yml", record("reference", "1", "REC-01", ""), record("reference", "1", "REC-01", ""))
	known("contradicts.yml", record("reference", "1", "REC-01", ""),
		record("reference", "1", "REC-01", ", condition: N = 3"))
	write(t, dir, "list.json", "[]")
	write(t, dir, "good.yml", "sdks: [{name: reference, family: reference}]\n")
	for _, tc := range []struct {
		args string
		says []string
	}{
		{"certify", []string{"ginkgo.yml is not there", "--build"}},
		{"certify --config nowhere.yml", []string{"nowhere.yml is not there", "--config"}},
		{"certify --config broken.yml", []string{"broken.yml", "line 1"}},
		{"certify --config misspelt.yml", []string{"misspelt.yml", "kap"}},
		{"certify --config empty.yml", []string{"no SDK to certify"}},
		{"certify --config family.yml", []string{"family.yml", `unknown family "nimm"`}},
		{"certify --config gone.yml", []string{"gone.js is not there", "make sdks"}},
		{"certify --config known.yml", []string{"known.yml", "REC-99", "nimcert list"}},
		{"certify --config reason.yml", []string{"reason.yml", "reason must be given"}},
		{"certify --config good.yml --sdk other", []string{`unknown SDK "other"`, "reference"}},
		{"certify --config good.yml --run REC-99", []string{"REC-99"}},
		{"certify --config good.yml --run LIM-04/silense*",
			[]string{"--run: LIM-04/silense*: no condition is called so: the nearest are lim-04/"}},
		{"certify --config good.yml --run REC-20/im",
			[]string{"REC-20 is tried in one way: leave out what stands behind it"}},
		{"list --lang fr", []string{"--lang", "en, zh"}},
		{"list LIM-99", []string{"LIM-99"}},
		{"trace LIM-04/silence", []string{"LIM-04/silence names no case: write out one of lim-04/silence-mute-close"}},
		{"trace LIM-04", []string{"LIM-04 names no case: write out one of lim-04/rst, "}},
		{"trace LIM-04/nothing", []string{"LIM-04/nothing names no case of LIM-04: the nearest are lim-04/"}},
		{"trace REC-20/im", []string{"REC-20 is tried in one way"}},
		{"trace GLB-04/msg-02", []string{"GLB-04 is no single case"}},
		{"certify --config good.yml --clock fast", []string{`unknown clock "fast"`, "skip or real"}},
		{"certify --build gone.js --family nim", []string{"gone.js is not there"}},
		{"certify --build some.js", []string{"--family"}},
		{"certify --build some.js --family nimm", []string{`unknown family "nimm"`}},
		{"certify --build a.js --family reference", []string{"--family reference has no build", "a.js is of"}},
		{"certify --build . --family nim", []string{"cannot be read"}},
		{"certify --family nim", []string{"--build"}},
		{"certify --config good.yml --shard 3/2", []string{`--shard: "3/2" is no shard`, "1/3"}},
		{"certify --config good.yml --shard 1", []string{`--shard: "1" is no shard`}},
		{"certify --config good.yml --shard=", []string{`--shard: "" is no shard`}},
		{"certify --config good.yml --run REC-20 --shard 1/2", []string{"2 shards cannot share 1 case"}},
		{"certify --config good.yml --out good.yml", []string{"--out good.yml cannot be made"}},
		{"certify --config good.yml --out=", []string{`--out "" is no folder's name`}},
		{"certify --config good.yml --quiet=maybe", []string{"--quiet"}},
		{"certify --config good.yml --json=2", []string{"--json"}},
		{"merge", []string{"needs the folders of the shards"}},
		{"merge nowhere", []string{"the folder nowhere is not there", "--shard"}},
		{"merge good.yml", []string{"good.yml is a file", "--shard"}},
		{"merge nothing", []string{"nothing holds no runs.json", "--shard"}},
		{"merge broken", []string{"runs.json holds no runs"}},
		{"merge . --shard 1/2", []string{"unknown flag: --shard"}},
		{"certify --no-such-flag", []string{"unknown flag"}},
		{"certify --sede 3", []string{"unknown flag: --sede: did you mean --seed?"}},
		{"certify --seed many", []string{`"many"`, "--seed", "give a whole number"}},
		{"certify --seed 99999999999999999999", []string{"--seed", "the number is too large"}},
		{"certify --config good.yml --jobs -1", []string{"--jobs is -1"}},
		{"certify ginkgo.yml", []string{`certify takes flags only, and "ginkgo.yml" is none`}},
		{"certify --config .", []string{". cannot be read"}},
		{"certify --config " + os.DevNull, []string{"cannot be read", "it is not a file"}},
		{"certify --family nim --build " + os.DevNull, []string{"cannot be read", "it is not a file"}},
		{"watch --family nim --build " + os.DevNull, []string{"cannot be read: it is not a file"}},
		{"replay " + os.DevNull, []string{"cannot be read: it is not a file"}},
		{"replay large.txt", []string{"large.txt cannot be read: it has 9 MB, and 8 are the most"}},
		{"certify --config good.yml --sdk referense", []string{`did you mean "reference"?`}},
		{"certify --config field.yml",
			[]string{"field.yml", `line 1: an entry of sdks has no "famly": did you mean "family"?`}},
		{"certify --config number.yml", []string{`line 1: "two" stands where a whole number is wanted`}},
		{"certify --config list.yml", []string{"line 1: a mapping stands where a list is wanted"}},
		{"certify --config requirement.yml",
			[]string{"line 4", `unknown requirement "REK-01": did you mean "REC-01"?`}},
		{"certify --config condition.yml",
			[]string{"condition.yml", "line 3", `REC-01 is not tried under "N = 77": did you mean rec-01/n-0?`}},
		{"certify --config nameless.yml", []string{"line 3", "REC-20 is tried under one condition, which has no name"}},
		{"certify --config stranger.yml",
			[]string{"line 3", `no SDK here is referense 1: did you mean "reference 1"?`}},
		{"certify --config outdated.yml", []string{"line 3", "no SDK here is reference 0.9"}},
		{"certify --config lacking.yml",
			[]string{"line 3", "DOM-01 does not apply to reference 1", "delete the record"}},
		{"certify --config twice.yml", []string{"line 4", "stands there twice, in line 3 already"}},
		{"certify --config contradicts.yml", []string{"line 4", "contradicts line 3"}},
		{"explain LIM-04/rst", []string{"LIM-04/rst names a condition", "give LIM-04"}},
		{"list lim-04/nothing", []string{"lim-04/nothing names a condition", "give LIM-04"}},
		{"--config good.yml", []string{"unknown flag: --config: see nimcert --help"}},
		{"certify -x", []string{"unknown shorthand flag: 'x' in -x: see nimcert certify --help"}},
		{"help certfy", []string{`unknown command "certfy" for "nimcert"`, "certify"}},
		{"list all", []string{`unknown requirement "ALL"`}},
		{"explain", []string{"explain needs one requirement"}},
		{"explain REC-1", []string{"did you mean REC-01?"}},
		{"certfy", []string{"unknown command", "certify"}},
		{"compare good.yml good.yml", []string{"good.yml is not a certificate"}},
		{"compare nothing nothing", []string{"the folder nothing holds no certificate.json"}},
		{"selftest --run REC-99", []string{"REC-99"}},
		{"selftest --jobs many", []string{"give a whole number"}},
		{"serve --addr nowhere", []string{"nowhere"}},
		{"serve --addr 127.0.0.1:99999",
			[]string{"--addr: listen on 127.0.0.1:99999: ", "invalid port: port 0 takes a free one"}},
		{"serve --addr 0.0.0.0:0", []string{"--addr 0.0.0.0:0 can be reached from outside", "127.0.0.1"}},
		{"serve --addr=", []string{"--addr is empty"}},
		{"certify --config good.yml --run=", []string{"--run is empty"}},
		{"certify --config good.yml --platform=", []string{"--platform is empty"}},
		{"selftest --jobs -1", []string{"--jobs is -1"}},
		{"explore --jobs -1", []string{"--jobs is -1"}},
		{"compare list.json list.json", []string{"list.json is not a certificate", "it is a JSON array"}},
		{"serve now", []string{"serve takes flags only"}},
		{"explain REC-99", []string{"REC-99"}},
		{"explore --for soon", []string{`"soon"`, "--for", "give a time, such as 90s or 5m"}},
		{"frobnicate", []string{`unknown command "frobnicate" for "nimcert": nimcert --help lists them`}},
	} {
		t.Run(tc.args, func(t *testing.T) {
			g := NewWithT(t)
			o := nimcert(t, dir, strings.Fields(tc.args)...)
			g.Expect(o.code).To(Equal(exitUsage), o.stderr)
			o.oneLine(g, tc.says...)
		})
	}
}

func TestABuildThatCannotBeUsedEndsWith3AndACertificate(t *testing.T) {
	for _, tc := range []struct{ name, script, says string }{
		{"it does not parse", "this is not {{ a script", "does not parse"},
		{"it throws while it loads", "throw new Error('no luck')", "no luck"},
		{"it loops for ever", "while (true) {}", "without giving the thread back"},
		{"it exports no SDK", "module.exports = {a: 1}", "exports no NIM"},
		{"a constant of it breaks the engine", "1n << 9223372036854775807n", "does not compile"},
		{"it is empty", "", "exports no NIM"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			g := NewWithT(t)
			dir := t.TempDir()
			write(t, dir, "build.js", tc.script)
			o := nimcert(t, dir, "certify", "--build", "build.js", "--family", "nim", "--out", "out")
			g.Expect(o.code).To(Equal(exitBroke), o.stderr)
			lines := strings.Split(strings.TrimSpace(o.stderr), "\n")
			g.Expect(lines[len(lines)-1]).To(
				And(HavePrefix("nimcert: build.js cannot be certified"), ContainSubstring(tc.says)))
			g.Expect(strings.Count(o.out, tc.says)).To(BeNumerically("<=", 1), "said once, not for each requirement")
			var c struct {
				Gate, Verdict string
				Requirements  []struct{ ID, Verdict, Reason string }
			}
			data, err := os.ReadFile(filepath.Join(dir, "out", "certificate.json"))
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(json.Unmarshal(data, &c)).To(Succeed())
			g.Expect(c.Gate).To(Equal("error"))
			g.Expect(c.Verdict).NotTo(Equal("certified"))
			g.Expect(c.Requirements).NotTo(BeEmpty())
			for _, r := range c.Requirements {
				g.Expect(r.Verdict).To(Equal("error"), r.ID)
				g.Expect(r.Reason).To(ContainSubstring(tc.says))
			}
		})
	}
}

func TestTheReferenceOpensTheGate(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	o := nimcert(t, dir, "certify", "--allow-partial", "--run", "REC-01,KCK-02,DST-02")
	g.Expect(o.code).To(Equal(exitOpen), o.out+o.stderr)
	g.Expect(o.out).To(ContainSubstring(filepath.Join("out", "report.html")))
	var c struct {
		Schema, Verdict, Gate string
		Requirements          []struct {
			ID, Verdict string
			Conditions  []struct{ Condition, Verdict string }
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "out", "certificate.json"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(json.Unmarshal(data, &c)).To(Succeed())
	g.Expect(c.Schema).To(Equal("nimcert/certificate/v1"))
	g.Expect(c.Verdict).To(Equal("partial"), "three requirements are not the catalogue")
	g.Expect(c.Gate).To(Equal("open"))
	g.Expect(c.Requirements).To(HaveLen(3))
	g.Expect(c.Requirements[0].Conditions).To(HaveLen(len(runner.Conditions("REC-01"))))
	page, err := os.ReadFile(filepath.Join(dir, "out", "report.html"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(string(page)).To(ContainSubstring("REC-01"))
	junit, err := os.ReadFile(filepath.Join(dir, "out", "junit.xml"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(xml.Unmarshal(junit, new(struct{}))).To(Succeed())
}

func TestARecordedFailureThatNoLongerFailsClosesTheGate(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\nknownFailures: [{package: reference, "+
		"version: '1', requirement: REC-07, reason: it was so}]\n")
	o := nimcert(t, dir, "certify", "--allow-partial", "--run", "REC-07")
	g.Expect(o.code).To(Equal(exitClosed), o.out)
	g.Expect(o.out).To(ContainSubstring("no longer fails"))
}

func TestInterruptEndsWith130AndLeavesNothing(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	cmd := commandIn(t, dir, "certify", "--clock", "real", "--allow-partial", "--run", "KCK-03")
	stderr, err := cmd.StderrPipe()
	g.Expect(err).NotTo(HaveOccurred())
	begin(t, cmd, limit)
	lines := bufio.NewScanner(stderr)
	g.Expect(lines.Scan()).To(BeTrue())
	g.Expect(lines.Text()).To(ContainSubstring("clock real"), "it has begun")
	g.Expect(cmd.Process.Signal(os.Interrupt)).To(Succeed())
	var rest []string
	for lines.Scan() {
		rest = append(rest, lines.Text())
	}
	_ = cmd.Wait() // the exit code says it all
	g.Expect(cmd.ProcessState.ExitCode()).To(Equal(exitInterrupted))
	g.Expect(rest).To(ConsistOf(MatchRegexp("^nimcert: interrupted( in reference 1 +KCK-03 .*)?, after 0 of [0-9]+ " +
		"cases: nothing was certified$")))
	g.Expect(filepath.Join(dir, "out", "certificate.json")).NotTo(BeAnExistingFile())
}

func TestServe(t *testing.T) {
	g := NewWithT(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	g.Expect(err).NotTo(HaveOccurred())
	defer taken.Close()
	o := nimcert(t, t.TempDir(), "serve", "--addr", taken.Addr().String())
	g.Expect(o.code).To(Equal(exitUsage))
	o.oneLine(g, taken.Addr().String(), "in use")

	cmd := commandIn(t, t.TempDir(), "serve")
	out, err := cmd.StdoutPipe()
	g.Expect(err).NotTo(HaveOccurred())
	begin(t, cmd, limit)
	lines := bufio.NewScanner(out)
	g.Expect(lines.Scan()).To(BeTrue())
	_, addr, ok := strings.Cut(lines.Text(), "http://")
	g.Expect(ok).To(BeTrue(), lines.Text())
	addr, _, _ = strings.Cut(addr, " ")
	conn, err := net.Dial("tcp", addr)
	g.Expect(err).NotTo(HaveOccurred())
	_, err = conn.Write([]byte("GET /socket.io/1/?t=1 HTTP/1.0\r\n\r\n"))
	g.Expect(err).NotTo(HaveOccurred())
	for lines.Scan() && !strings.Contains(lines.Text(), "handshake") {
	}
	g.Expect(lines.Text()).To(ContainSubstring("handshake"), "it shows what it sees")
	g.Expect(conn.Close()).To(Succeed())
	g.Expect(cmd.Process.Signal(os.Interrupt)).To(Succeed())
	for lines.Scan() {
	}
	g.Expect(cmd.Wait()).To(Succeed(), "Ctrl-C is how it ends")
}

func TestListAndExplain(t *testing.T) {
	g := NewWithT(t)
	o := nimcert(t, t.TempDir(), "list")
	g.Expect(o.code).To(Equal(exitOpen))
	g.Expect(o.out).To(And(ContainSubstring("REC-01"), ContainSubstring("DST-02"), ContainSubstring("APP-01")))
	o = nimcert(t, t.TempDir(), "list", "SWI-05", "msg-02")
	g.Expect(o.out).To(Equal(`SWI-05             Twenty switches keep the cap
  swi-05/accounts  accounts
  swi-05/rooms     chatrooms
MSG-02             Team messages work
  msg-02
`))
	o = nimcert(t, t.TempDir(), "list", "SWI-05", "--lang", "zh")
	g.Expect(o.out).To(ContainSubstring("swi-05/rooms     聊天室"))
	o = nimcert(t, t.TempDir(), "explain", "dst-02")
	g.Expect(o.code).To(Equal(exitOpen))
	g.Expect(o.out).To(
		And(ContainSubstring("DST-02 (MUST)"), ContainSubstring("Why it matters"),
			ContainSubstring("a link of 250 ms")))
	o = nimcert(t, t.TempDir(), "explain", "app-01")
	g.Expect(o.out).To(ContainSubstring("A note on the guide, which changes no verdict: "))
}
