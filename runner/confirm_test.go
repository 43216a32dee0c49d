package runner

import (
	"sync/atomic"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/reference"
	"nimcert/clock"
	"nimcert/verdict"
)

// moody is a client whose sessions differ: the n-th factory makes the n-th session.
type moody struct {
	clients.Factory
	made   *atomic.Int64
	others []clients.Factory
}

func (m moody) New(env clients.Env) (clients.Client, error) {
	n := int(m.made.Add(1)) - 1
	return m.others[min(n, len(m.others)-1)].New(env)
}

// wrong and right are a client that fails REC-20 and one that keeps it.
func wrongAndRight(t *testing.T) (wrong, right clients.Factory) {
	t.Helper()
	for _, m := range reference.Mutants() {
		if m.Breaks == "REC-20" {
			return m.New(), reference.New()
		}
	}
	t.Fatal("no mutant breaks REC-20")
	return nil, nil
}

func judgeMoody(t *testing.T, others ...clients.Factory) (verdict.Case, int64) {
	t.Helper()
	made := &atomic.Int64{}
	cases := judge(t, moody{reference.New(), made, others}, 1, "REC-20")
	if len(cases) != 1 {
		t.Fatalf("%d cases", len(cases))
	}
	return cases[0], made.Load()
}

func TestAFailIsConfirmedInASecondSession(t *testing.T) {
	g := NewWithT(t)
	wrong, _ := wrongAndRight(t)
	c, sessions := judgeMoody(t, wrong)
	v, _ := c.Judge()
	g.Expect(v).To(Equal(verdict.Fail))
	g.Expect(sessions).To(BeEquivalentTo(2))
	g.Expect(c.Second).NotTo(BeNil())
	g.Expect(c.Second.Findings).To(Equal(c.Findings))
	g.Expect(c.Second.Timeline).To(BeEmpty(), "two sessions that show the same need one time line")
}

func TestAFailThatDoesNotRepeatIsNoVerdict(t *testing.T) {
	g := NewWithT(t)
	wrong, right := wrongAndRight(t)
	c, sessions := judgeMoody(t, wrong, right)
	v, why := c.Judge()
	g.Expect(v).To(Equal(verdict.Error))
	g.Expect(why).To(
		And(HavePrefix("two sessions of the same scenario contradict one another"),
			HaveSuffix("the second found nothing")))
	g.Expect(sessions).To(BeEquivalentTo(2))
	g.Expect(c.Findings).NotTo(BeEmpty())
	g.Expect(c.Second.Timeline).NotTo(BeEmpty(), "both are shown")
}

func TestAPassHasNoSecondSession(t *testing.T) {
	g := NewWithT(t)
	wrong, right := wrongAndRight(t)
	c, sessions := judgeMoody(t, right, wrong)
	v, _ := c.Judge()
	g.Expect(v).To(Equal(verdict.Pass))
	g.Expect(sessions).To(BeEquivalentTo(1))
	g.Expect(c.Second).To(BeNil())
}

// judge runs one client's sessions.
func judge(t *testing.T, f clients.Factory, jobs int, ids ...string) []verdict.Case {
	t.Helper()
	runs, err := Judge(
		&Plan{Context: t.Context(), Subjects: []Subject{{Client: f}}, Requirements: ids, Mode: clock.Skip, Seed: 1,
			Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	return runs[0].Cases
}
