package catalogue

const (
	optionsFromSDK = FromSDK + " for the option; " + FromCatalogue + " for the demand"
	delaysFromSDK  = FromSDK + " for the delays; " + FromCatalogue + " for the demand"
)

var reconnection = []Requirement{
	{ID: "REC-01", Level: Must, Title: "Exactly N reconnection attempts", Needs: canCap, Source: optionsFromSDK,
		Statement: "With reconnectionAttempts N (0, 1, 3, 10) and a server that stays away, exactly N attempts are " +
			"made, and none in the ten minutes after.",
		Why: "An application caps attempts so that it can show a retry button and free the slot. Too few leaves " +
			"users offline, too many keeps a slot and the battery busy.",
		V2: "There is no cap: reconnectionAttempts is ignored, and once logged in the SDK reconnects until logout " +
			"or destroy. It does not apply."},
	{ID: "REC-02", Level: Must, Title: "One ondisconnect when attempts are used up", Needs: canCap,
		Source:    optionsFromSDK,
		Statement: "When the attempts are used up, ondisconnect is raised exactly once.",
		Why: "Without it the page shows \"connecting\" for ever; raised twice, an application that logs in " +
			"again from it opens two sockets.",
		V2: "There is no cap: reconnectionAttempts is ignored, and once logged in the SDK reconnects until logout " +
			"or destroy. It does not apply."},
	{ID: "REC-03", Level: Must, Title: "Without a cap it never gives up", Source: optionsFromSDK,
		Statement: "With no cap set, it still tries after one hour, and never twice within the minimum delay.",
		Why: "A user who comes out of a tunnel after an hour expects messages without restarting; attempts in " +
			"a burst would be refused by the platform's limit.",
		V2: "This is the only way it has: there is no cap to set."},
	{ID: "REC-04", Level: Must, Title: "Each attempt is announced and on time", Needs: announces,
		Source: FromSDK + " for onwillreconnect; " + FromCatalogue + " for the tolerance",
		Statement: "onwillreconnect comes before each attempt; retryCount counts from 1; the attempt starts after " +
			"the announced duration (±5 % and 50 ms).",
		Why: "Applications show \"reconnecting in 3 s\" and free a slot in time from this callback. A wrong " +
			"duration makes the socket appear when the slot is taken.",
		V2: "onConnectStatus 3 (waiting) tells that it waits, not for how long nor for the how-manieth time. It " +
			"does not apply."},
	{ID: "REC-05", Level: Must, Title: "Delays grow from minimum to maximum", Source: delaysFromSDK,
		Statement: "Delays grow from the documented minimum to the documented maximum and stay there.",
		Why: "Delays that do not grow hammer a service that is already down; delays beyond the maximum leave " +
			"users offline long after it is back.",
		V2: "The waits are not announced; each is measured from onConnectStatus 3 (waiting) to the attempt."},
	{ID: "REC-06", Level: Must, Title: "Success gives all attempts back", Needs: canCap, Source: optionsFromSDK,
		Statement: "A successful reconnect resets the count: the next loss gets all N attempts again.",
		Why: "Otherwise a session on a moving train uses up its attempts over an afternoon and then stays " +
			"offline at the next short gap.",
		V2: "There is no cap: reconnectionAttempts is ignored, and once logged in the SDK reconnects until logout " +
			"or destroy. It does not apply."},
	{ID: "REC-07", Level: Must, Title: "needReconnect false means no attempt", Needs: canSwitch, Source: optionsFromSDK,
		Statement: "needReconnect: false means no attempt.",
		Why:       "An application that steers its own reconnects to share two slots finds one taken behind its back.",
		V2:        "There is no such switch: needReconnect is ignored. It does not apply."},
	{ID: "REC-08", Level: Must, Title: "A final refusal is not retried",
		Source:    FromSDK + " for the codes; " + FromCatalogue + " for the demand",
		Statement: "A login refused for good (302, 403, 404, 417, 422) is reported with its code and not retried.",
		Why: "With a wrong token the user must log in again; retrying hides that, keeps a slot busy and can " +
			"get the account locked.",
		V2: "The promise of login is rejected with the code; an automatic login reports it through onLoginFailed. " +
			"Such a code ends the tries of retryCount as well."},
	{ID: "REC-09", Level: Must, Title: "Every kind of loss leads back", Source: FromCatalogue,
		Statement: "Each cause leads to a reconnect: close 1000, 1001, 1011, 1012; FIN without a close frame; RST; " +
			"RST inside a frame; server restart; " +
			"1005, 1008, 1013, 4xxx; handshake 404, 429, 500, 502, 503, 504, refused, timed out; LBS down, or a web " +
			"page in its place or the handshake's, during the reconnect. " +
			"A login refused for now leads back too, at the documented pace, or is reported with its code.",
		Why: "Every cause that is missed is a network event after which the user looks online and receives nothing."},
	{ID: "REC-10", Level: Must, Title: "A silent link is noticed",
		Source:    FromSDK + " for the heartbeat; " + FromCatalogue + " for the demand",
		Statement: "A link gone silent is noticed within the heartbeat budget and reconnected.",
		Why: "After a change of network the old socket often dies without a word; unnoticed, it keeps its " +
			"slot and messages stop."},
	{ID: "REC-11", Level: Must, Title: "A failing first connection is bounded", Source: FromCatalogue,
		Statement: "A first connection that fails is bounded the same way and reported.",
		Why: "The start page would wait without end for a login that no longer tries, or try without end and " +
			"never show an error.",
		V2: "retryCount of login, not reconnectionAttempts, is the number of further attempts; the promise of login " +
			"is rejected after the last, or after the option timeout."},
	{ID: "REC-12", Level: Must, Title: "disconnect cancels a waiting reconnect", Source: FromCatalogue,
		Statement: "disconnect during the wait cancels the reconnect.",
		Why: "The user logged out and the account comes back online by itself, with a socket that the " +
			"application believes to be free.",
		V2: "disconnect is logout."},
	{ID: "REC-13", Level: Must, Title: "connect while waiting makes one socket", Source: FromCatalogue,
		Statement: "connect during the wait, or while connecting, makes no second socket.",
		Why: "A retry button pressed during the wait would open a second socket for the same login and take " +
			"the chatroom's slot.",
		V2: "connect is login, called again with the same account and token."},
	{ID: "REC-14", Level: Should, Title: "A crowd comes back spread out", Needs: im, Source: FromCatalogue,
		Statement: "1,000 clients dropped at once come back spread over at least 10 % of the delay.",
		Why: "After a restart of the service all users would log in within the same instant, and the service " +
			"goes down again.",
		V2: "The waits are not announced; each is measured from onConnectStatus 3 (waiting) to the attempt."},
	{ID: "REC-15", Level: Should, Title: "A dead address is passed over", Source: FromCatalogue,
		Statement: "With one link address dead, the next one is used.",
		Why: "One link server out of order would keep its share of users offline although others could serve " +
			"them."},
	{ID: "REC-16", Level: Must, Title: "A flapping link ends connected", Source: FromCatalogue,
		Statement: "After a link that flaps 20 times it ends connected, with one socket and no leak.",
		Why: "On a train or in a lift the link comes and goes; each leaked socket brings the limit nearer " +
			"until nothing connects."},
	{ID: "REC-17", Level: Must, Title: "A reconnect logs in by itself", Source: FromCatalogue,
		Statement: "An automatic reconnect logs in again by itself (marked automatic on the wire), and a message " +
			"sent to the account meanwhile or after arrives exactly once.",
		Why: "A socket without a login looks connected and receives nothing; a login marked manual may log the " +
			"user's other devices out."},
	{ID: "REC-18", Level: Should, Title: "reconnectDelayProvider is honoured", Needs: imDelay, Source: optionsFromSDK,
		Statement: "reconnectDelayProvider is honoured, with its 1 s floor.",
		Why:       "An application that spaces reconnects to share two slots between IM and a chatroom depends on it.",
		V2: "It is set by setReconnectDelayProvider. Instead of a floor, the SDK adds 200 to 500 ms to an " +
			"answer below 1 s."},
	// A MUST: the SDKs document that a lost link is opened again by themselves, the guide asks an application to do
	// nothing when it comes to the front, and every build of releases.yml keeps it. What the platform does to the
	// sockets of a hidden program is an assumption: background-close-is-told.
	{ID: "REC-19", Level: Must, Title: "Foreground ends with one live socket", Needs: onPlatform,
		Source: FromSDK + " for the automatic reconnect; " + FromCatalogue + " for the demand",
		Statement: "After the host went to the background, for so long that it closed its sockets or not, coming to " +
			"the front ends with one live socket.",
		Why: "Users leave the mini program and come back all day; without this they find a dead conversation each " +
			"time."},
	{ID: "REC-20", Level: Must, Title: "A mute LBS does not end reconnecting", Needs: im, Source: FromCatalogue,
		Statement: "An LBS that does not answer during a reconnect does not end the reconnecting for good.",
		Why: "One lost request on a bad network would leave the user offline until the mini program is " +
			"started again, with no callback to tell."},
}
