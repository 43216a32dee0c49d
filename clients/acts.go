package clients

// The capabilities of an application, which is a client whose user acts: see Application.
const (
	Acts  Capability = "acts of a user"
	Pages Capability = "pages" // pages that the user opens and leaves
	// Calls is a capability that no client has. A schedule that calls the SDK cannot be played on an application, which
	// calls the SDK itself.
	Calls Capability = "calls from outside"
)

// Application is the interface of a client with the capability Acts. Each act is put on the time line as an Act with
// one of the verbs below. Like the verbs, the calls return at once.
type Application interface {
	LogIn(account, token string)
	LogOut()
	// EnterRoom enters a chatroom whose service has these addresses. instance is the entry's name on the time line.
	EnterRoom(instance, room string, addresses []string)
	LeaveRoom()
	// OpenPage and ClosePage open and leave the nth page of the application's own list, from 1.
	OpenPage(n int)
	ClosePage(n int)
	// Hold stops the application's own turns until release is called: what a user does in between is one moment, and
	// nothing that the first act sets off (a callback, the next tick) comes before the last one. release may be called
	// again.
	Hold() (release func())
	// Ask writes what the application believes to the time line (kind Says).
	Ask()
	// Scripts are the application's own files, under the names that the places of exceptions have.
	Scripts() map[string]bool
}

// The acts of a user, as schedules and time lines name them.
const (
	ActLogIn     = "log-in"
	ActLogOut    = "log-out"
	ActEnterRoom = "enter-room"
	ActLeaveRoom = "leave-room"
	ActOpenPage  = "open-page"
	ActClosePage = "close-page"
)

// The capabilities of an application.
const (
	SaysCount     = "number of sockets"
	SaysConnected = "connection"
)
