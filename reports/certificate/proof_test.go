package certificate_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/reports"
	"nimcert/reports/certificate"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// whole is a run over the whole catalogue in which the given cases replace the passing ones.
func whole(cases ...verdict.Case) verdict.Run {
	var all []verdict.Case
	for _, q := range catalogue.All() {
		c := verdicttest.Passing(q.ID, "")
		for _, other := range cases {
			if other.Requirement == q.ID {
				c = other
			}
		}
		all = append(all, c)
	}
	return verdicttest.Run(all...)
}

// policy is the command's own, ten days after the runs of these tests began.
func policy(change ...func(*certificate.Policy)) certificate.Policy {
	p := certificate.Policy{Now: verdicttest.Run().Started.Add(10 * 24 * time.Hour), MaxAge: 90 * 24 * time.Hour,
		Catalogue: catalogue.Version()}
	for _, f := range change {
		f(&p)
	}
	return p
}

// changed is a JSON object with a change made to it.
func changed(g *WithT, b []byte, f func(m map[string]any)) []byte {
	var m map[string]any
	g.Expect(json.Unmarshal(b, &m)).To(Succeed())
	f(m)
	b, err := json.Marshal(m)
	g.Expect(err).NotTo(HaveOccurred())
	return b
}

// proofs are the certificate of a run and its attestation, as files that a change was made to. Both must be judged
// alike.
func proofs(t *testing.T, r verdict.Run, change func(certificate map[string]any)) map[string]string {
	t.Helper()
	g := NewWithT(t)
	dir := t.TempDir()
	g.Expect(reports.Write(dir, []verdict.Run{r})).To(Succeed())
	out := map[string]string{}
	for name, f := range map[string]func(m map[string]any){
		verdict.CertificateFile: change,
		verdict.AttestationFile: func(m map[string]any) {
			change(m["predicate"].(map[string]any)["nimcert_certificate"].(map[string]any))
		},
	} {
		path := filepath.Join(dir, name)
		b, err := os.ReadFile(path)
		if err != nil {
			continue // a subject without a file has no attestation
		}
		g.Expect(os.WriteFile(path, changed(g, b, f), 0o600)).To(Succeed())
		out[name] = path
	}
	return out
}

func nothing(map[string]any) {}

func TestACertificateHoldsUnderThePolicy(t *testing.T) {
	allow := func(p *certificate.Policy) { p.AllowKnown = true }
	for name, c := range map[string]struct {
		run    verdict.Run
		policy certificate.Policy
		change func(map[string]any)
	}{
		"all pass":            {whole(), policy(), nothing},
		"a SHOULD fails":      {whole(verdicttest.Failing("REC-14", "", "x.")), policy(), nothing},
		"some does not apply": {whole(verdicttest.Inapplicable("LIM-02", "no chatroom")), policy(), nothing},
		"known, and allowed": {whole(verdicttest.Known(verdicttest.Failing("REC-01", "", "x."), "k")),
			policy(allow), nothing},
		"on its last day": {whole(), policy(func(p *certificate.Policy) { p.MaxAge = 10 * 24 * time.Hour }),
			nothing},
		"a clock that runs ahead": {whole(),
			policy(func(p *certificate.Policy) { p.Now = verdicttest.Run().Started.Add(-4 * time.Minute) }), nothing},
		"a newer catalogue": {whole(), policy(), func(m map[string]any) {
			m["catalogue"] = map[string]any{"version": "99.0", "sha256": strings.Repeat("0", 64)}
		}},
		"an older one that will do": {whole(), policy(func(p *certificate.Policy) { p.Catalogue = "0.9" }), nothing},
		"fields of a later nimcert": {whole(), policy(),
			func(m map[string]any) { m["schemaVersion"], m["later"] = "1.9", 1 }},
	} {
		t.Run(name, func(t *testing.T) {
			for file, path := range proofs(t, c.run, c.change) {
				g := NewWithT(t)
				p, err := certificate.ReadProof(path)
				g.Expect(err).NotTo(HaveOccurred(), file)
				g.Expect(p.Reasons(c.policy, verdicttest.Subject())).To(BeEmpty(), file)
			}
		})
	}
}

