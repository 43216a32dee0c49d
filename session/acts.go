package session

import (
	"slices"

	"nimcert/clients"
)

// roomService is the address of the chatroom service, as an application's own server would give it.
var roomService = []string{"wlnimsc1.netease.im:443"}

// Acts returns the acts of an application's user, in the names of the cast. It is nil if the client is not an
// application.
func (s *Session) Acts() *Acts {
	if a, ok := s.client.(clients.Application); ok && s.Capabilities[clients.Acts] {
		return &Acts{app: a, cast: s.cast}
	}
	return nil
}

// Acts lets the user of an application act. Its methods belong to the scenario's goroutine.
type Acts struct {
	app      clients.Application
	cast     *cast
	accounts []string          // the account that logged in, under the name that the application knows
	rooms    map[string]string // the entries' rooms, under the names that the application knows
	release  func()            // ends what Hold began
}

// Hold makes one moment of what follows, until Release: see clients.Application.
func (a *Acts) Hold() { a.release = a.app.Hold() }

// Release ends what Hold began, where it did.
func (a *Acts) Release() {
	if a.release != nil {
		a.release()
		a.release = nil
	}
}

// LogIn logs an account in.
func (a *Acts) LogIn(account, token string) {
	name, secret := a.cast.account(account), a.cast.token(token)
	a.cast.knows(name, secret)
	if !slices.Contains(a.accounts, name) {
		a.accounts = append(a.accounts, name)
	}
	a.name()
	a.app.LogIn(name, secret)
}

// LogOut logs the account out.
func (a *Acts) LogOut() { a.app.LogOut() }

// EnterRoom enters a chatroom. entry is what the time line calls it.
func (a *Acts) EnterRoom(entry, room string) {
	if a.rooms == nil {
		a.rooms = map[string]string{}
	}
	a.rooms[entry] = a.cast.room(room)
	a.name()
	a.app.EnterRoom(a.cast.account(entry), a.rooms[entry], roomService)
}

// name gives the entries of all accounts their names: an application enters as whoever is logged in.
func (a *Acts) name() {
	for entry, room := range a.rooms {
		for _, account := range a.accounts {
			a.cast.enters(entry, account, room)
		}
	}
}

// LeaveRoom leaves the chatroom.
func (a *Acts) LeaveRoom() { a.app.LeaveRoom() }

// OpenPage opens the nth further page of the application.
func (a *Acts) OpenPage(n int) { a.app.OpenPage(n) }

// ClosePage leaves it.
func (a *Acts) ClosePage(n int) { a.app.ClosePage(n) }

// Ask writes what the application believes to the time line.
func (a *Acts) Ask() { a.app.Ask() }
