package compare_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/reports"
	"nimcert/reports/certificate"
	"nimcert/reports/compare"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

func TestACertificateIsReadFromItsFileOrItsFolder(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	r := verdicttest.Run(verdicttest.Failing("REC-01", "N = 3", "Four attempts."), verdicttest.Passing("LIM-01", ""))
	g.Expect(reports.Write(dir, []verdict.Run{r})).To(Succeed())
	for _, path := range []string{dir, filepath.Join(dir, verdict.CertificateFile)} {
		got, err := compare.ReadCertificate(path)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(got).To(Equal(certificate.Of(r)))
	}
}

func TestACertificateOfALaterNimcertWithMoreFieldsIsRead(t *testing.T) {
	g := NewWithT(t)
	b, err := certificate.Of(verdicttest.Run(verdicttest.Passing("LIM-01", ""))).JSON()
	g.Expect(err).NotTo(HaveOccurred())
	path := filepath.Join(t.TempDir(), "c.json")
	g.Expect(os.WriteFile(path, []byte(strings.Replace(string(b), "{", `{"issued": "today",`, 1)), 0o600)).To(Succeed())
	_, err = compare.ReadCertificate(path)
	g.Expect(err).NotTo(HaveOccurred())
}

func TestAFileThatIsNoCertificateIsRefusedInOneLineWithTheMend(t *testing.T) {
	good := func(change func(map[string]any)) string {
		b, err := certificate.Of(
			verdicttest.Run(verdicttest.Failing("REC-01", "N = 3", "x."), verdicttest.Passing("LIM-01", ""))).JSON()
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		change(m)
		b, _ = json.Marshal(m)
		return string(b)
	}
	first := func(m map[string]any) map[string]any { return m["requirements"].([]any)[0].(map[string]any) }
	for name, c := range map[string]struct{ content, want string }{
		"empty":      {"", "it is empty"},
		"not JSON":   {"cap: 2\nclock: skip\n", "not a JSON object"},
		"a list":     {"[]", "not a JSON object"},
		"cut off":    {good(func(map[string]any) {})[:200], "not a JSON object"},
		"two in one": {good(func(map[string]any) {}) + "{}", "more follows behind its end"},
		"no schema": {`{"requirements": []}`,
			"it names no schema: give a certificate.json that nimcert certify wrote"},
		"other schema": {`{"schema": "nimcert/runs/v1", "runs": []}`,
			`has the schema "nimcert/runs/v1", not "nimcert/certificate/v1": give a certificate.json that nimcert ` +
				`certify wrote`},
		"a later schema": {`{"schema": "nimcert/certificate/v9"}`, "use the nimcert that wrote it, or certify again"},
		"no requirement": {good(func(m map[string]any) { m["requirements"] = []any{} }),
			"it holds no requirement: certify again"},
		"verdict": {good(func(m map[string]any) { first(m)["verdict"] = "passed" }),
			`LIM-01 has the verdict "passed"`},
		"level":           {good(func(m map[string]any) { first(m)["level"] = "must" }), `LIM-01 has the level "must"`},
		"no id":           {good(func(m map[string]any) { first(m)["id"] = "" }), "requirement 1 has no id"},
		"twice":           {good(func(m map[string]any) { first(m)["id"] = "REC-01" }), "REC-01 stands there twice"},
		"wrong type":      {good(func(m map[string]any) { m["requirements"] = "none" }), "is damaged"},
		"overall verdict": {good(func(m map[string]any) { m["verdict"] = "fine" }), `its verdict is "fine"`},
		"gate":            {good(func(m map[string]any) { delete(m, "gate") }), `its gate is ""`},
		"condition": {good(
			func(m map[string]any) { first(m)["conditions"].([]any)[0].(map[string]any)["verdict"] = "?" }),
			`LIM-01 has the verdict "?" under ""`},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			path := filepath.Join(t.TempDir(), "certificate.json")
			g.Expect(os.WriteFile(path, []byte(c.content), 0o600)).To(Succeed())
			_, err := compare.ReadCertificate(path)
			g.Expect(err).To(HaveOccurred())
			g.Expect(err.Error()).To(And(HavePrefix(path+" "), ContainSubstring(c.want), Not(ContainSubstring("\n"))))
		})
	}
}

func TestACertificateThatIsNotThere(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	_, err := compare.ReadCertificate(filepath.Join(dir, "no.json"))
	g.Expect(err).To(MatchError(HaveSuffix("no.json is not there: nimcert certify --out FOLDER writes a " +
		"certificate.json into FOLDER")))
	_, err = compare.ReadCertificate(dir)
	g.Expect(err).To(
		MatchError(ContainSubstring("holds no certificate.json: nimcert certify --out " + dir + " writes one")))

	b := verdicttest.Run(verdicttest.Passing("LIM-01", ""))
	b.Subject.Version = "9.12.2"
	g.Expect(reports.Write(dir, []verdict.Run{verdicttest.Run(verdicttest.Passing("LIM-01", "")), b})).To(Succeed())
	_, err = compare.ReadCertificate(dir)
	g.Expect(err).To(MatchError(And(ContainSubstring("the certificates of several builds: name one of "),
		ContainSubstring(filepath.Join(dir, "yxim-nim-web-sdk-9.12.2", "certificate.json")))))
}
