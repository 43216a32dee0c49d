package catalogue

const doneFromSDK = FromSDK + " for done; " + FromCatalogue + " for the demand"

var destroy = []Requirement{
	{ID: "DST-01", Level: Must, Title: "done is called exactly once", Needs: callsDone, Source: doneFromSDK,
		Statement: "done is called exactly once.",
		Why: "The next account is opened in done: never called, the switch hangs; called twice, it opens two " +
			"sockets.",
		V2: "The promise of destroy is settled; for a chatroom that of destroyInstance, which the builds return " +
			"although the declarations name none."},
	{ID: "DST-02", Level: Must, Title: "done comes after the sockets closed", Needs: callsDone, Source: doneFromSDK,
		Statement: "done is called only when the instance's sockets are closed, also on a slow link and when the " +
			"peer is slow to answer the close.",
		Why: "The application opens the next connection in done. If the old socket still counts, the platform " +
			"refuses the new one and the switch fails.",
		V2: "done is the promise of destroy, for a chatroom that of destroyInstance."},
	{ID: "DST-03", Level: Must, Title: "done comes within ten seconds", Needs: callsDone, Source: doneFromSDK,
		Statement: "done is called within 10 s (+0.5 s) even when the peer never answers the close.",
		Why:       "On a dead network the user would look at a spinner for as long as the peer stays silent.",
		V2:        "done is the promise of destroy."},
	{ID: "DST-04", Level: Must, Title: "destroy while connecting leaves nothing", Source: FromCatalogue,
		Statement: "destroy while connecting (in LBS, in the handshake, while the socket opens, while the login or " +
			"the sync behind it is pending) leaves no socket open and opens none later.",
		Why: "A user who leaves the page during login leaves a socket that belongs to no page; it keeps a slot " +
			"until the mini program ends.",
		V2: "The login is pending until its promise is settled: also behind onLoginStatus 1, while the SDK asks for " +
			"what it needs besides."},
	{ID: "DST-05", Level: Must, Title: "destroy ends a waiting reconnect", Needs: callsDone, Source: FromCatalogue,
		Statement: "destroy during a reconnect wait: no attempt follows and done is called.",
		Why: "The account that was logged out comes back online seconds later, in the slot that the next " +
			"account needs.",
		V2: "The wait begins with onConnectStatus 3 (waiting), and done is the promise of destroy."},
	{ID: "DST-06", Level: Must, Title: "destroy twice is harmless", Source: FromCatalogue,
		Statement: "destroy twice is harmless.",
		Why: "A page's unload and the logout button often both destroy; an exception there stops the page's " +
			"own clean-up."},
	{ID: "DST-07", Level: Must, Title: "Nothing happens after done", Needs: callsDone, Source: FromCatalogue,
		Statement: "After done: no callback, no timer, no request, no socket in the ten minutes after. What becomes " +
			"of an upload that was on its way may still be told.",
		Why: "A late callback changes the page of the next user, and a late socket takes a slot that the " +
			"application counts as free.",
		V2: "done is the promise of destroy. The promise of a login or a message that is still pending may be " +
			"rejected in the same turn, and not later."},
	{ID: "DST-08", Level: Must, Title: "A logout precedes the close", Source: FromCatalogue,
		Statement: "Logged in, a logout is sent before the close.",
		Why: "Without it the service believes the user to be online and sends no push notification for new " +
			"messages.",
		V2: "disconnect is logout."},
	{ID: "DST-09", Level: Must, Title: "disconnect keeps destroy's promises", Needs: callsDone, Source: doneFromSDK,
		Statement: "disconnect keeps DST-01, DST-02 and DST-03.",
		Why: "Applications free a slot for a chatroom by disconnect; they need to know as exactly when the " +
			"slot is free.",
		V2: "disconnect is logout, and its promise is done."},
	{ID: "DST-10", Level: Must, Title: "connect after disconnect works", Source: FromCatalogue,
		Statement: "connect after disconnect works, with one socket.",
		Why: "Leaving a live room, the application gives the slot back to IM; if that fails, the user stays " +
			"offline.",
		V2: "connect is login on the instance that was logged out."},
	{ID: "DST-11", Level: Must, Title: "A vanished server changes nothing", Needs: imDone, Source: FromCatalogue,
		Statement: "A server that vanishes (RST, black hole, stopped) in the middle of destroy changes nothing of " +
			"the above.",
		Why: "Users log out where the network is bad; the logout must end there too, and give the slot back.",
		V2:  "done is the promise of destroy."},
}

var switching = []Requirement{
	{ID: "SWI-01", Level: Must, Title: "Account switch closes before it opens", Needs: imDone, Source: FromCatalogue,
		Statement: "A new account opened in done: the server sees the old socket closed before the new one opens.",
		Why: "With a chatroom open, an overlap of the two accounts is a third socket: the new account cannot " +
			"log in.",
		V2: "The new account logs in on an instance of its own, as soon as the promise of destroy is settled."},
	{ID: "SWI-02", Level: Must, Title: "Room switch closes before it opens", Needs: roomDone, Source: FromCatalogue,
		Statement: "A new chatroom opened in done: the server sees the old socket closed before the new one opens.",
		Why: "Swiping from one live room to the next would fail at random, depending on how fast the old " +
			"socket closes.",
		V2: "The new chatroom is an instance of its own, entered as soon as the promise of destroyInstance is " +
			"settled."},
	{ID: "SWI-03", Level: Must, Title: "A switch at full house keeps the cap", Needs: callsDone, Source: FromCatalogue,
		Statement: "With every slot in use, a switch made in done never exceeds the cap, also on a slow link.",
		Why: "The platform refuses the socket beyond the cap, so that the switch fails for users on slow " +
			"networks only, which no developer sees.",
		V2: "done is the promise of destroy."},
	{ID: "SWI-04", Level: Must, Title: "The same account again works", Needs: callsDone, Source: FromCatalogue,
		Statement: "The same account again gives a working, new instance.",
		Why: "Logging out and in again is the first thing a user tries when something is wrong; a dead " +
			"instance from a cache makes it worse.",
		V2: "The new instance is made by new, as soon as the promise of destroy is settled."},
	{ID: "SWI-05", Level: Must, Title: "Twenty switches keep the cap", Needs: callsDone, Source: FromCatalogue,
		Statement: "20 switches in a row on a slow link never exceed the cap and end with one socket.",
		Why: "A user who swipes through live rooms meets the limit after a few rooms if each leaves something " +
			"behind.",
		V2: "done is the promise of destroy."},
}
