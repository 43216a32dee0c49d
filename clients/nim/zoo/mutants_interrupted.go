// REC-09, REC-10, REC-11 and REC-19: it does not come back, or tells the wrong one, when something comes between.

package zoo

func interruptedMutants() []Mutant {
	return []Mutant{
		{"a network that goes, and no login", "REC-11", "network-goes-login-pending",
			"A first login is given up without a word when the network goes.",
			`seams.onCreate = function (instance) {
				wx.onNetworkStatusChange(function (e) { if (!e.isConnected) forget(instance); });
			};` + forget},
		{"hidden, and no first login", "REC-11", "hidden-login-pending",
			"A first login is given up without a word when the program is hidden.",
			`seams.onCreate = function (instance) { wx.onAppHide(function () { forget(instance); }); };` + forget},
		{"offline at first, and silent", "REC-11", "no-network-at-first",
			"Without a network it does not try, and tells nobody.",
			`Link.prototype.begin = (function (begin) {
				return function () {
					var link = this;
					wx.getNetworkType({success: function (r) {
						if (link.over) return;
						if (r.networkType !== "none") return begin.call(link);
						link.in.link = null;
						link.in.phase = "idle";
					}});
				};
			})(Link.prototype.begin);`},
		{"no address, and for ever in LBS", "REC-11", "lbs-names-nothing",
			"An LBS that names no address ends a login without a word.",
			`Link.prototype.handshake = (function (handshake) {
				return function () {
					if (this.step !== "lbs" || this.in.addresses[0] !== BUILT_IN) handshake.call(this); };
			})(Link.prototype.handshake);`},
		{"another network, and not back", "REC-09", "wifi-gone-then-4g",
			"Without a network it waits for Wi-Fi, and comes back over no other network.",
			`var off = false;
			wx.onNetworkStatusChange(function (e) { off = !e.isConnected || off && e.networkType !== "wifi"; });
			seams.returns = (function (returns) {
				return function (instance, why) { return !off && returns(instance, why); };
			})(seams.returns);`},
		{"a network that goes in the wait, and no attempt", "REC-09", "network-goes-in-the-wait",
			"Without a network it calls its wait off, and waits for Wi-Fi.",
			`seams.onCreate = function (instance) {
				wx.onNetworkStatusChange(function (e) {
					if (e.isConnected && e.networkType === "wifi" && instance.off) instance.attempt(true);
					instance.off = !e.isConnected && instance.phase === "waiting";
					if (instance.off) clearTimeout(instance.timer);
				});
			};`},
		{"two accounts lost, and one comes back", "REC-09", "two-accounts",
			"Of two accounts that wait to reconnect the last one does.",
			lastWaits + `lastWaits(function (instance) { return !instance.room; });`},
		{"two rooms lost, and one comes back", "REC-09", "two-rooms",
			"Of two chatrooms that wait to be entered again the last one is.",
			lastWaits + `lastWaits(function (instance) { return instance.room; });`},
		{"IM and room lost, and one comes back", "REC-09", "im-and-room",
			"Of IM and a chatroom that wait to reconnect the last one does.",
			lastWaits + `lastWaits(function () { return true; });`},
		{"told of another account's loss", "REC-09", "one-of-two-accounts",
			"A loss is told to the account that was made last.",
			crossed + `crossed(function (instance) { return !instance.room; });`},
		{"told of another room's loss", "REC-09", "one-of-two-rooms",
			"A loss is told to the chatroom that was made last.",
			crossed + `crossed(function (instance) { return instance.room; });`},
		{"an hour, and no heartbeat", "REC-10", "two-hours-after-login",
			"An hour after the login it sends no heartbeat any more.",
			`Link.prototype.beats = (function (beats) {
				return function () {
					this.beaten = (this.beaten || 0) + 1;
					if (this.beaten < 120) beats.call(this);
				};
			})(Link.prototype.beats);`},
		{"a message, and no heartbeat", "REC-10", "a-minute-after-a-message",
			"For twenty minutes after a message it sends no heartbeat.",
			`Link.prototype.beats = (function (beats) {
				return function () {
					var link = this;
					if (!(Date.now() - link.heard < 1200000)) return beats.call(link);
					link.beat = setTimeout(function () { link.beats(); }, BEAT);
				};
			})(Link.prototype.beats);
			seams.deliver = function (instance, m) {
				if (instance.link) instance.link.heard = Date.now();
				instance.message(m);
			};`},
		{"a room interrupted, and left", "REC-19", "room-hidden-a-minute",
			"A chatroom whose socket the platform closed in the background is not entered again.",
			`seams.returns = (function (returns) {
				return function (instance, why) {
					return !(instance.room && why.message === "interrupted") && returns(instance, why); };
			})(seams.returns);`},
		{"hidden for long, and away", "REC-19", "hidden-twenty-minutes",
			"Hidden for more than ten minutes it does not come back.",
			`var hidden = 0;
			wx.onAppHide(function () { hidden = Date.now(); });
			seams.onCreate = function (instance) {
				wx.onAppShow(function () { if (Date.now() - hidden > 600000) instance.end("disconnect"); });
			};`},
	}
}

// forget is a script's helper: a first login is given up.
const forget = `
	function forget(instance) {
		if (instance.phase !== "connecting" || instance.link.automatic) return;
		instance.link.drop();
		instance.link = null;
		instance.phase = "idle";
	}`

// lastWaits is a script's helper: of the instances that some names only the last one waits to reconnect.
const lastWaits = `
	function lastWaits(some) {
		var last;
		seams.onRetry = function (instance) {
			if (!some(instance)) return;
			if (last && last !== instance) clearTimeout(last.timer);
			last = instance;
		};
	}`

// crossed is a script's helper: losses are told to the last of the instances that some names.
const crossed = `
	function crossed(some) {
		var last;
		seams.onCreate = function (instance) { if (some(instance)) last = instance; };
		Instance.prototype.tell = (function (tell) {
			return function (callback, what) {
				tell.call(callback === "onwillreconnect" && some(this) ? last : this, callback, what); };
		})(Instance.prototype.tell);
	}`
