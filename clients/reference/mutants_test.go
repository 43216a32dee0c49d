package reference

import (
	"reflect"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/catalogue"
)

func TestTheConformingClientHasEverySeam(t *testing.T) {
	g := NewWithT(t)
	v := reflect.ValueOf(*conforming())
	for i := range v.NumField() {
		g.Expect(v.Field(i).IsNil()).To(BeFalse(), v.Type().Field(i).Name)
	}
}

func TestMutants(t *testing.T) {
	g := NewWithT(t)
	names := map[string]bool{}
	for _, m := range Mutants() {
		g.Expect(m.Name).NotTo(BeEmpty())
		g.Expect(names[m.Name]).To(BeFalse(), "two mutants are called %s", m.Name)
		names[m.Name] = true
		_, known := catalogue.Get(m.Breaks)
		g.Expect(known).To(BeTrue(), "%s breaks %s", m.Name, m.Breaks)
		g.Expect(strings.HasSuffix(m.What, ".")).To(BeTrue(), "%s: %q is no sentence", m.Name, m.What)
		g.Expect(m.New().Subject().Name).To(Equal("mutant: " + m.Name))
		g.Expect(changed(m)).NotTo(BeEmpty(), "%s changes nothing", m.Name)
		g.Expect(len(changed(m))).To(BeNumerically("<=", 3), "%s is no small change", m.Name)
	}
}

// A seam that no mutant uses is there for nothing.
func TestEverySeamHasAMutant(t *testing.T) {
	g := NewWithT(t)
	used := map[string]bool{}
	for _, m := range Mutants() {
		for _, name := range changed(m) {
			used[name] = true
		}
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[seams]()) {
		g.Expect(used[f.Name]).To(BeTrue(), "no mutant changes %s", f.Name)
	}
}

// changed names the seams that a mutant changes from the start.
func changed(m Mutant) []string {
	s := conforming()
	before, after := reflect.ValueOf(*s), reflect.ValueOf(s).Elem()
	m.change(s)
	var names []string
	for i := range before.NumField() {
		if before.Field(i).Pointer() != after.Field(i).Pointer() {
			names = append(names, before.Type().Field(i).Name)
		}
	}
	return names
}

func TestTheChangesOfOneClientAreItsOwn(t *testing.T) {
	g := NewWithT(t)
	for _, m := range Mutants() {
		f := m.New().(factory)
		g.Expect(f.seams()).NotTo(BeIdenticalTo(f.seams()), m.Name)
	}
}

func TestSubject(t *testing.T) {
	g := NewWithT(t)
	g.Expect(New().Subject().Name).To(Equal("reference"))
	p := New().Policy()
	g.Expect(p.AttemptTimeout).To(BeNumerically(">=", 4*stepLimit))
	g.Expect(p.Heartbeat).To(BeNumerically(">", beatEvery+beatLimit))
	g.Expect(p.Jitter).To(Equal(jitter))
}
