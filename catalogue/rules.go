package catalogue

import "slices"

// Rules are the rules for an application: see nimcert app. They are no requirements of a release, and belong to no
// edition of the catalogue.
func Rules() []Requirement {
	out := make([]Requirement, len(rules))
	for i, r := range rules {
		r.Group = ruleGroup.ID
		r.Level = Must
		out[i] = r
	}
	return out
}

// IsRule reports whether an identifier is a rule's: what breaks it is an application's own doing.
func IsRule(id string) bool {
	return slices.ContainsFunc(rules, func(r Requirement) bool { return r.ID == id })
}

// ruleGroup is their chapter.
var ruleGroup = Group{"USE", "How an application uses its SDK"}

var rules = []Requirement{
	{ID: "USE-01", Title: "No more connections than sockets", Source: FromGuide + " for the limit",
		Statement: "A connection is opened only while the platform has a socket for it, those that are ending counted.",
		Why:       "The platform refuses the socket, and neither onconnect nor ondisconnect comes for it."},
	{ID: "USE-02", Title: "A new connection after done", Source: FromSDK + " for done; " + FromGuide + " for the order",
		Statement: "An account is opened when the done of the account before has come, and a chatroom when that of " +
			"the chatroom before has.",
		Why: "The old socket still takes its slot, and the new instance may get the end of the old one."},
	{ID: "USE-03", Title: "The count equals the census",
		Source:    FromGuide + " for the recipe; " + FromCatalogue + " for the demand",
		Statement: "The application's own number of sockets is the platform's whenever everything is at rest.",
		Why:       "Too high, and the chatroom is never opened any more; too low, and the platform refuses it."},
	{ID: "USE-04", Title: "Nothing after the user left", Source: FromCatalogue,
		Statement: "What the user logged out of or left is ended within a minute of done's time, and not opened again.",
		Why: "A connection that nobody looks at takes a socket until the program ends, and messages arrive " +
			"for who logged out."},
	{ID: "USE-05", Title: "Comes back, or says that it does not", Source: FromCatalogue,
		Statement: "Ten minutes after the last fault the account is connected, being connected, or the application " +
			"says that it is not; and it connects when the user asks again.",
		Why: "The user waits for messages that do not come, and nothing on the screen says so."},
	{ID: "USE-06", Title: "A kick is not answered by a login",
		Source:    FromSDK + " for the code kicked; " + FromCatalogue + " for the demand",
		Statement: "What was kicked is opened again by its user alone.",
		Why:       "Two devices that come back by themselves kick one another for ever."},
	{ID: "USE-07", Title: "Nothing is thrown and uncaught", Source: FromCatalogue,
		Statement: "The application's scripts throw nothing that they do not catch.",
		Why: "What stood behind the line that threw does not run: a flag stays set, a connection is never " +
			"ended."},
	{ID: "USE-08", Title: "It comes to rest", Source: FromCatalogue,
		Statement: "The application does not open connections without end, whatever fails.",
		Why:       "A loop without a wait heats the phone, and the service locks the account out."},
}
