package scenario

import (
	"time"

	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/ledger"
)

// userVerbs are the acts of an application's user. A user can do only what an application shows: a user who is not
// logged in cannot log out, and changing the account or the chatroom means leaving the one before.
var userVerbs = map[string]verb{
	clients.ActLogIn: {user, params(anAccount), acts, "the user of an application logs in, or tries again",
		nil, func(p *player, a args) { p.logIn(a.word(0)) }},
	clients.ActLogOut: {user, nil, acts, "the user logs out", nil, func(p *player, _ args) { p.logOut() }},
	clients.ActEnterRoom: {user, params(anEntry), actsOnRooms, "the user enters a chatroom, or tries again",
		nil, func(p *player, a args) { p.enterRoom(a.word(0)) }},
	clients.ActLeaveRoom: {user, nil, actsOnRooms, "the user leaves the chatroom", nil,
		func(p *player, _ args) { p.leaveRoom() }},
	clients.ActOpenPage: {user, params(aNumber("page", 1, 9)), actsOnPages,
		"the user opens a page of the manifest's list",
		nil, func(p *player, a args) { p.openPage(a.int(0)) }},
	clients.ActClosePage: {user, nil, actsOnPages, "the user leaves the page that was opened last", nil,
		func(p *player, _ args) { p.closePage() }},
}

var (
	acts        = []clients.Capability{clients.Acts}
	actsOnRooms = []clients.Capability{clients.Acts, clients.Chatroom}
	actsOnPages = []clients.Capability{clients.Acts, clients.Pages}
)

// wish is what the user wants at this moment.
type wish struct {
	account, room string // empty: none
	pages         []int  // that are open
}

// together makes one moment of what the user of an application does in f. Otherwise it would depend on the machine
// whether what the first act sets off comes before the second.
func (p *player) together(f func()) {
	p.acts.Hold()
	defer p.acts.Release()
	f()
}

// nobody notes that the user cannot act, and why.
func (p *player) nobody(what, why string) { p.s.Mark("the user does not %s: %s", what, why) }

// logIn says whether the user could: where the login is a page's, that page has to be on the screen.
func (p *player) logIn(account string) bool {
	switch {
	case p.wish.account == account && invariants.Connected(p.s.Timeline(), account):
		p.nobody("log in", account+" is logged in")
		return false
	case p.wish.account != "" && p.wish.account != account:
		p.logOut()
	}
	before := p.s.Timeline()
	p.acts.LogIn(account, tokenOf(account, nil))
	p.acts.Release() // what is awaited comes behind the login
	p.s.Pass(0)
	did := p.s.Timeline()[len(before):]
	_, ok := did.First(func(e ledger.Event) bool { return e.Kind == ledger.Act && e.Verb == clients.ActLogIn })
	if ok {
		p.wish.account = account
	}
	return ok
}

func (p *player) logOut() {
	if p.wish.account == "" {
		p.nobody("log out", "nobody is logged in")
		return
	}
	p.wish.account, p.wish.room = "", ""
	p.acts.LogOut()
}

func (p *player) enterRoom(entry string) {
	switch {
	case p.wish.account == "":
		p.nobody("enter", "nobody is logged in")
		return
	case p.wish.room == entry:
		p.nobody("enter", "this chatroom is on the screen")
		return
	case p.wish.room != "":
		p.leaveRoom()
	}
	p.wish.room = entry
	p.acts.EnterRoom(entry, entries[entry])
}

func (p *player) leaveRoom() {
	if p.wish.room == "" {
		p.nobody("leave", "no chatroom is on the screen")
		return
	}
	p.wish.room = ""
	p.acts.LeaveRoom()
}

func (p *player) openPage(n int) {
	p.wish.pages = append(p.wish.pages, n)
	p.acts.OpenPage(n)
}

func (p *player) closePage() {
	last := len(p.wish.pages) - 1
	if last < 0 {
		p.nobody("leave a page", "none is open")
		return
	}
	n := p.wish.pages[last]
	p.wish.pages = p.wish.pages[:last]
	p.acts.ClosePage(n)
}

// The end of every schedule of an application: see Play.

// asks lets the application say what it believes, and marks the place.
func (p *player) asks(mark string) ledger.Event {
	p.acts.Ask()
	p.s.Pass(time.Millisecond) // it is asked on its own loop
	return p.s.Mark("%s", mark)
}

// restOfUser lets ten minutes pass.
func (p *player) restOfUser() ledger.Event {
	p.s.Pass(quiet)
	return p.asks("ten minutes later")
}

// reviveByUser makes the user try again if an account is not connected.
func (p *player) reviveByUser() ledger.Event {
	if a := p.wish.account; a != "" && p.s.Capabilities[clients.IM] && !invariants.Connected(p.s.Timeline(), a) {
		p.s.Mark("%s is not connected: the user tries again", a)
		could := false
		p.together(func() { could = p.logIn(a) })
		if !could {
			p.together(func() {
				p.goBack() // to the page that shows it
				p.logIn(a)
			})
		}
		p.s.Pass(revival)
	}
	return p.asks("who is not connected tried again")
}

// goBack leaves what stands above the first page.
func (p *player) goBack() {
	for len(p.wish.pages) > 0 {
		p.closePage()
	}
	if p.wish.room != "" {
		p.leaveRoom()
	}
}

// endByUser leaves everything.
func (p *player) endByUser() ledger.Event {
	mark := p.s.Mark("the user leaves everything")
	p.together(func() {
		p.goBack()
		if p.wish.account != "" {
			p.logOut()
		}
	})
	p.s.Pass(p.s.Policy.DoneWithin + tidying)
	p.asks("everything is over")
	return mark
}
