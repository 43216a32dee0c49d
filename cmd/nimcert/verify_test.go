package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/reports"
	"nimcert/verdict"
)

// certified writes the reports of a build that passes the whole catalogue, but for the given cases, into a folder of
// its own. It returns folder and build file.
func issued(t *testing.T, began time.Time, cases ...verdict.Case) (dir, build string) {
	t.Helper()
	dir = t.TempDir()
	const script = "module.exports = {}"
	build = write(t, dir, "build.js", script)
	r := verdict.Run{Subject: clients.Subject{Name: "@yxim/nim-web-sdk", Version: "9.21.12", Build: "build.js"},
		Clock: "skip", Seed: 1, Cap: 2, Started: began, Harness: "0.1.0"}
	r.Subject.Digest([]byte(script))
	for _, q := range catalogue.All() {
		c := verdict.Case{Requirement: q.ID}
		for _, other := range cases {
			if other.Requirement == q.ID {
				c = other
			}
		}
		r.Asked, r.Cases = append(r.Asked, q.ID), append(r.Cases, c)
	}
	if err := reports.Write(dir, []verdict.Run{r}); err != nil {
		t.Fatal(err)
	}
	return dir, build
}

func TestVerifyExitsWithWhatItFinds(t *testing.T) {
	fresh, build := issued(t, time.Now().Add(-time.Hour))
	old, oldBuild := issued(t, time.Now().Add(-100*24*time.Hour))
	future, futureBuild := issued(t, time.Now().Add(48*time.Hour))
	known, knownBuild := issued(t, time.Now(),
		verdict.Case{Requirement: "REC-01", Known: "ticket 7",
			Findings: []verdict.Finding{{Phrase: judgement.Plain("x.")}}})
	fails, failsBuild := issued(t, time.Now(),
		verdict.Case{Requirement: "REC-01", Findings: []verdict.Finding{{Phrase: judgement.Plain("x.")}}})
	other := write(t, t.TempDir(), "other.js", "module.exports = {NIM: 1}")
	later := write(t, t.TempDir(), "later.json", `{"schema": "nimcert/certificate/v2"}`)
	for _, c := range []struct {
		name, dir, build string
		args             []string
		code             int
		says             []string
	}{
		{"fresh", fresh, build, nil, 0, []string{"holds for ", "@yxim/nim-web-sdk 9.21.12, certified, on "}},
		{"another build", fresh, other, nil, 1, []string{"it is for another build"}},
		{"old", old, oldBuild, nil, 1, []string{"it is 100 days old"}},
		{"old, and that will do", old, oldBuild, []string{"--max-age", "101d"}, 0, nil},
		{"older than hours", fresh, build, []string{"--max-age", "30m"}, 1, []string{"it is 1h0m0s old"}},
		{"of the future", future, futureBuild, nil, 1, []string{"lies in the future"}},
		{"known failures", known, knownBuild, nil, 1, []string{"1 MUST requirement fails as recorded: REC-01"}},
		{"known failures allowed", known, knownBuild, []string{"--allow-known-failures"}, 0,
			[]string{"(known failures of MUST requirements: 1)"}},
		{"failures are not", fails, failsBuild, []string{"--allow-known-failures"}, 1,
			[]string{"1 MUST requirement fails: REC-01"}},
		{"a newer catalogue asked", fresh, build, []string{"--catalogue", "9.0"}, 1, []string{"9.0 or newer is asked"}},
		{"every reason", old, other, []string{"--catalogue", "9.0"}, 1,
			[]string{"another build", "100 days old", "9.0 or newer"}},
	} {
		for _, file := range []string{verdict.CertificateFile, verdict.AttestationFile} {
			t.Run(c.name+" "+file, func(t *testing.T) {
				g := NewWithT(t)
				o := nimcert(t, t.TempDir(),
					append([]string{"verify", filepath.Join(c.dir, file), "--build", c.build}, c.args...)...)
				g.Expect(o.code).To(Equal(c.code), o.out+o.stderr)
				g.Expect(o.stderr).To(BeEmpty())
				for _, part := range c.says {
					g.Expect(o.out).To(ContainSubstring(part))
				}
				lines := strings.Split(strings.TrimSpace(o.out), "\n")
				if c.code == 0 {
					g.Expect(lines).To(HaveLen(1))
				} else {
					g.Expect(len(lines)).To(BeNumerically(">", len(c.says)),
						"a line for each reason, below the one that names the file")
				}
			})
		}
	}
	g := NewWithT(t)
	o := nimcert(t, t.TempDir(), "verify", later, "--build", build)
	g.Expect(o.code).To(Equal(1), "it may be in order; this nimcert cannot tell")
	g.Expect(o.out).To(ContainSubstring("use the nimcert that wrote it"))
}

