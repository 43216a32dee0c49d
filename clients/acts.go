package clients

// The capabilities of an application, which is a client whose user acts: see Application.
const (
	Acts  Capability = "acts of a user"
	Pages Capability = "pages" // that the user opens and leaves
	// Calls is what no client is said to have: a schedule that calls the SDK cannot be played on an application, which
	// calls it itself.
	Calls Capability = "calls from outside"
)

// Application is what can be asked of a client that has the capability Acts. Each act stands on the time line as an Act
// with one of the verbs below. Like the verbs, the calls return at once.
type Application interface {
	LogIn(account, token string)
	LogOut()
	// EnterRoom enters a chatroom whose service has these addresses. instance is what the time line calls the entry.
	EnterRoom(instance, room string, addresses []string)
	LeaveRoom()
	// OpenPage and ClosePage are about the nth page of the application's own list, from 1.
	OpenPage(n int)
	ClosePage(n int)
	// Ask writes what the application believes to the time line (kind Says).
	Ask()
	// Scripts are the application's own files, as the places of what was thrown name them.
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

// What an application can be asked for.
const (
	SaysCount     = "number of sockets"
	SaysConnected = "connection"
)
