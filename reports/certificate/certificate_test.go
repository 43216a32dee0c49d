package certificate_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/reports"
	"nimcert/reports/certificate"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
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

// issued is the run's certificate.json, which fits the schema and holds no field that the schema does not describe.
func issued(g *WithT, r verdict.Run) []byte {
	b, err := certificate.Of(r).JSON()
	g.Expect(err).NotTo(HaveOccurred())
	fits(g, b)
	return b
}

// fits holds a certificate against certificate.schema.json, with a library and closed to what it does not describe.
func fits(g *WithT, certificate []byte) {
	g.Expect(certificateSchema(g, true).Validate(decoded(g, certificate))).To(Succeed())
}

func decoded(g *WithT, b []byte) any {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	g.Expect(err).NotTo(HaveOccurred())
	return v
}

// certificateSchema compiles the schema of the tree; closed, it takes no field that it does not describe.
func certificateSchema(g *WithT, closed bool) *jsonschema.Schema {
	b, err := os.ReadFile("certificate.schema.json")
	g.Expect(err).NotTo(HaveOccurred())
	doc := decoded(g, b)
	if closed {
		shut(doc)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	g.Expect(c.AddResource("certificate.schema.json", doc)).To(Succeed())
	s, err := c.Compile("certificate.schema.json")
	g.Expect(err).NotTo(HaveOccurred())
	return s
}

func shut(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["properties"].(map[string]any); ok && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, child := range v {
			shut(child)
		}
	case []any:
		for _, child := range v {
			shut(child)
		}
	}
}

func list(g *WithT, raw json.RawMessage) []json.RawMessage {
	var out []json.RawMessage
	g.Expect(json.Unmarshal(raw, &out)).To(Succeed())
	return out
}

func TestTheCertificateHasExactlyTheSchemasFieldsInTheirOrder(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("LIM-01", ""),
		verdicttest.Failing("REC-01", "N = 3", "Too many.", "Too soon."), verdicttest.Passing("REC-01", "N = 0"))
	r.Cases[1].Seconds = 0.1234567
	b := issued(g, r)
	g.Expect(b).To(HaveSuffix("}\n"))

	names, top := keys(g, b)
	g.Expect(names).To(
		Equal([]string{"schema", "schemaVersion", "subject", "verdict", "gate", "complete", "counts", "date",
			"catalogue", "harness", "clock", "seed", "cap",
			"requirements"}))
	for field, want := range map[string]string{
		"schema": `"nimcert/certificate/v1"`, "schemaVersion": `"1.8"`, "verdict": `"not certified"`,
		"gate": `"closed"`, "complete": `true`,
		"clock": `"skip"`, "seed": `42`, "cap": `2`, "harness": `{"version":"0.1.0"}`, "date": `"2026-03-04T10:30:00Z"`,
		"catalogue": `{"version":"` + catalogue.Version() + `","sha256":"` + catalogue.Digest() + `"}`,
		"counts": `{"must":{"pass":1,"fail":1,"knownFailure":0,"notApplicable":0,"error":0},` +
			`"should":{"pass":0,"fail":0,"knownFailure":0,"notApplicable":0,"error":0}}`,
	} {
		g.Expect(top[field]).To(MatchJSON(want), field)
	}
	names, sub := keys(g, top["subject"])
	g.Expect(names).To(Equal([]string{"name", "version", "build", "sha512", "sha256"}))
	g.Expect(sub["name"]).To(MatchJSON(`"@yxim/nim-web-sdk"`))
	r.Subject.Chatroom = verdicttest.Chatroom()
	_, top = keys(g, issued(g, r))
	names, sub = keys(g, top["subject"])
	g.Expect(names).To(Equal([]string{"name", "version", "build", "sha512", "sha256", "chatroom"}))
	g.Expect(sub["chatroom"]).To(
		MatchJSON(`{"build":"CHATROOM_MINIAPP_SDK.js","sha512":"` + verdicttest.Chatroom().SHA512 + `","sha256":"` +
			verdicttest.Chatroom().SHA256 + `","size":5}`))

	r.Engines, r.Versions = []string{"goja"}, map[string]string{"uni-app": "runtime 2", "goja": "module v0"}
	names, top = keys(g, issued(g, r))
	g.Expect(names).To(ContainElements("cap", "engines", "versions", "requirements"))
	g.Expect(top["versions"]).To(MatchJSON(`{"goja":"module v0","uni-app":"runtime 2"}`))

	reqs := list(g, top["requirements"])
	g.Expect(reqs).To(HaveLen(2))
	names, _ = keys(g, reqs[0])
	g.Expect(names).To(Equal([]string{"id", "level", "verdict", "reason", "seconds", "conditions"}))
	g.Expect(reqs[1]).To(MatchJSON(`{"id":"REC-01","level":"MUST","verdict":"fail","reason":"Too many. (and 1 more)",
		"key":"verdict.and-more",
		"arguments":[{"text":"Too many."},1],"seconds":0.223,"conditions":[
		{"slug":"rec-01/n-3","condition":"N = 3","verdict":"fail","reason":"Too many. (and 1 more)",
			"key":"verdict.and-more",
			"arguments":[{"text":"Too many."},1],"findings":["Too many.","Too soon."],
			"findingKeys":["",""],"seconds":0.123},
		{"slug":"rec-01/n-0","condition":"N = 0","verdict":"pass","reason":"","findings":[],"seconds":0.1}]}`))
	_, one := keys(g, reqs[1])
	names, _ = keys(g, list(g, one["conditions"])[0])
	g.Expect(names).To(
		Equal([]string{"slug", "condition", "verdict", "reason", "key", "arguments", "findings", "findingKeys",
			"seconds"}))
}

