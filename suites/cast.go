// The accounts, chatrooms and options of the scenarios.

package suites

import (
	"time"

	"nimcert/clients"
)

// token gives an account its token.
func token(o clients.IMOptions) clients.IMOptions {
	o.Token = "token-of-" + o.Account
	return o
}

// Accounts and rooms of the scenarios.
const (
	alice = "alice"
	bob   = "bob"
	carol = "carol"
	dave  = "dave"
	lobby = "lobby" // a chatroom entry of alice
	attic = "attic" // another
)

// quiet is how long the catalogue waits before "nothing happened" is a fact.
const quiet = 10 * time.Minute

func im(account string) clients.IMOptions { return clients.IMOptions{Account: account} }

func room(instance string) clients.RoomOptions {
	id, _ := roomID(instance)
	return clients.RoomOptions{Instance: instance, Account: alice, Token: "token-of-" + alice, RoomID: id}
}

// capped sets reconnectionAttempts.
func capped(o clients.IMOptions, n int) clients.IMOptions {
	o.Options = capOf(n)
	return o
}

// usual is the options of an application that sets none.
var usual clients.Options

// capOf is the option reconnectionAttempts.
func capOf(n int) clients.Options { return clients.Options{ReconnectionAttempts: &n} }
