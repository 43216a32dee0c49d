package catalogue

var kicked = []Requirement{
	{ID: "KCK-01", Level: Must, Title: "A kick is reported once with its reason",
		Source: FromSDK + " for the reasons; " + FromCatalogue + " for the demand",
		Statement: "Each reason that the SDK documents raises ondisconnect with code kicked and the reason's name, " +
			"exactly once, and nothing else is reported as a kick.",
		Why: "The application tells the user \"logged in elsewhere\" or \"removed by the service\" from it, and " +
			"counts a slot back; twice counts two.",
		V2: "onKickedOffline with the numbers 1 to 4 of V2NIMKickedOfflineReason; the reports use the older names."},
	{ID: "KCK-02", Level: Must, Title: "A kick closes the socket within a second", Source: FromCatalogue,
		Statement: "The socket is closed within one second of the kick, at host and server.",
		Why: "The application counts the slot as free at the kick. A socket that lingers makes the next login " +
			"the third one, which the platform refuses."},
	{ID: "KCK-03", Level: Must, Title: "No reconnect after a kick", Source: FromCatalogue,
		Statement: "No reconnect in the ten minutes after a kick, whatever its reason, and also when the service " +
			"closes the link behind it.",
		Why: "Two devices that kick each other and reconnect would go on for ever, and the user can work on neither.",
		V2:  "Neither an attempt nor onConnectStatus 3 (waiting)."},
	{ID: "KCK-04", Level: Must, Title: "A kick counts at every moment", Needs: im, Source: FromCatalogue,
		Statement: "A kick is handled the same way at every moment behind the login: during the sync, straight " +
			"after a reconnect, after an earlier kick.",
		Why: "Kicks come when another device logs in, which is often just then; one that is missed leaves a socket " +
			"nobody owns."},
	{ID: "KCK-05", Level: Must, Title: "A kick spares the other connection", Needs: imRoom, Source: FromCatalogue,
		Statement: "A kick of IM leaves the chatroom's socket alone, and the other way round; no end of one " +
			"instance disturbs another that connects or waits to reconnect.",
		Why: "A user removed from a live room must not lose private messages, and the other way round."},
	{ID: "KCK-06", Level: Must, Title: "destroy after a kick counts once", Needs: callsDone, Source: FromCatalogue,
		Statement: "destroy after a kick calls done once, and the census is 0, never below.",
		Why: "Applications destroy the instance when they are kicked; without done the page for the next " +
			"login never opens.",
		V2: "done is the promise of destroy."},
	{ID: "KCK-07", Level: Must, Title: "Login after a kick works", Source: FromCatalogue,
		Statement: "A new login after a kick works, with one socket, and is marked manual on the wire.",
		Why: "The user takes the session back on this device. If the old socket is still there, IM takes both " +
			"slots.",
		V2: "The new login is login on the kicked instance."},
	{ID: "KCK-08", Level: Must, Title: "Two kicks raise one event", Source: FromCatalogue,
		Statement: "Two kicks in a row raise one event.",
		Why:       "An application that counts −1 for each event would believe a slot to be free that is in use."},
	{ID: "KCK-09", Level: Must, Title: "No message after a kick", Source: FromCatalogue,
		Statement: "No message is delivered to the application after the kick.",
		Why: "The message would show on a page whose user was logged out, possibly to someone else holding " +
			"the device."},
}
