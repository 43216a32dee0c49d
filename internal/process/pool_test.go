package process_test

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/internal/process"
)

type idle struct{ closed int }

func (i *idle) Close() { i.closed++ }

func TestAPoolGivesWhatIsFreeAndEndsTheRest(t *testing.T) {
	g := NewWithT(t)
	var pool process.Pool[*idle]
	begun := 0
	take := func() *idle {
		p, err := pool.Take(func() (*idle, error) {
			begun++
			return &idle{}, nil
		})
		g.Expect(err).NotTo(HaveOccurred())
		return p
	}
	first, second := take(), take()
	pool.Give(first)
	g.Expect(take()).To(BeIdenticalTo(first))
	g.Expect(begun).To(Equal(2))

	pool.Give(first)
	pool.Close()
	pool.Close()
	g.Expect(first.closed).To(Equal(1))
	g.Expect(second.closed).To(BeZero(), "it is in use")
	pool.Give(second)
	g.Expect(second.closed).To(Equal(1), "given back too late")
	g.Expect(take()).NotTo(BeElementOf(first, second))
}