func TestEachReasonAgainstACertificateIsOneLine(t *testing.T) {
	requirement := func(m map[string]any, id string) map[string]any {
		for _, q := range m["requirements"].([]any) {
			if q.(map[string]any)["id"] == id {
				return q.(map[string]any)
			}
		}
		panic(id)
	}
	partial := whole()
	partial.Partial = true
	few := verdicttest.Run(verdicttest.Passing("LIM-01", ""), verdicttest.Passing("LIM-02", ""))
	builtIn := whole()
	builtIn.Subject = clients.Subject{Name: "reference", Version: "1", Build: "built in"}
	at := func(d time.Duration) certificate.Policy {
		return policy(func(p *certificate.Policy) { p.Now = verdicttest.Run().Started.Add(d) })
	}
	for name, c := range map[string]struct {
		run    verdict.Run
		policy certificate.Policy
		change func(map[string]any)
		want   []string
	}{
		"a MUST fails": {whole(verdicttest.Failing("REC-01", "", "x."), verdicttest.Failing("DST-02", "", "x.")),
			policy(), nothing, []string{"2 MUST requirements fail: REC-01 and DST-02"}},
		"a known failure": {whole(verdicttest.Known(verdicttest.Failing("REC-01", "", "x."), "k")), policy(), nothing,
			[]string{"1 MUST requirement fails as recorded: REC-01 (--allow-known-failures lets recorded failures " +
				"pass)"}},
		"both": {whole(verdicttest.Failing("REC-02", "", "x."),
			verdicttest.Known(verdicttest.Failing("REC-01", "", "x."), "k")),
			policy(func(p *certificate.Policy) { p.AllowKnown = true }), nothing,
			[]string{"1 MUST requirement fails: REC-02"}},
		"the harness broke": {whole(verdicttest.Broke("REC-14", "", "hung")), policy(), nothing,
			[]string{"1 requirement has no verdict, because the harness or the client broke: REC-14"}},
		"partial": {partial, policy(), nothing,
			[]string{"it is partial: not everything was executed; certify without --run, to the end"}},
		"few, and it does not say so": {few, policy(), nothing,
			[]string{"70 MUST requirements are missing of its catalogue: LIM-03, LIM-04, LIM-05, LIM-06, LIM-07, " +
				"LIM-08 and 64 more"}},
		"no build": {builtIn, policy(), nothing,
			[]string{"it is for reference 1, which is no build file: it proves nothing of one"}},
		"too old": {whole(), at(91 * 24 * time.Hour), nothing,
			[]string{"it is 91 days old, from 2026-03-04; --max-age allows 90 days"}},
		"from the future": {whole(), at(-6 * time.Minute), nothing,
			[]string{"its date 2026-03-04T10:30:00Z lies in the future: it is 2026-03-04T10:24:00Z now"}},
		"an older catalogue": {whole(), policy(func(p *certificate.Policy) { p.Catalogue = "1.1" }), nothing,
			[]string{"it was made with catalogue 1.0, and 1.1 or newer is asked"}},
		"another catalogue of that name": {whole(), policy(),
			func(m map[string]any) { m["catalogue"].(map[string]any)["sha256"] = strings.Repeat("0", 64) },
			[]string{"its catalogue calls itself 1.0 and asks for something else than edition 1.0 does: its digest " +
				"begins with 0000000000000000, not " + catalogue.Digest()[:16]}},
		"a verdict made better": {whole(verdicttest.Failing("REC-01", "", "x.")), policy(),
			func(m map[string]any) { m["verdict"], m["gate"] = "certified", "open" },
			[]string{"it contradicts itself: its verdict is certified, where its requirements give not certified",
				"it contradicts itself: its gate is open, where its requirements give closed",
				"1 MUST requirement fails: REC-01"}},
		"a requirement made better": {whole(verdicttest.Failing("REC-01", "", "x.")), policy(),
			func(m map[string]any) { requirement(m, "REC-01")["verdict"] = "pass" },
			[]string{"it contradicts itself: its counts are not those of its requirements",
				"it contradicts itself: its verdict is not certified, where its requirements give certified",
				"it contradicts itself: its gate is closed, where its requirements give open",
				"it contradicts itself: the verdict of REC-01 is pass, where its requirements give fail"}},
		"a MUST made a SHOULD": {whole(verdicttest.Failing("REC-01", "", "x.")), policy(), func(m map[string]any) {
			requirement(m, "REC-01")["level"] = "SHOULD"
			m["verdict"], m["gate"] = "certified", "open"
			counts := m["counts"].(map[string]any)
			counts["must"].(map[string]any)["fail"], counts["should"].(map[string]any)["fail"] = 0, 1
		}, []string{"it contradicts itself: the level of REC-01 is SHOULD, where its requirements give MUST"}},
		"a pass that nobody tried": {whole(), policy(),
			func(m map[string]any) { requirement(m, "REC-01")["conditions"] = []any{} },
			[]string{"it contradicts itself: the verdict of REC-01 is pass, where its requirements give error"}},
		"all at once": {few, policy(func(p *certificate.Policy) { p.MaxAge, p.Catalogue = time.Hour, "2.0" }),
			func(m map[string]any) { m["complete"], m["verdict"] = false, "partial" },
			[]string{"it is partial: not everything was executed; certify without --run, to the end",
				"70 MUST requirements are missing of its catalogue: LIM-03, LIM-04, LIM-05, LIM-06, LIM-07, LIM-08 " +
					"and 64 more",
				"it is 10 days old, from 2026-03-04; --max-age allows 1h0m0s",
				"it was made with catalogue 1.0, and 2.0 or newer is asked"}},
	} {
		t.Run(name, func(t *testing.T) {
			for file, path := range proofs(t, c.run, c.change) {
				g := NewWithT(t)
				p, err := certificate.ReadProof(path)
				g.Expect(err).NotTo(HaveOccurred(), file)
				var got []string
				for _, reason := range p.Reasons(c.policy, verdicttest.Subject()) {
					g.Expect(reason).NotTo(ContainSubstring("\n"))
					// changed in the certificate, but not in the statement around it
					if !strings.HasPrefix(reason, "the statement contradicts") {
						got = append(got, reason)
					}
				}
				g.Expect(got).To(Equal(c.want), file)
			}
		})
	}
}

