package external_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/external"
	"nimcert/clients/families"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/runner"
	"nimcert/session"
	"nimcert/verdict"
)

const folder = "../../examples/client-lua"

// family is the example's, run by this test.
func family(t *testing.T) adapter.Family {
	t.Helper()
	g := NewWithT(t)
	f, err := families.Find(folder)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(f.Command).To(Equal([]string{"lua5.4", "{build}"}))
	own, err := os.Executable()
	g.Expect(err).NotTo(HaveOccurred())
	t.Setenv(asLua, "1")
	f.Command[0] = own
	t.Cleanup(families.CloseEngines)
	return f
}

// load is the example with changes: old and new text in turns.
func load(t *testing.T, changes ...string) *adapter.Factory {
	t.Helper()
	return loadAs(t, family(t), changes...)
}

func loadAs(t *testing.T, of adapter.Family, changes ...string) *adapter.Factory {
	t.Helper()
	g := NewWithT(t)
	dir := t.TempDir()
	for _, name := range []string{"client.lua", "nimcert.lua"} {
		source, err := os.ReadFile(filepath.Join(folder, name))
		g.Expect(err).NotTo(HaveOccurred())
		text := string(source)
		for i := 0; i < len(changes) && name == "client.lua"; i += 2 {
			g.Expect(strings.Count(text, changes[i])).To(Equal(1), "%q stands there once", changes[i])
			text = strings.Replace(text, changes[i], changes[i+1], 1)
		}
		g.Expect(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600)).To(Succeed())
	}
	f, err := families.LoadAs(of, filepath.Join(dir, "client.lua"))
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(f.Probe(t.Context())).To(Succeed())
	return f
}

func TestAClientInLuaLogsIn(t *testing.T) {
	g := NewWithT(t)
	s, err := session.Start(t.Context(), session.Options{Client: load(t), Mode: clock.Skip, Seed: 1})
	g.Expect(err).NotTo(HaveOccurred())
	defer s.Close()
	begin := s.Mark("log in")
	s.Login(clients.IMOptions{Account: "alice", Token: "token"})
	_, ok := s.Await(begin, time.Minute, ledger.By(ledger.Client), ledger.Is(ledger.Connected))
	for _, e := range s.Timeline() {
		t.Log(e.At, e.Who, e.Kind, e.Detail, e.Reason, e.URL)
	}
	g.Expect(ok).To(BeTrue())
}

// judge tries requirements, or the whole catalogue, on a client, and says of which something did not pass, with what
// was found, and of which something applied.
func judge(t *testing.T, f *adapter.Factory, ids ...string) (not map[string][]string, applied map[string]bool) {
	t.Helper()
	if len(ids) == 0 {
		for _, r := range catalogue.All() {
			ids = append(ids, r.ID)
		}
	}
	runs, err := runner.Judge(&runner.Plan{
		Context: t.Context(), Subjects: []runner.Subject{{Client: f}}, Requirements: ids, Mode: clock.Skip, Seed: 1,
		Jobs: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	not, applied = map[string][]string{}, map[string]bool{}
	for _, c := range runs[0].Cases {
		v, why := c.Judge()
		if v != verdict.NotApplicable {
			applied[c.Requirement] = true
		}
		if v != verdict.NotApplicable && v != verdict.Pass {
			not[c.Requirement] = append(not[c.Requirement], why.Text)
		}
	}
	return not, applied
}

// TestAClientInLuaKeepsTheWholeCatalogue: SHOULD, too. What does not apply is what only a mini program can break.
func TestAClientInLuaKeepsTheWholeCatalogue(t *testing.T) {
	g := NewWithT(t)
	not, applied := judge(t, load(t))
	g.Expect(not).To(BeEmpty())
	for _, r := range catalogue.All() {
		foreign := slices.ContainsFunc(r.Needs, func(need string) bool {
			return need == string(clients.OnPlatform) || need == string(clients.Upload)
		})
		g.Expect(applied[r.ID]).To(Equal(!foreign), r.ID)
	}
}

// TestABrokenTwinOfTheClientInLua changes a line of the client: the requirement that is about it fails.
func TestABrokenTwinOfTheClientInLua(t *testing.T) {
	for id, change := range map[string][2]string{
		"DST-02": {"self.sockets == 0 and self.requests == 0 then self:finish()", "true then self:finish()"},
		"LIM-04": {"if self.of.sockets == 0 then return self:dial(url) end", "if true then return self:dial(url) end"},
		"REC-01": {"self.tries >= self.attempts", "self.tries > self.attempts"},
		"KCK-01": {"if why.kicked or why.final", "if why.final"},
		"REC-14": {"JITTER, LEAST_GIVEN = 1600, 8000, 0.1", "JITTER, LEAST_GIVEN = 1600, 8000, 0.01"},
		"DST-01": {"if e.go then call", "emit(\"done\", self, { verb = e.verb })\n    if e.go then call"},
		"GLB-04": {"go(a)\n  end\nend\n\nfunction Link:settle", "go(a.r.x.y)\n  end\nend\n\nfunction Link:settle"},
	} {
		t.Run(id, func(t *testing.T) {
			g := NewWithT(t)
			asked := id
			if id == "GLB-04" { // which is looked at wherever something runs
				asked = "MSG-01"
			}
			not, _ := judge(t, load(t, change[0], change[1]), asked, id)
			g.Expect(not).To(HaveKey(id))
		})
	}
}

// TestAClientThatTakesTokens: renew gives the next logins a token, and who does not take it is found.
func TestAClientThatTakesTokens(t *testing.T) {
	for name, c := range map[string]struct {
		takes string
		fails bool
	}{
		"takes it":   {"session.instances[o.instance].token = o.token", false},
		"forgets it": {"", true},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			of := family(t)
			of.Capabilities = maps.Clone(of.Capabilities)
			of.Capabilities[clients.TokenRenewal] = true
			f := loadAs(t, of, `"destroy", "send")`, `"destroy", "send", "renew")`,
				"local verbs =", "function offers.renew(o) "+c.takes+" end\nlocal verbs =")
			not, _ := judge(t, f, "REC-17")
			if c.fails {
				g.Expect(not["REC-17"]).To(ContainElement(ContainSubstring("a token that is not its own")))
			} else {
				g.Expect(not).To(BeEmpty())
			}
		})
	}
}