func TestTheCertificateSaysWhetherASecondSessionConfirmedIt(t *testing.T) {
	g := NewWithT(t)
	twice, once, against := verdicttest.Failing("REC-01", "N = 3", "Too many."),
		verdicttest.Failing("REC-02", "", "Never."), verdicttest.Broke("REC-04", "", "the second session found nothing")
	twice.Second = &verdict.Second{Findings: []verdict.Finding{{Phrase: judgement.Plain("Too many.")}}}
	against.Second = &verdict.Second{}
	_, top := keys(g, issued(g, verdicttest.Run(twice, once, against)))
	var confirmed []string
	for _, q := range list(g, top["requirements"]) {
		_, fields := keys(g, q)
		_, condition := keys(g, list(g, fields["conditions"])[0])
		confirmed = append(confirmed, string(condition["confirmed"]))
	}
	g.Expect(confirmed).To(Equal([]string{"true", "", "false"}))
	g.Expect(top["complete"]).To(MatchJSON("false"), "a requirement has no verdict")
}

func TestEveryKindOfRunGivesACertificateThatFitsTheSchema(t *testing.T) {
	g := NewWithT(t)
	hostile := "]]></failure>\x00\x1b[31m\u202e\xff\xed\xa0\x80\"\n网"
	odd := verdicttest.Run(verdicttest.Failing("REC-01", hostile, hostile),
		verdicttest.Broke("REC-02", hostile, hostile),
		verdicttest.Known(verdicttest.Failing("REC-04", hostile, hostile), hostile),
		verdicttest.Inapplicable("REC-05", hostile))
	odd.Subject.Name, odd.Subject.Version, odd.Subject.Build, odd.Harness = hostile, hostile, hostile, hostile
	online := verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	online.URL = "https://ci.example/runs/1?a=b&c=d"
	interrupted := verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	interrupted.Broke, interrupted.Asked = "interrupted", []string{"LIM-01", "LIM-02"}
	builtIn := verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	builtIn.Subject.SHA512, builtIn.Subject.SHA256 = "", ""
	for _, r := range []verdict.Run{verdicttest.Run(), verdicttest.Run(verdicttest.Passing("LIM-01", "")), odd, online,
		interrupted, builtIn} {
		issued(g, r)
	}
}