func TestACertificateIsOnlyForItsBuild(t *testing.T) {
	build := verdicttest.Subject()
	build.Build, build.SHA512, build.SHA256 = "other.js", strings.Repeat("1", 128), strings.Repeat("2", 64)
	// two files with one of their digests in common
	half, otherHalf := verdicttest.Subject(), verdicttest.Subject()
	half.SHA256, otherHalf.SHA512 = strings.Repeat("2", 64), strings.Repeat("1", 128)
	for file, path := range proofs(t, whole(), nothing) {
		g := NewWithT(t)
		p, err := certificate.ReadProof(path)
		g.Expect(err).NotTo(HaveOccurred())
		want := []string{"it is for another build, @yxim/nim-web-sdk 9.21.12: its SHA-512 begins with " +
			"3f0c1f9d6a2b4e8c, that of other.js with 1111111111111111"}
		if file == verdict.AttestationFile {
			want = append([]string{"the statement is about another file: none of its subjects has the digest of " +
				"other.js"}, want...)
		}
		g.Expect(p.Reasons(policy(), build)).To(Equal(want), file)
		g.Expect(p.Reasons(policy(), half)).To(
			ContainElement(ContainSubstring("its SHA-256 begins with b02d6e3f6dde890f")))
		g.Expect(p.Reasons(policy(), otherHalf)).To(
			ContainElement(ContainSubstring("its SHA-512 begins with 3f0c1f9d6a2b4e8c")))
	}
}

func TestACertificateIsOnlyForItsChatroomBuild(t *testing.T) {
	r := whole()
	r.Subject.Chatroom = verdicttest.Chatroom()
	both, half := verdicttest.Subject(), verdicttest.Subject()
	both.Chatroom, half.Chatroom = verdicttest.Chatroom(), verdicttest.Chatroom()
	half.Chatroom.SHA256 = strings.Repeat("2", 64)
	other := verdicttest.Subject()
	other.Chatroom = clients.NewFile("rooms.js", []byte("others"))
	for file, path := range proofs(t, r, nothing) {
		g := NewWithT(t)
		p, err := certificate.ReadProof(path)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(p.Reasons(policy(), both)).To(BeEmpty(), file)
		g.Expect(p.Reasons(policy(), verdicttest.Subject())).To(Equal([]string{"it is for a build with " +
			"CHATROOM_MINIAPP_SDK.js, and no such file was found with this one: name it with --chatroom"}), file)
		g.Expect(p.Reasons(policy(), other)).To(ConsistOf(MatchRegexp("^it is for another chatroom build, "+
			"CHATROOM_MINIAPP_SDK.js: its SHA-512 begins with [0-9a-f]{16}, that of rooms.js with [0-9a-f]{16}$")),
			file)
		g.Expect(p.Reasons(policy(), half)).To(ConsistOf(HavePrefix("it is for another chatroom build")), file)
	}
}
