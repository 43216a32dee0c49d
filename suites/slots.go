// The slots of the platform, and who takes them.

package suites

import (
	"fmt"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// tenant is an instance that takes a slot beside the one that a case is about, with the recipient of its messages.
type tenant struct{ instance, to string }

// fits reports whether the platform has slots for so many accounts and chatrooms at once. All accounts are at one host
// name of the service, and all chatrooms at another, as the integration guide lists them.
func (t *Trial) fits(accounts, rooms int) bool {
	p := t.Platform()
	return accounts+rooms <= p.Total && (p.PerDomain == 0 || max(accounts, rooms) <= p.PerDomain)
}

var (
	tooFewSlots = say("lacks.slots",
		"it takes {n:socket} at once, and the platform {platform} allows {most}",
		"需要同时有 {n} 个 socket，而平台 {platform} 只允许 {most} 个")
	tooFewForAHost = say("lacks.slots-for-a-host",
		"it takes {n:socket} to one host name at once, and the platform {platform} allows {most}",
		"需要同时有 {n} 个 socket 连到同一个域名，而平台 {platform} 只允许 {most} 个")
)

var (
	limitUnsaid = say("lacks.document-limit",
		"no document says how many sockets the platform {platform} allows", "没有文档说明平台 {platform} 允许多少个 socket")
	backgroundUnsaid = say("lacks.document-background",
		"no document says what becomes of sockets on the platform {platform} in the background",
		"没有文档说明平台 {platform} 在后台时如何处理 socket")
)

// needsLimit ends a case that is about the number of sockets where no document gives one. Call it before anything is
// found.
func (t *Trial) needsLimit() {
	if p := t.Platform(); p.Unsaid.Limit {
		t.NotApplicable(limitUnsaid.Of(p.Name))
	}
}

// needsBackground ends a case that is about what becomes of sockets in the background where no document says it. Call
// it before anything is found.
func (t *Trial) needsBackground() {
	if p := t.Platform(); p.Unsaid.Background {
		t.NotApplicable(backgroundUnsaid.Of(p.Name))
	}
}

// needs ends the case if the platform has no slots for so many accounts and chatrooms at once. Call it before anything
// is found.
func (t *Trial) needs(accounts, rooms int) {
	switch p := t.Platform(); {
	case accounts+rooms > p.Total:
		t.NotApplicable(tooFewSlots.Of(accounts+rooms, p.Name, p.Total))
	case !t.fits(accounts, rooms):
		t.NotApplicable(tooFewForAHost.Of(max(accounts, rooms), p.Name, p.PerDomain))
	}
}

// fill takes every slot that is left, as applications do with live rooms and further accounts. in are the instances
// that are connected already. It ends when there is no slot for another account or chatroom of the client, whatever the
// platform's profile.
func (t *Trial) fill(in ...string) []tenant {
	accounts, rooms := 0, 0
	add := func(instance string) {
		if _, ok := roomID(instance); ok {
			rooms++
		} else {
			accounts++
		}
	}
	for _, instance := range in {
		add(instance)
	}
	taken := map[string]bool{alice: false}
	for _, instance := range in {
		taken[instance] = true
	}
	var out []tenant
	account := func() bool { return t.Capabilities[clients.IM] && t.fits(accounts+1, rooms) }
	chatroom := func() bool { return t.Capabilities[clients.Chatroom] && t.fits(accounts, rooms+1) }
	for n := 0; account() || chatroom(); n++ {
		if guest := guest(n); !taken[guest] && account() {
			t.LogIn(im(guest))
			add(guest)
			out = append(out, tenant{guest, bob})
		}
		if hall := hallway(n); !taken[hall] && chatroom() {
			t.Enter(room(hall))
			add(hall)
			out = append(out, tenant{instance: hall})
		}
	}
	return out
}

// someone is the instance of a case that could be about any connection: alice, or, with a client that has only
// chatrooms, her entry of the lobby.
func (t *Trial) someone() tenant {
	if t.Capabilities[clients.IM] {
		return tenant{alice, bob}
	}
	return tenant{instance: lobby}
}

// comesIn connects someone.
func (t *Trial) comesIn(options clients.Options) tenant {
	instance, to := t.logInOrEnter(t.someone().instance == lobby, options)
	return tenant{instance, to}
}

// logInOrEnter logs alice in, or lets her enter the lobby, and waits until the application is told. It returns the
// instance and the recipient of its messages.
func (t *Trial) logInOrEnter(inRoom bool, options clients.Options) (instance, to string) {
	return either(inRoom, options, func(o clients.IMOptions) { t.LogIn(o) },
		func(o clients.RoomOptions) { t.Enter(o) })
}

// beginOrEnter is logInOrEnter without waiting.
func (t *Trial) beginOrEnter(inRoom bool, options clients.Options) (instance, to string) {
	return either(inRoom, options, t.begin, t.EnterChatroom)
}

func either(inRoom bool, options clients.Options, logIn func(clients.IMOptions), enter func(clients.RoomOptions)) (
	instance, to string) {
	if inRoom {
		o := room(lobby)
		o.Options = options
		enter(o)
		return lobby, ""
	}
	o := im(alice)
	o.Options = options
	logIn(o)
	return alice, bob
}

// loginStep is the step with which someone's login ends.
func (t *Trial) loginStep() fakeserver.Step {
	if t.someone().instance == lobby {
		return fakeserver.StepRoomLogin
	}
	return fakeserver.StepLogin
}

// closesLink makes the service close an instance's link.
func (t *Trial) closesLink(instance string, code int) ledger.Event {
	if id, ok := roomID(instance); ok {
		return t.CloseRoomLinks(instance, id, code)
	}
	return t.CloseLinks(instance, code)
}

// pushes makes bob send an instance a message.
func (t *Trial) pushes(instance, text string) string {
	if id, ok := roomID(instance); ok {
		return t.PushRoom(id, bob, text)
	}
	return t.Push(instance, bob, text)
}

// guest names the accounts that fill the slots, and hallway the chatrooms.
func guest(n int) string {
	switch n {
	case 0:
		return alice
	case 1:
		return dave
	}
	return fmt.Sprintf("guest %d", n+1)
}

func hallway(n int) string {
	if n == 0 {
		return lobby
	}
	return fmt.Sprintf("hall %d", n+1)
}

// roomID is the chatroom that an instance is an entry of; ok reports whether it is one.
func roomID(instance string) (id string, ok bool) {
	switch instance {
	case lobby:
		return "1001", true
	case attic:
		return "1002", true
	}
	n := 0
	if _, err := fmt.Sscanf(instance, "hall %d", &n); err != nil {
		return "", false
	}
	return fmt.Sprint(3000 + n), true
}

// allSend checks that a message of each gets through.
func (t *Trial) allSend(house []tenant) {
	for _, o := range house {
		t.sends(o.instance, o.to)
	}
}