func TestTheSchemaRefusesWhatIsNoCertificate(t *testing.T) {
	good := issued(NewWithT(t), verdicttest.Run(verdicttest.Failing("REC-01", "N = 3", "x.")))
	open := certificateSchema(NewWithT(t), false)
	change := func(f func(m map[string]any)) any {
		v := decoded(NewWithT(t), good)
		f(v.(map[string]any))
		return v
	}
	requirement := func(m map[string]any) map[string]any { return m["requirements"].([]any)[0].(map[string]any) }
	for name, f := range map[string]func(m map[string]any){
		"no date":             func(m map[string]any) { delete(m, "date") },
		"a date that is none": func(m map[string]any) { m["date"] = "yesterday Z" },
		"a date elsewhere":    func(m map[string]any) { m["date"] = "2026-03-04T10:30:00+08:00" },
		"another schema":      func(m map[string]any) { m["schema"] = "nimcert/certificate/v2" },
		"a digest cut short":  func(m map[string]any) { m["subject"].(map[string]any)["sha512"] = "3f0c" },
		"an unknown verdict":  func(m map[string]any) { m["verdict"] = "fine" },
		"a count below zero": func(m map[string]any) {
			m["counts"].(map[string]any)["must"].(map[string]any)["fail"] = -1
		},
		"a catalogue version": func(m map[string]any) { m["catalogue"].(map[string]any)["version"] = "one" },
		"a script for a url":  func(m map[string]any) { m["url"] = "javascript:alert(1)" },
		"null for a list":     func(m map[string]any) { requirement(m)["conditions"] = nil },
		"an id":               func(m map[string]any) { requirement(m)["id"] = "rec-1" },
		"no findings": func(m map[string]any) {
			delete(requirement(m)["conditions"].([]any)[0].(map[string]any), "findings")
		},
	} {
		NewWithT(t).Expect(open.Validate(change(f))).NotTo(Succeed(), name)
	}
	g := NewWithT(t)
	more := change(func(m map[string]any) { m["later"] = true })
	g.Expect(open.Validate(more)).To(Succeed(), "a later version may add fields")
	g.Expect(certificateSchema(g, true).Validate(more)).NotTo(Succeed(),
		"the closed form is what the tests hold against")
}

func TestEveryFieldOfTheSchemaIsDescribed(t *testing.T) {
	g := NewWithT(t)
	b, err := os.ReadFile("certificate.schema.json")
	g.Expect(err).NotTo(HaveOccurred())
	doc := decoded(g, b).(map[string]any)
	g.Expect(doc["$schema"]).To(Equal("https://json-schema.org/draft/2020-12/schema"))
	g.Expect(doc["$id"]).To(Equal("urn:nimcert:certificate:v1"))
	var walk func(at string, v any)
	walk = func(at string, v any) {
		m, ok := v.(map[string]any)
		if !ok {
			return
		}
		for name, p := range m {
			if name == "properties" {
				for field, s := range p.(map[string]any) {
					if _, elsewhere := s.(map[string]any)["$ref"]; !elsewhere {
						g.Expect(s).To(HaveKey("description"), at+"/"+field)
					}
				}
			}
			walk(at+"/"+name, p)
		}
	}
	walk("", doc)
}

func TestTheCertificateOfNothingHasListsAndNotNull(t *testing.T) {
	g := NewWithT(t)
	b, err := certificate.Of(verdict.Run{}).JSON()
	g.Expect(err).NotTo(HaveOccurred())
	_, top := keys(g, b)
	g.Expect(top["requirements"]).To(MatchJSON(`[]`))
	g.Expect(top["gate"]).To(MatchJSON(`"error"`))

	b, err = certificate.Of(verdict.Run{Asked: []string{"LIM-01"}}).JSON()
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
	r := verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	g.Expect(reports.Write(dir, []verdict.Run{r})).To(Succeed())
	want, err := certificate.Of(r).JSON()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(read(g, dir, "certificate.json")).To(Equal(want))
	g.Expect(read(g, dir, "junit.xml")).To(ContainSubstring("LIM-01"))
	g.Expect(read(g, dir, "report.html")).To(ContainSubstring("LIM-01"))

	// Written again over itself, nothing is left lying about.
	g.Expect(reports.Write(dir, []verdict.Run{r})).To(Succeed())
	entries, err := os.ReadDir(dir)
	g.Expect(err).NotTo(HaveOccurred())
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	g.Expect(names).To(
		ConsistOf(reports.ManifestFile, "certificate.json", "attestation.json", "attestation.predicate.json",
			"badge.svg", "badge.json", "junit.xml", "outcome.env", "report.html", "summary.md"))
	fits(g, read(g, dir, "certificate.json"))
	g.Expect(read(g, dir, "junit.xml")).NotTo(ContainSubstring("ATTACHMENT"), "nothing failed")

	r.Cases = []verdict.Case{verdicttest.Failing("LIM-01", "", "x.")}
	r.Subject.SHA512, r.Subject.SHA256 = "", ""
	g.Expect(reports.Write(dir, []verdict.Run{r})).To(Succeed())
	g.Expect(string(read(g, dir, "junit.xml"))).To(
		ContainSubstring("[[ATTACHMENT|" + filepath.Join(dir, "report.html") + "]]"))
	g.Expect(filepath.Join(dir, "attestation.json")).NotTo(BeAnExistingFile(),
		"a statement names a file, and that of the run before would be taken for this one's")
	g.Expect(filepath.Join(dir, "attestation.predicate.json")).NotTo(BeAnExistingFile())
}