// TestAProgramThatIsNoClient: what a process writes and does is one line, never a hang, and never a green.
func TestAProgramThatIsNoClient(t *testing.T) {
	for name, c := range map[string]struct{ script, says string }{
		"no JSON":         {"echo hello; cat >/dev/null", `it wrote "hello": that is no JSON object`},
		"ends":            {"exit 3", "the client's process ended: exit status 3"},
		"ends with words": {"echo 'no such module' >&2; exit 1", "no such module"},
		"no list":         {`read x; echo '{"return":null}'; cat >/dev/null`, "no list of the calls"},
		"throws":          {`read x; printf '%s\n' '{"throw":"no\n way"}'; cat >/dev/null`, "does not load: no way"},
		"unknown call":    {`read x; echo '{"dial":1}'; cat >/dev/null`, "one of abort, cancel, close, connect"},
		"unknown field":   {`read x; echo '{"timer":1,"afte":5}'; cat >/dev/null`, "after"},
		"a field missing": {`read x; echo '{"connect":1}'; cat >/dev/null`, "connect needs url"},
		"of another type": {`read x; echo '{"connect":1,"url":5}'; cat >/dev/null`, "url is a number, not a text"},
		"a number twice": {
			`read x; echo '{"timer":7,"after":1}'; read x; echo '{"timer":7,"after":2}'; cat >/dev/null`,
			"its timer 7 is used twice in a session: give each a number of its own",
		},
		"no whole number": {`read x; echo '{"timer":1.5,"after":1}'; cat >/dev/null`, "timer is no whole number"},
		"text and bytes": {
			`read x; echo '{"send":1,"text":"","base64":""}'; cat >/dev/null`, "either text or base64",
		},
		"an unknown event": {
			`read x; echo '{"emit":"conected","instance":"a"}'; read x; echo '{"return":[]}'; cat >/dev/null`,
			"did you mean connected?",
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			of := family(t)
			of.Command = []string{"sh", "-c", c.script}
			f, err := families.LoadAs(of, folder+"/client.lua")
			g.Expect(err).NotTo(HaveOccurred())
			err = f.Probe(t.Context())
			g.Expect(err).To(MatchError(ContainSubstring(c.says)))
			g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
		})
	}
}

// TestAClientThatEndsWithItsSessionIsBegunAgain: who cannot forget a session serves one.
func TestAClientThatEndsWithItsSessionIsBegunAgain(t *testing.T) {
	g := NewWithT(t)
	f := load(t, "  if m.start then", "  if m[\"end\"] then os.exit(0) end\n  if m.start then")
	not, _ := judge(t, f, "MSG-01", "DST-01")
	g.Expect(not).To(BeEmpty())
}

func TestACommandThatIsNotThere(t *testing.T) {
	g := NewWithT(t)
	of := family(t)
	of.Command = []string{"no-such-lua", "{build}"}
	_, err := families.LoadAs(of, folder+"/client.lua")
	g.Expect(err).To(MatchError(families.ErrNoHost))
	g.Expect(err).To(MatchError(ContainSubstring("no-such-lua")))
}

// TestTheGuideShowsTheProtocol: each call and each field that the protocol has.
func TestTheGuideShowsTheProtocol(t *testing.T) {
	g := NewWithT(t)
	guide, err := os.ReadFile("../../docs/adapters.md")
	g.Expect(err).NotTo(HaveOccurred())
	_, page, _ := strings.Cut(string(guide), "### The protocol of clients, version 1")
	page, _, _ = strings.Cut(page, "\n## ")
	for call, names := range external.Words() {
		for _, name := range names {
			g.Expect(page).To(ContainSubstring(`"`+name+`"`), call)
		}
	}
	g.Expect(len(strings.Split(strings.TrimSpace(page), "\n"))).To(BeNumerically("<", 60), "it fits a page")
}
