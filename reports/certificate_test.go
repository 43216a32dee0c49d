package reports_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/reports"
)

// keys returns an object's field names in the order of the file, and the fields.
func keys(g *WithT, raw json.RawMessage) ([]string, map[string]json.RawMessage) {
	d := json.NewDecoder(bytes.NewReader(raw))
	open, err := d.Token()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(open).To(Equal(json.Delim('{')))
	var names []string
	fields := map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		g.Expect(err).NotTo(HaveOccurred())
		var v json.RawMessage
		g.Expect(d.Decode(&v)).To(Succeed())
		names = append(names, name.(string))
		fields[name.(string)] = v
	}
	return names, fields
}

func list(g *WithT, raw json.RawMessage) []json.RawMessage {
	var out []json.RawMessage
	g.Expect(json.Unmarshal(raw, &out)).To(Succeed())
	return out
}

func TestTheCertificateHasExactlyTheSchemasFieldsInTheirOrder(t *testing.T) {
	g := NewWithT(t)
	r := run(passing("LIM-01", ""), failing("REC-01", "N = 3", "Too many.", "Too soon."), passing("REC-01", "N = 0"))
	r.Cases[1].Seconds = 0.1234567
	b, err := r.Certificate().JSON()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(b).To(HaveSuffix("}\n"))

	names, top := keys(g, b)
	g.Expect(names).To(Equal([]string{"schema", "subject", "verdict", "gate", "requirements", "clock", "seed", "cap", "harness"}))
	g.Expect(top["schema"]).To(MatchJSON(`"nimcert/certificate/v1"`))
	g.Expect(top["verdict"]).To(MatchJSON(`"not certified"`))
	g.Expect(top["gate"]).To(MatchJSON(`"closed"`))
	g.Expect(top["clock"]).To(MatchJSON(`"skip"`))
	g.Expect(top["seed"]).To(MatchJSON(`42`))
	g.Expect(top["cap"]).To(MatchJSON(`2`))
	g.Expect(top["harness"]).To(MatchJSON(`{"version":"0.1.0"}`))
	names, sub := keys(g, top["subject"])
	g.Expect(names).To(Equal([]string{"name", "version", "build", "sha512"}))
	g.Expect(sub["name"]).To(MatchJSON(`"@yxim/nim-web-sdk"`))

	reqs := list(g, top["requirements"])
	g.Expect(reqs).To(HaveLen(2))
	names, _ = keys(g, reqs[0])
	g.Expect(names).To(Equal([]string{"id", "level", "verdict", "reason", "seconds", "conditions"}))
	g.Expect(reqs[1]).To(MatchJSON(`{"id":"REC-01","level":"MUST","verdict":"fail","reason":"Too many. (and 1 more)","seconds":0.223,"conditions":[
		{"condition":"N = 3","verdict":"fail","reason":"Too many. (and 1 more)","seconds":0.123},
		{"condition":"N = 0","verdict":"pass","reason":"","seconds":0.1}]}`))
	_, one := keys(g, reqs[1])
	names, _ = keys(g, list(g, one["conditions"])[0])
	g.Expect(names).To(Equal([]string{"condition", "verdict", "reason", "seconds"}))
}

func TestTheCertificateOfNothingHasListsAndNotNull(t *testing.T) {
	g := NewWithT(t)
	b, err := reports.Run{}.Certificate().JSON()
	g.Expect(err).NotTo(HaveOccurred())
	_, top := keys(g, b)
	g.Expect(top["requirements"]).To(MatchJSON(`[]`))
	g.Expect(top["gate"]).To(MatchJSON(`"error"`))

	b, err = reports.Run{Asked: []string{"LIM-01"}}.Certificate().JSON()
	g.Expect(err).NotTo(HaveOccurred())
	_, top = keys(g, b)
	_, req := keys(g, list(g, top["requirements"])[0])
	g.Expect(req["conditions"]).To(MatchJSON(`[]`))
	g.Expect(req["verdict"]).To(MatchJSON(`"error"`))
}

func read(g *WithT, elements ...string) []byte {
	b, err := os.ReadFile(filepath.Join(elements...))
	g.Expect(err).NotTo(HaveOccurred())
	return b
}

func TestWriteOneSubject(t *testing.T) {
	g := NewWithT(t)
	dir := filepath.Join(t.TempDir(), "deep", "out")
	r := run(passing("LIM-01", ""))
	g.Expect(reports.Write(dir, []reports.Run{r})).To(Succeed())
	want, err := r.Certificate().JSON()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(read(g, dir, "certificate.json")).To(Equal(want))
	g.Expect(read(g, dir, "junit.xml")).To(ContainSubstring("LIM-01"))
	g.Expect(read(g, dir, "report.html")).To(ContainSubstring("LIM-01"))

	// Written again over itself, nothing is left lying about.
	g.Expect(reports.Write(dir, []reports.Run{r})).To(Succeed())
	entries, err := os.ReadDir(dir)
	g.Expect(err).NotTo(HaveOccurred())
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	g.Expect(names).To(ConsistOf("certificate.json", "junit.xml", "outcome.env", "report.html", "summary.md"))
}

func TestWriteSeveralSubjectsInFoldersOfTheirOwn(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	a, b := run(passing("LIM-01", "")), run(failing("LIM-01", "", "x."))
	b.Subject.Version = "9.12.2"
	g.Expect(reports.Write(dir, []reports.Run{a})).To(Succeed())
	g.Expect(reports.Write(dir, []reports.Run{a, b})).To(Succeed())
	g.Expect(filepath.Join(dir, "certificate.json")).NotTo(BeAnExistingFile(), "the certificate of the run before would be taken for this one's")
	g.Expect(read(g, dir, "yxim-nim-web-sdk-9.21.12", "certificate.json")).To(ContainSubstring(`"verdict": "certified"`))
	g.Expect(read(g, dir, "yxim-nim-web-sdk-9.12.2", "certificate.json")).To(ContainSubstring(`"verdict": "not certified"`))
}

func TestWriteSaysWhatWentWrong(t *testing.T) {
	g := NewWithT(t)
	file := filepath.Join(t.TempDir(), "file")
	g.Expect(os.WriteFile(file, nil, 0o600)).To(Succeed())
	g.Expect(reports.Write(file, nil)).To(MatchError(ContainSubstring("make the report's folder")))
}

func TestFoldersAreSafeAndDifferent(t *testing.T) {
	g := NewWithT(t)
	named := func(name, version string) reports.Run {
		return reports.Run{Subject: clients.Subject{Name: name, Version: version}}
	}
	got := reports.Folders([]reports.Run{
		named("@yxim/nim-web-sdk", "9.21.12"), named("../../etc", "/passwd"), named("", ""), named("..", ""), named("a b", "1\x00"), named("A/B", "1"),
		named("网易", ""),
	})
	g.Expect(got).To(Equal([]string{"yxim-nim-web-sdk-9.21.12", "etc-passwd", "subject", "subject-2", "a-b-1", "A-B-1-2", "subject-3"}))
	g.Expect(reports.Folders([]reports.Run{named("x", "1")})).To(Equal([]string{""}), "a single subject needs none")
}
