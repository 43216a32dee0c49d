package fakeserver

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clock"
)

// Whatever links become and end, an account's and a room's are found among their groups as among all; and links that
// have ended leave no group.
func TestLinksAreFoundInTheirGroups(t *testing.T) {
	g := NewWithT(t)
	c := clock.New(clock.Real, time.Now())
	defer c.Stop()
	r := unserved(c)
	kinds, accounts := []string{KindIM, KindRoom, KindQChat}, []string{"", "alice", "bob"}
	rooms := map[string][]string{KindIM: {""}, KindQChat: {""}, KindRoom: {"", "1", "2"}}
	draw := rand.New(rand.NewPCG(1, 2))
	pick := func(from []string) string { return from[draw.IntN(len(from))] }
	var links []*link
	for range 20 {
		links = append(links, r.deafLink(false))
	}
	for range 200 {
		l := links[draw.IntN(len(links))]
		if draw.IntN(10) == 0 {
			l.mu.Lock()
			l.closedLocked(1000, "", "")
			l.mu.Unlock()
			continue
		}
		kind := pick(kinds)
		l.is(kind, pick(accounts), pick(rooms[kind]))
		for _, kind := range kinds {
			for _, account := range accounts {
				for _, room := range rooms[kind] {
					var want []*link
					for _, l := range r.s.liveLinks() {
						if l.belongs(kind, account, room) {
							want = append(want, l)
						}
					}
					g.Expect(slices.Equal(r.s.linksOf(kind, account, room), want)).To(BeTrue(),
						"%s of %q in %q", kind, account, room)
				}
			}
		}
	}
	for _, l := range links {
		l.mu.Lock()
		l.closedLocked(1000, "", "")
		l.mu.Unlock()
	}
	g.Expect(r.groups).To(BeEmpty())
}
