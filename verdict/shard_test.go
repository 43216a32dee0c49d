package verdict_test

import (
	"slices"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/verdict"
)

func TestShardsShareTheWork(t *testing.T) {
	g := NewWithT(t)
	for n := 1; n <= 40; n++ {
		list := make([]int, n)
		for i := range list {
			list[i] = i
		}
		for of := 1; of <= n; of++ {
			var all []int
			for i := 1; i <= of; i++ {
				part, err := verdict.ShardOf(verdict.Shard{Index: i, Of: of}, list)
				g.Expect(err).NotTo(HaveOccurred())
				g.Expect(len(part)).To(BeElementOf(n/of, (n+of-1)/of), "%d/%d of %d", i, of, n)
				all = append(all, part...)
			}
			g.Expect(slices.Equal(all, list)).To(BeTrue(), "%d shards of %d", of, n)
		}
		_, err := verdict.ShardOf(verdict.Shard{Index: 1, Of: n + 1}, list)
		g.Expect(err).To(MatchError(ContainSubstring("use %d at most", n)))
	}
	all, err := verdict.ShardOf(verdict.Shard{}, []int{1, 2})
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(all).To(Equal([]int{1, 2}))
}

func TestParseShard(t *testing.T) {
	g := NewWithT(t)
	s, err := verdict.ParseShard("2/3")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(s).To(Equal(verdict.Shard{Index: 2, Of: 3}))
	g.Expect(s.String()).To(Equal("2/3"))
	for _, bad := range []string{"", "/", "1", "0/3", "4/3", "-1/3", "1/0", "a/b", "1/3/5", "1 / 3", "+1/3", "01/3",
		"1/99999999999999999999"} {
		_, err := verdict.ParseShard(bad)
		g.Expect(err).To(MatchError(ContainSubstring("the first of three is 1/3")), bad)
	}
}
