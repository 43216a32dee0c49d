package catalogue

// Abbreviations for the tables of this package. A requirement that a chatroom alone can show does not need IM.
var (
	im         = []string{NeedIM}
	imRoom     = []string{NeedIM, NeedChatroom}
	imDone     = []string{NeedIM, NeedDoneCallback}
	imPlatform = []string{NeedIM, NeedPlatform}
	imUpload   = []string{NeedIM, NeedPlatform, NeedUpload}
	imDelay    = []string{NeedIM, NeedDelayOption}
	aRoom      = []string{NeedChatroom}
	roomDone   = []string{NeedChatroom, NeedDoneCallback}
	callsDone  = []string{NeedDoneCallback}
	canCap     = []string{NeedReconnectCap}
	canSwitch  = []string{NeedSwitch}
	announces  = []string{NeedAnnouncement}
	onPlatform = []string{NeedPlatform}
	uploads    = []string{NeedPlatform, NeedUpload}
)

const limitFromGuide = FromCatalogue + "; the socket limit from the " + FromGuide

var limit = []Requirement{
	{ID: "LIM-01", Level: Must, Title: "One login holds one socket", Source: limitFromGuide,
		Statement: "One logged-in instance holds exactly one socket, at host and server.",
		Why: "A second socket for the same login takes the slot that the chatroom needs: the user is online " +
			"but cannot enter a live room."},
	{ID: "LIM-02", Level: Must, Title: "IM and a chatroom share two sockets", Needs: imRoom, Source: limitFromGuide,
		Statement: "IM plus one chatroom hold exactly two sockets, and both work: a message goes through each.",
		Why: "This is the ordinary page of a mini program, a live room with private messages. If it takes " +
			"more than two sockets, one of the two never connects."},
	{ID: "LIM-03", Level: Must, Title: "A refused socket is reported, not repeated", Source: FromCatalogue,
		Statement: "When the host refuses one more socket, the SDK reports it through its callbacks, throws nothing " +
			"uncaught, leaves the live sockets undisturbed " +
			"and does not retry beyond its cap.",
		Why: "An application that is not told waits for a login that cannot come, and an SDK that keeps asking the " +
			"platform spends battery and drags the working connection down.",
		V2: "The promise of login or enter is rejected. retryCount (here 3) bounds the attempts of a first login; a " +
			"chatroom tries each address of linkProvider once."},
	{ID: "LIM-04", Level: Must, Title: "A reconnect never holds two sockets", Source: FromCatalogue,
		Statement: "Through an automatic reconnect one instance never holds two sockets, whatever ended the first.",
		Why: "With IM and a chatroom open, the overlap is a third socket: the platform refuses it and every " +
			"reconnect fails just when the network is bad."},
	{ID: "LIM-05", Level: Must, Title: "The same account opens no second socket", Source: FromCatalogue,
		Statement: "Asking twice for the same account's instance opens no second socket.",
		Why: "Two pages that both ask for the user's instance would fill both slots with one account, and " +
			"nothing else can connect.",
		V2: "The same instance is asked to log in again, by login with the same account, token and options, as the " +
			"SDK's own example gives them: without authType. " +
			"Builds that take this for another login, although 0 is their default, close the socket for a second " +
			"one; on a slow link both are there."},
	{ID: "LIM-06", Level: Must, Title: "A hundred rounds leave nothing behind", Needs: callsDone, Source: FromCatalogue,
		Statement: "After 100 connect and destroy rounds no socket, request or timer of the SDK remains, and the " +
			"platform's events have not got a listener more for each round.",
		Why: "A socket that leaks once per login makes the second login of the day impossible until the user " +
			"kills the mini program.",
		V2: "done is the promise of destroy."},
	{ID: "LIM-07", Level: Must, Title: "A full house recovers within the cap", Source: FromCatalogue,
		Statement: "With every slot in use, an instance that loses its link gets back in and the census never " +
			"exceeds the cap.",
		Why: "If the lost socket still counts when the new one is opened, the user stays offline for as long as the " +
			"chatroom is open."},
	{ID: "LIM-08", Level: Must, Title: "A timed-out login leaves no socket", Source: FromCatalogue,
		Statement: "A login that times out leaves no socket.",
		Why:       "The abandoned socket keeps its slot: after two slow logins no further login can open a socket.",
		V2: "A first login is tried retryCount times more, within its option timeout, and its promise is " +
			"rejected. An automatic login is tried without end, so there each try must close its socket before the " +
			"next."},
	{ID: "LIM-09", Level: Must, Title: "Connecting again keeps one socket", Source: FromCatalogue,
		Statement: "Asking to connect again while a login is pending ends with exactly one working socket.",
		Why: "Users tap the button twice. If that opens two sockets or cancels both, the page hangs or the " +
			"chatroom finds no slot.",
		V2: "login is called again before the promise of the first call is settled."},
}
