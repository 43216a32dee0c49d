package catalogue

var service = []Requirement{
	{ID: "MSG-01", Level: Must, Title: "One-to-one messages work", Needs: im, Source: FromCatalogue,
		Statement: "A message is sent and received one to one.",
		Why:       "A release that keeps every rule of the sockets and carries no message is of no use."},
	{ID: "MSG-02", Level: Must, Title: "Team messages work", Needs: im, Source: FromCatalogue,
		Statement: "A message is sent and received in a team.",
		Why:       "Group conversations are silent although the user is online."},
	{ID: "MSG-03", Level: Must, Title: "Chatroom messages work", Needs: aRoom, Source: FromCatalogue,
		Statement: "A message is sent and received in a chatroom.",
		Why:       "A live room without its messages is empty, although its socket takes a slot."},
	{ID: "MSG-04", Level: Must, Title: "Order and once-only across a reconnect", Needs: im, Source: FromCatalogue,
		Statement: "Messages are delivered in order and exactly once across a reconnect.",
		Why: "A message that comes twice or out of order is shown so: an order is placed twice, an answer " +
			"stands before its question."},
	{ID: "MSG-05", Level: Must, Title: "Sending while disconnected reports an error", Source: FromCatalogue,
		Statement: "Sending while disconnected calls back with an error; a message that is not confirmed when its " +
			"link ends is answered, once.",
		Why: "Without it the message looks sent and is lost; the application cannot offer to send it again.",
		V2:  "The promise of sendMessage is rejected."},
}

var application = []Requirement{
	{ID: "APP-01", Level: Must, Title: "The recipe's count equals the census", Needs: callsDone,
		Source: FromGuide + " for the recipe; " + FromCatalogue + " for the demand",
		Statement: "After connect, kick, destroy and switches the recipe's count (+1 in onconnect, −1 on " +
			"ondisconnect with code kicked, −1 in destroy's done) equals the census " +
			"whenever the session is at rest.",
		Why: "Applications decide from this count whether a chatroom may be opened. Too low and the platform " +
			"refuses the socket, too high and a free slot is never used.",
		V2: "+1 when the promise of login or enter is kept, or at the status event of an automatic reconnect; −1 at " +
			"onKickedOffline or onChatroomKicked, and when the promise of destroy is settled.",
		Note: "The guide's recipe adds one at each onconnect and takes nothing off for a lost link: after one " +
			"automatic reconnect it counts 2 with one socket, whatever the SDK does, and an application that " +
			"goes by it opens no chatroom any more. Keep a flag per instance instead: set it in onconnect, clear it " +
			"on ondisconnect and in destroy's done, and count the flags."},
}
