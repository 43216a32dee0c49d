package zoo

import "slices"

// comes is a script's helper: an instance connects again when an event of the platform comes, in some states.
const comes = `
	function shown(some) { seams.onCreate = function (instance) { wx.onAppShow(function () { if (some(instance)) again(instance); }); }; }
	function online(some) {
		seams.onCreate = function (instance) { wx.onNetworkStatusChange(function (e) { if (e.isConnected && some(instance)) again(instance); }); };
	}
	function again(instance) {
		instance.destroyed = false;
		clearTimeout(instance.timer);
		instance.attempt(true);
	}
	function idle(instance) { return instance.phase === "idle"; }`

// tokens is a script's helper: of decides which token a login comes with.
const tokens = `
	function token(of) {
		Link.prototype.login = (function (login) {
			return function () {
				var o = this.in.options, given = o.token;
				o.token = of(this.in, this.automatic);
				login.call(this);
				o.token = given;
			};
		})(Link.prototype.login);
	}`

// momentMutants break a promise at one moment that applications met.
func momentMutants() []Mutant {
	return slices.Concat(comeAndGoMutants(), flightMutants(), metMutants())
}

// comeAndGoMutants break one when program or network come and go, or when somebody else logs in.
func comeAndGoMutants() []Mutant {
	return []Mutant{
		{"in front again, logged in again", "DST-07", "destroy, and then program and network come and go", "A destroyed instance logs in again when the program comes to the front.",
			comes + `shown(function (instance) { return idle(instance) && instance.destroyed; });`},
		{"online again, logged in again", "DST-07", "destroy, and then program and network come and go", "A destroyed instance logs in again when the device has a network again.",
			comes + `online(function (instance) { return idle(instance) && instance.destroyed; });`},
		{"in front again, connected again", "DST-07", "disconnect, and then program and network come and go", "A disconnected instance connects again when the program comes to the front.",
			comes + `shown(function (instance) { return idle(instance) && !instance.destroyed; });`},
		{"online again, in the room again", "DST-07", "disconnect of a chatroom, and then program and network come and go", "A chatroom that was left is entered again when the device has a network again.",
			comes + `online(function (instance) { return idle(instance) && instance.room; });`},
		{"in front again, back after a kick", "KCK-03", "IM is kicked, and then program and network come and go", "A kicked instance comes back when the program comes to the front.",
			comes + `seams.onKick = function (instance) { instance.out = true; };
			shown(function (instance) { return idle(instance) && instance.out && !instance.room; });`},
		{"online again, back after a kick", "KCK-03", "the chatroom is kicked, and then program and network come and go", "A chatroom is entered again behind a kick when the device's network changes.",
			comes + `seams.onKick = function (instance) { instance.out = true; };
			online(function (instance) { return idle(instance) && instance.out && instance.room; });`},
		{"in front again, more attempts", "REC-01", "N = 1, and then program and network come and go", "An instance whose attempts are used up makes another one when the program comes to the front.",
			comes + `var used = false;
			seams.onLoss = function (instance) { used = instance.tries >= seams.allowed(instance); };
			shown(function (instance) { return idle(instance) && used; });`},

		{"in front within two seconds", "REC-19", "hidden for two seconds, three times", "Back within 5 s, when the platform has kept the socket, it opens another one beside it.",
			comes + `var hidden = 0;
			wx.onAppHide(function () { hidden = Date.now(); });
			seams.overlaps = function (link) { return !!link.in.hurried; };
			shown(function (instance) {
				instance.hurried = instance.phase === "ready" && Date.now() - hidden < 5000;
				return instance.hurried;
			});`},
		{"in front for the third time", "REC-19", "hidden for ten seconds, three times", "From the third time on it does not come back from the background.",
			`var times = 0;
			wx.onAppHide(function () { times++; });
			seams.returns = (function (returns) {
				return function (instance, why) { return times < 3 && returns(instance, why); };
			})(seams.returns);`},
		{"hidden, and the wait called off", "REC-19", "hidden in the wait before a reconnect", "It stops its wait when the program is hidden, and begins no other.",
			`seams.onCreate = function (instance) { wx.onAppHide(function () { clearTimeout(instance.timer); }); };`},
		{"hidden, and the login forgotten", "REC-19", "hidden while an automatic login is pending", "It gives an automatic login up when the program is hidden, and tries no more.",
			`seams.onCreate = function (instance) {
				wx.onAppHide(function () { if (instance.link && instance.link.step === "login") instance.link.drop(); });
			};`},
		{"another socket when online again", "REC-16", "the device's network goes and comes", "It opens another socket when the device has a network again.",
			spare + `seams.onCreate = function () { wx.onNetworkStatusChange(function (e) { if (e.isConnected) spare(); }); };`},
		{"off, and off for good", "REC-16", "the device changes its network every second", "After the fifth change of network it stays away.",
			`var changes = 0;
			wx.onNetworkStatusChange(function () { changes++; });
			seams.returns = (function (returns) {
				return function (instance, why) { return changes < 5 && returns(instance, why); };
			})(seams.returns);`},

		// Who logs in, and with what.
		{"a token of its own", "LIM-01", "one account", "Every login sends a token that is not the application's.",
			tokens + `token(function (instance, automatic) { return "undefined"; });`},
		{"back with the first account's token", "REC-17", "after a switch of the account", "An automatic login comes with the token of whoever logged in first.",
			tokens + `var first;
			token(function (instance, automatic) { return automatic ? first : (first = first || instance.options.token); });`},
		{"back with the last account's token", "REC-17", "after a switch there and back", "An automatic login comes with the token of whoever logged in before.",
			tokens + `var given = [];
			token(function (instance, automatic) {
				if (!automatic) given.push(instance.options.token);
				return automatic && given.length > 2 ? given[given.length - 2] : instance.options.token;
			});`},
		{"back with the token of yesterday", "REC-17", "after a login with a renewed token", "An automatic login comes with the first token that the account had.",
			tokens + `var kept = {};
			token(function (instance, automatic) {
				kept[instance.options.account] = kept[instance.options.account] || instance.options.token;
				return automatic ? kept[instance.options.account] : instance.options.token;
			});`},
		{"in the room as somebody else", "REC-17", "a chatroom, after a switch of the account", "An automatic entry of a chatroom comes with the token of its first visitor.",
			tokens + `var visitor;
			token(function (instance, automatic) {
				if (instance.room) visitor = visitor || instance.options.token;
				return automatic && instance.room ? visitor : instance.options.token;
			});`},
		{"a token kept by account", "SWI-04", "IM, with a renewed token", "It keeps the first token of an account, whatever the application gives to the next instance.",
			tokens + `var kept = {};
			token(function (instance) { return kept[instance.options.account] = kept[instance.options.account] || instance.options.token; });`},
		{"options kept by account", "SWI-04", "IM, with another number of attempts", "It keeps the first limit of attempts of an account.",
			`var limits = {};
			seams.allowed = function (instance) {
				var n = instance.options.reconnectionAttempts;
				return n === undefined ? Infinity : limits[instance.options.account];
			};
			seams.onCreate = function (instance) {
				var account = instance.options.account;
				if (!(account in limits)) limits[account] = instance.options.reconnectionAttempts;
			};`},
	}
}