func TestVerifyWantsTheChatroomBuildToo(t *testing.T) {
	const script, rooms = "module.exports = {}", "module.exports = {rooms: 1}"
	r := verdict.Run{Subject: clients.Subject{Name: "nim-web-sdk-ng", Version: "10.8.1", Build: "build.js",
		Chatroom: clients.NewFile("rooms.js", []byte(rooms))}, Clock: "skip", Seed: 1, Cap: 2,
		Started: time.Now(), Harness: "0.1.0"}
	r.Subject.Digest([]byte(script))
	for _, q := range catalogue.All() {
		r.Asked, r.Cases = append(r.Asked, q.ID), append(r.Cases, verdict.Case{Requirement: q.ID})
	}
	dir := t.TempDir()
	if err := reports.Write(dir, []verdict.Run{r}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		files map[string]string
		args  []string
		code  int
		says  string
	}{
		"beside the build": {map[string]string{"v2/rooms.js": rooms}, nil, exitOpen, "holds for"},
		"in v1, another in v2": {map[string]string{"v1/rooms.js": rooms, "v2/rooms.js": "x"}, nil, exitOpen,
			"holds for"},
		"named": {map[string]string{"elsewhere.js": rooms, "v2/rooms.js": "x"},
			[]string{"--chatroom", "elsewhere.js"}, exitOpen, "holds for"},
		"not there": {nil, nil, exitClosed,
			"it is for a build with rooms.js, and no such file was found with this one: name it with --chatroom"},
		"another": {map[string]string{"v2/rooms.js": "x"}, nil, exitClosed,
			"it is for another chatroom build, rooms.js"},
		"another is named": {map[string]string{"v2/rooms.js": rooms, "x.js": "x"},
			[]string{"--chatroom", "x.js"}, exitClosed, "that of x.js with"},
		"one is named that is not": {nil, []string{"--chatroom", "missing.js"}, exitUsage,
			"--chatroom missing.js is not there"},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			at := t.TempDir()
			g.Expect(os.MkdirAll(filepath.Join(at, "v1"), 0o700)).To(Succeed())
			g.Expect(os.MkdirAll(filepath.Join(at, "v2"), 0o700)).To(Succeed())
			write(t, at, "v2/build.js", script)
			for file, text := range c.files {
				write(t, at, file, text)
			}
			o := nimcert(t, at,
				append([]string{"verify", filepath.Join(dir, verdict.CertificateFile), "--build", "v2/build.js"},
					c.args...)...)
			g.Expect(o.code).To(Equal(c.code), o.out+o.stderr)
			g.Expect(o.out + o.stderr).To(ContainSubstring(c.says))
		})
	}
}

func TestVerifyOfWhatIsNoCertificateIsAUsageError(t *testing.T) {
	dir, build := issued(t, time.Now())
	certificate := filepath.Join(dir, verdict.CertificateFile)
	whole, err := os.ReadFile(certificate)
	if err != nil {
		t.Fatal(err)
	}
	bad := t.TempDir()
	for _, c := range []struct {
		args []string
		says string
	}{
		{nil, "verify needs one certificate"},
		{[]string{certificate}, "verify needs --build"},
		{[]string{certificate, certificate, "--build", build}, "verify needs one certificate"},
		{[]string{certificate, "--build", "missing.js"}, "--build missing.js is not there"},
		{[]string{certificate, "--build", dir}, "is not a file"},
		{[]string{"missing.json", "--build", build}, "is not there"},
		{[]string{bad, "--build", build}, "holds no certificate.json"},
		{[]string{os.DevNull, "--build", build}, "is not a file"},
		{[]string{write(t, bad, "empty", ""), "--build", build}, "it is empty"},
		{[]string{write(t, bad, "garbage", "\x00\xff\x1b[31m{"), "--build", build}, "is not a certificate"},
		{[]string{write(t, bad, "cut", string(whole[:len(whole)-10])), "--build", build}, "is not a certificate"},
		{[]string{write(t, bad, "deep", strings.Repeat("[", 1<<20)), "--build", build}, "is not a certificate"},
		{[]string{filepath.Join(dir, "junit.xml"), "--build", build}, "is not a certificate"},
		{[]string{filepath.Join(dir, "attestation.predicate.json"), "--build", build}, "is a predicate alone"},
		{[]string{certificate, "--build", build, "--max-age", "soon"}, `--max-age "soon" is no span of time`},
		{[]string{certificate, "--build", build, "--max-age", "0d"}, "no span of time"},
		{[]string{certificate, "--build", build, "--max-age", "-3d"}, "no span of time"},
		{[]string{certificate, "--build", build, "--max-age", "999999999999d"}, "no span of time"},
		{[]string{certificate, "--build", build, "--catalogue", "newest"}, `--catalogue "newest" is no version`},
	} {
		t.Run(c.says, func(t *testing.T) {
			g := NewWithT(t)
			o := nimcert(t, t.TempDir(), append([]string{"verify"}, c.args...)...)
			g.Expect(o.code).To(Equal(exitUsage), o.out)
			g.Expect(o.out).To(BeEmpty())
			o.oneLine(g, c.says)
			g.Expect(o.stderr).NotTo(ContainSubstring("\x1b"))
		})
	}
}

