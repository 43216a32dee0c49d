// LIM-03, REC-02, REC-04, REC-10, REC-17, DST-03, DST-08 to DST-10, MSG-01 and UPL-03: twice, unseen or out of time.

package zoo

// noted is a script's helper: that connect was called while an instance leaves is one note for those that are shared.
const noted = `
	function noted(shared) {
		var note = false;
		Object.defineProperty(Instance.prototype, "again", {
			get: function () { return shared(this) ? note : this.own; },
			set: function (on) {
				if (shared(this)) note = on;
				else this.own = on;
			}
		});
	}`

func elsewhereMutants() []Mutant {
	return []Mutant{
		{"a link opened unseen has no heartbeat", "REC-10", "opened-in-the-background",
			"A link that opens in the background gets no heartbeat, also not in front.",
			`var hidden = false;
			wx.onAppHide(function () { hidden = true; });
			wx.onAppShow(function () { hidden = false; });
			Link.prototype.beats = (function (f) {
				return function () { if (!hidden) f.call(this); };
			})(Link.prototype.beats);`},
		{"a text said again is a double tap", "MSG-01", "sixty-at-once",
			"A text that is sent again within half a second is reported as sent, and is not.",
			`Instance.prototype.sendText = (function (f) {
				return function (o) {
					var now = Date.now(), again = this.said === o.text && now - this.at < 500;
					this.said = o.text;
					this.at = now;
					if (again) setTimeout(function () { o.done(null, {idServer: "0", idClient: "0"}); }, 0);
					else f.call(this, o);
				};
			})(Instance.prototype.sendText);`},
		{"a picture without a link is dropped", "UPL-03", "picture-in-the-wait",
			"A picture that is sent without a link is dropped, and never answered.",
			`Instance.prototype.sendFile = (function (f) {
				return function (o) { if (this.phase === "ready") f.call(this, o); };
			})(Instance.prototype.sendFile);`},
		{"refused a socket, connect is dead", "LIM-03", "asked-for-when-there-is-room",
			"When the platform refused its socket, connect does nothing any more.",
			`seams.onLoss = function (i, why) { if (why.refused) i.stuck = true; };
			Instance.prototype.connect = (function (f) {
				return function () { if (!this.stuck) f.call(this); };
			})(Instance.prototype.connect);`},
		{"by hand once, by hand for ever", "REC-17", "connected-by-hand-before",
			"Once the application has called connect, all later logins are marked as asked for.",
			`Instance.prototype.connect = (function (f) {
				return function () {
					this.byHand = this.began;
					this.began = true;
					f.call(this);
				};
			})(Instance.prototype.connect);
			Link.prototype.login = (function (f) {
				return function () {
					if (this.in.byHand) this.automatic = false;
					f.call(this);
				};
			})(Link.prototype.login);`},
		{"disconnected behind the upload", "DST-09", "picture-on-its-way",
			"disconnect's done waits for an upload, however long.",
			`Instance.prototype.sendFile = (function (f) {
				return function (o) {
					var i = this, done = o.done;
					i.files = (i.files || 0) + 1;
					o.done = function (e, m) {
						i.files--;
						done(e, m);
						i.settle();
					};
					f.call(i, o);
				};
			})(Instance.prototype.sendFile);
			Instance.prototype.finish = (function (f) {
				return function () { if (!this.files) f.call(this); };
			})(Instance.prototype.finish);`},
		{"used up together, told once", "REC-02", "im-and-room-at-once",
			"Of two instances whose attempts are used up within 200 ms one is told.",
			`var told = -1000;
			Instance.prototype.tell = (function (f) {
				return function (c, what) {
					if (c === "ondisconnect" && what.code === "allAttemptsFailed") {
						if (Date.now() - told < 200) return;
						told = Date.now();
					}
					f.call(this, c, what);
				};
			})(Instance.prototype.tell);`},
		{"a wait by the clock of the day", "REC-04", "clock-set-back",
			"The wait ends at an hour of the day, which comes late when the clock is set back.",
			`seams.onRetry = function (i, wait) {
				var until = Date.now() + wait;
				clearTimeout(i.timer);
				(function look() {
					i.timer = setTimeout(function () {
						if (i.phase !== "waiting") return;
						if (Date.now() >= until) i.attempt(true);
						else look();
					}, 20);
				})();
			};`},
		{"done by the clock of the day", "DST-03", "clock-set-back",
			"How long it waits for the close is measured by the hours of the day.",
			`Instance.prototype.end = (function (f) {
				return function (verb, o) {
					var i = this, was = i.phase, until = Date.now() + DONE;
					f.call(i, verb, o);
					if (was === "leaving") return;
					clearTimeout(i.deadline);
					(function look() {
						i.deadline = setTimeout(function () {
							if (Date.now() >= until) i.finish();
							else look();
						}, 500);
					})();
				};
			})(Instance.prototype.end);`},
		{"asked back, and another one leaves", "DST-10", "asked-back-other-leaves",
			"That connect was called while an instance leaves is noted once for all: another one that leaves " +
				"takes it back.",
			noted + `noted(function () { return true; });`},
		{"a room asked back, and another one leaves", "DST-10", "hall-asked-back-other-leaves",
			"That connect was called while a chatroom is left is noted once for all chatrooms.",
			noted + `noted(function (i) { return i.room; });`},
		{"logged out of another sort of link", "DST-08", "disconnect",
			"On the way out it sends the logout of a chatroom.",
			`seams.farewell = function (link) {
				link.post("13_4", []);
				link.write("0::");
			};`},
		{"out of a room with the logout of IM", "DST-08", "disconnect-room",
			"It leaves a chatroom with the logout of IM.",
			`seams.farewell = function (link) {
				link.post("2_6", []);
				link.write("0::");
			};`},
		{"logged out once, logged out for ever", "DST-08", "left-and-connected-again",
			"That it has logged out is noted and never taken back: left, connected and left again, it does not.",
			`seams.farewell = (function (f) {
				return function (link) {
					if (!link.in.loggedOut) f(link);
					link.in.loggedOut = true;
				};
			})(seams.farewell);`},
	}
}
