package fakeserver

import "slices"

// group is what links are found by: an account's of a kind, or those in a room. A message goes to one link of ten
// thousand, and does not ask each.
type group struct{ kind, account, room string }

func (l *link) groupsLocked() []group {
	switch l.kind {
	case "":
		return nil
	case KindRoom:
		return []group{{l.kind, l.account, ""}, {l.kind, "", l.room}}
	default:
		return []group{{l.kind, l.account, ""}}
	}
}

// regroupLocked lets change the link's kind, account and room, and moves it to its new groups. A link that has ended is
// in none.
func (l *link) regroupLocked(change func()) {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	l.ungroupLocked()
	change()
	if _, live := l.run.links[l]; !live {
		return
	}
	for _, g := range l.groupsLocked() {
		if l.run.groups[g] == nil {
			l.run.groups[g] = map[*link]struct{}{}
		}
		l.run.groups[g][l] = struct{}{}
	}
}

// ungroupLocked takes the link from its groups; Server.mu is held as well.
func (l *link) ungroupLocked() {
	for _, g := range l.groupsLocked() {
		if delete(l.run.groups[g], l); len(l.run.groups[g]) == 0 {
			delete(l.run.groups, g)
		}
	}
}

// linksOf returns the links that belong to a kind, an account and a room, in the order in which they opened.
func (s *Server) linksOf(kind, account, room string) []*link {
	links := slices.DeleteFunc(s.candidates(kind, account, room), func(l *link) bool {
		return !l.belongs(kind, account, room)
	})
	sortLinks(links)
	return links
}

// candidates are the links among which those of a kind, an account and a room are.
func (s *Server) candidates(kind, account, room string) []*link {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.run == nil:
		return nil
	case account != "":
		return keys(s.run.groups[group{kind, account, ""}])
	case room != "":
		return keys(s.run.groups[group{kind, "", room}])
	default:
		return keys(s.run.links)
	}
}

// liveLinks returns the links of this run in the order in which they opened.
func (s *Server) liveLinks() []*link {
	links := s.candidates("", "", "")
	sortLinks(links)
	return links
}