func TestWriteSeveralSubjectsInFoldersOfTheirOwn(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	a, b := verdicttest.Run(verdicttest.Passing("LIM-01", "")), verdicttest.Run(verdicttest.Failing("LIM-01", "", "x."))
	b.Subject.Version = "9.12.2"
	g.Expect(reports.Write(dir, []verdict.Run{a})).To(Succeed())
	g.Expect(reports.Write(dir, []verdict.Run{a, b})).To(Succeed())
	for _, file := range []string{"certificate.json", "attestation.json", "attestation.predicate.json", "badge.svg",
		"badge.json"} {
		g.Expect(filepath.Join(dir, file)).NotTo(BeAnExistingFile(),
			"that of the run before would be taken for this one's")
		g.Expect(filepath.Join(dir, "yxim-nim-web-sdk-9.12.2", file)).To(BeAnExistingFile())
	}
	fits(g, read(g, dir, "yxim-nim-web-sdk-9.12.2", "certificate.json"))
	g.Expect(read(g, dir, "yxim-nim-web-sdk-9.21.12", "certificate.json")).To(
		ContainSubstring(`"verdict": "certified"`))
	g.Expect(read(g, dir, "yxim-nim-web-sdk-9.12.2", "certificate.json")).To(
		ContainSubstring(`"verdict": "not certified"`))
}

func TestWriteSaysWhatWentWrong(t *testing.T) {
	g := NewWithT(t)
	file := filepath.Join(t.TempDir(), "file")
	g.Expect(os.WriteFile(file, nil, 0o600)).To(Succeed())
	g.Expect(reports.Write(file, nil)).To(MatchError(ContainSubstring("make the report's folder")))
}

func TestFoldersAreSafeAndDifferent(t *testing.T) {
	g := NewWithT(t)
	named := func(name, version string) verdict.Run {
		return verdict.Run{Subject: clients.Subject{Name: name, Version: version}}
	}
	got := verdict.Folders([]verdict.Run{
		named("@yxim/nim-web-sdk", "9.21.12"), named("../../etc", "/passwd"), named("", ""), named("..", ""),
		named("a b", "1\x00"), named("A/B", "1"),
		named("网易", ""),
	})
	g.Expect(got).To(
		Equal([]string{"yxim-nim-web-sdk-9.21.12", "etc-passwd", "subject", "subject-2", "a-b-1", "A-B-1-2",
			"subject-3"}))
	g.Expect(verdict.Folders([]verdict.Run{named("x", "1")})).To(Equal([]string{""}), "a single subject needs none")
}

// A note on a document stands in the certificate, and leaves the verdict as it is.
func TestANoteIsNoVerdict(t *testing.T) {
	g := NewWithT(t)
	r := verdicttest.Run(verdicttest.Passing("APP-01", ""), verdicttest.Passing("REC-01", ""))
	want, _ := catalogue.Get("APP-01")
	g.Expect(want.Note).NotTo(BeEmpty())

	c := certificate.Of(r)
	fits(g, issued(g, r))
	g.Expect(c.Requirements[0].Note).To(BeEmpty(), "it is APP-01's alone")
	g.Expect(c.Requirements[1].Note).To(Equal(want.Note))
	g.Expect(c.Requirements[1].Verdict).To(Equal(verdict.Pass))
}