// What certify writes is what verify takes: on the reference client, and on a build that cannot be used.
func TestTheCertificatesOfCertifyFitTheSchema(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	write(t, dir, "ginkgo.yml", "sdks: [{name: reference, family: reference}]\n")
	build := write(t, dir, "build.js", "throw new Error('no luck')")
	t.Setenv("GITHUB_SERVER_URL", "https://github.example")
	t.Setenv("GITHUB_REPOSITORY", "team/app")
	t.Setenv("GITHUB_RUN_ID", "17")
	g.Expect(nimcert(t, dir, "certify", "--out", "reference").code).To(Equal(exitOpen))
	g.Expect(nimcert(t, dir, "certify", "--build", "build.js", "--family", "nim", "--out", "broken").code).To(
		Equal(exitBroke))

	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile(filepath.Join("..", "..", "reports", "certificate", "certificate.schema.json"))
	g.Expect(err).NotTo(HaveOccurred())
	for _, folder := range []string{"reference", "broken"} {
		f, err := os.Open(filepath.Join(dir, folder, "certificate.json"))
		g.Expect(err).NotTo(HaveOccurred())
		doc, err := jsonschema.UnmarshalJSON(f)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(f.Close()).To(Succeed())
		g.Expect(schema.Validate(doc)).To(Succeed(), folder)
		g.Expect(doc.(map[string]any)["url"]).To(Equal("https://github.example/team/app/actions/runs/17"))
	}

	o := nimcert(t, dir, "verify", "reference", "--build", build)
	g.Expect(o.code).To(Equal(1))
	g.Expect(o.out).To(Equal("reference does not hold for " + build + ":\n  it is for reference 1, which is no " +
		"build file: it proves nothing of one\n"))
	o = nimcert(t, dir, "verify", filepath.Join("broken", "attestation.json"), "--build", build)
	g.Expect(o.code).To(Equal(1))
	g.Expect(strings.Count(o.out, "\n")).To(Equal(2), o.out)
	g.Expect(o.out).To(ContainSubstring("have no verdict, because the harness or the client broke"))
	var badge struct{ Message string }
	data, err := os.ReadFile(filepath.Join(dir, "broken", "badge.json"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(json.Unmarshal(data, &badge)).To(Succeed())
	g.Expect(badge.Message).To(Equal("error"))
}

func TestTheRunsAddressIsThatOfTheCIJob(t *testing.T) {
	for want, env := range map[string]map[string]string{
		"https://github.com/a/b/actions/runs/7": {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "a/b",
			"GITHUB_RUN_ID": "7"},
		"https://gitlab.com/a/b/-/jobs/7": {"CI_JOB_URL": "https://gitlab.com/a/b/-/jobs/7"},
		"https://ci.example/job/x/7/": {"BUILD_URL": "https://ci.example/job/x/7/",
			"GITHUB_SERVER_URL": "https://github.com"},
		"": {"BUILD_URL": "https://me:secret@ci.example/7", "CI_JOB_URL": "file://host/etc/passwd"},
	} {
		NewWithT(t).Expect(runURL(func(name string) string { return env[name] })).To(Equal(want))
	}
}
