// DOM-01, DST-01 to DST-10, KCK-05 to KCK-09, LIM-05, MSG-01 to MSG-03, REC-01 to REC-12, STO-01, STO-02 and UPL-04:
// what is asked for again, what goes on beside another one's end, and what has no link any more.

package zoo

// idleUntilConnect makes an instance that is over, and asked for again, stay as it is: only connect connects it.
const idleUntilConnect = `var overNow = {};
	["NIM", "Chatroom"].forEach(function (kind) {
		var family = module.exports[kind];
		family.getInstance = (function (get) {
			return function (o) {
				var name = kind + " " + o.account + "@" + o.chatroomId, i = overNow[name];
				if (i && i.isOver && !i.destroyed) return i;
				return overNow[name] = get.call(family, o);
			};
		})(family.getInstance);
	});
	Instance.prototype.connect = (function (connect) {
		return function () { this.isOver = false; connect.call(this); };
	})(Instance.prototype.connect);
	`

// whenUsedUp calls a function when an instance is told that its attempts are used up.
const whenUsedUp = `function whenUsedUp(then) {
		Instance.prototype.tell = (function (tell) {
			return function (callback, what) {
				if (callback === "ondisconnect" && what.code === "allAttemptsFailed") then(this);
				tell.call(this, callback, what);
			};
		})(Instance.prototype.tell);
	}
	`

// neverDone lets an end of one sort go unanswered.
const neverDone = `function neverDone(verb, when) {
		Instance.prototype.end = (function (end) {
			return function (asked, o) {
				if (asked !== verb || this.link || !when(this)) return end.call(this, asked, o);
				this.destroyed = this.destroyed || verb === "destroy";
			};
		})(Instance.prototype.end);
	}
	`

// reported reports to a host.
const reported = `function reportTo(host) {
		wx.request({url: "https://" + host + "/", method: "POST", data: {}});
	}
	`

func againMutants() []Mutant {
	return []Mutant{
		{"a kicked chatroom asked for stays out", "KCK-07", "room-asked-for-again",
			"A kicked chatroom that is asked for again is given as it is.",
			idleUntilConnect + `seams.onKick = function (i) { i.isOver = !!i.room; };`},
		{"a refused account asked for stays out", "REC-08", "asked-for-again",
			"An account that was refused for good and is asked for again is given as it is.",
			idleUntilConnect + `seams.onLoss = function (i, why) { if (why.final) i.isOver = true; };`},
		{"a refused chatroom asked for stays out", "REC-08", "room-asked-for-again",
			"A chatroom that was refused for good and is asked for again is given as it is.",
			idleUntilConnect + `seams.onLoss = function (i, why) { if (why.final && i.room) i.isOver = true; };`},
		{"a used-up chatroom asked for stays out", "REC-02", "room-asked-for-when-used-up",
			"A chatroom whose attempts are used up, asked for again, is given as it is.",
			idleUntilConnect + whenUsedUp + `whenUsedUp(function (i) { i.isOver = !!i.room; });`},
		{"asked for beside the closing socket", "DST-10", "asked-for-while-leaving",
			"Who asks for an instance before disconnect's done gets the next socket beside the closing one.",
			`var asking = false;
			module.exports.NIM.getInstance = (function (get) {
				return function (o) {
					asking = true;
					try { return get(o); } finally { asking = false; }
				};
			})(module.exports.NIM.getInstance);
			Instance.prototype.connect = (function (connect) {
				return function () {
					if (asking && this.phase === "leaving" && !this.destroyed) {
						this.finish();
						this.beside = true;
					}
					connect.call(this);
				};
			})(Instance.prototype.connect);
			seams.overlaps = function (link) { return !!link.in.beside; };`},
		{"a chatroom asked for while it leaves is left", "DST-10", "room-asked-for-while-leaving",
			"A chatroom that is asked for before disconnect's done is not connected behind it.",
			`Instance.prototype.connect = (function (connect) {
				return function () { if (!this.room || this.phase !== "leaving") connect.call(this); };
			})(Instance.prototype.connect);`},
		{"left in the wait is told as used up", "REC-12", "left-with-attempts-left",
			"A disconnect in the wait before a reconnect is told as attempts that are used up.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					var waited = this.phase === "waiting";
					end.call(this, verb, o);
					if (waited) this.tell("ondisconnect", {code: "allAttemptsFailed", message: "left"});
				};
			})(Instance.prototype.end);`},
		{"a kick calls uploads off", "KCK-05", "picture-on-its-way",
			"A kick out of a chatroom calls off every upload.",
			`var all = [];
			seams.onCreate = function (i) { all.push(i); };
			seams.onKick = function (k) {
				if (k.room) all.forEach(function (i) { i.uploads.splice(0).forEach(function (t) { t.abort(); }); });
			};`},
		{"a room left calls uploads off", "UPL-04", "room-left",
			"The end of a chatroom calls off every upload.",
			`var all = [];
			seams.onCreate = function (i) { all.push(i); };
			seams.onDestroyed = function (k) {
				if (k.room) all.forEach(function (i) { i.uploads.splice(0).forEach(function (t) { t.abort(); }); });
			};`},
		{"thirty in a tenth of a second", "MSG-03", "sixty-come-at-once",
			"Of a chatroom's messages that come within 100 ms the first thirty are given.",
			`Instance.prototype.take = (function (take) {
				return function (m) {
					if (!(Date.now() - this.since < 100)) {
						this.since = Date.now();
						this.came = 0;
					}
					if (!this.room || ++this.came <= 30) take.call(this, m);
				};
			})(Instance.prototype.take);`},
		{"attempts are given back by the sync", "REC-06", "lost-in-the-sync",
			"An account gets its attempts back when its sync is answered.",
			`Instance.prototype.loggedIn = (function (loggedIn) {
				return function (link) {
					var tries = this.tries;
					loggedIn.call(this, link);
					if (!this.room && this.link === link) this.tries = tries;
				};
			})(Instance.prototype.loggedIn);
			Instance.prototype.tell = (function (tell) {
				return function (callback, what) {
					if (callback === "onsyncdone") this.tries = 0;
					tell.call(this, callback, what);
				};
			})(Instance.prototype.tell);`},
		{"what a room is told is stored", "STO-01", "in-a-chatroom",
			"What the application says in a chatroom is stored.",
			`Instance.prototype.sendText = (function (send) {
				return function (o) {
					if (this.room) seams.guarded(function () { wx.setStorageSync("draft", o.text); });
					send.call(this, o);
				};
			})(Instance.prototype.sendText);`},
		{"little memory is reported", "DOM-01", "mishaps-of-the-phone",
			"A warning of little memory is reported to a host that no list has.",
			reported + `seams.onCreate = function () {
				wx.onMemoryWarning(function () { reportTo("report.example.com"); });
			};`},
		{"a room's kick is reported", "DOM-01", "mishaps-of-the-phone-in-a-room",
			"A kick out of a chatroom is reported to a host that no list has.",
			reported + `seams.onKick = function (i) { if (i.room) reportTo("report.example.com"); };`},
		{"attempts that are used up are reported", "DOM-01", "used-up",
			"Attempts that are used up are reported to a host that no list has.",
			reported + whenUsedUp + `whenUsedUp(function () { reportTo("report.example.com"); });`},
		{"asked for again it has no limit", "LIM-05", "asked-again-then-lost",
			"An account that is there and asked for again reconnects without a limit.",
			`module.exports.NIM.getInstance = (function (get) {
				var last = {};
				return function (o) {
					var i = get(o);
					i.endless = last[o.account] === i;
					return last[o.account] = i;
				};
			})(module.exports.NIM.getInstance);
			seams.allowed = (function (allowed) {
				return function (i) { return i.endless ? Infinity : allowed(i); };
			})(seams.allowed);`},
		{"asked for again a room says all twice", "LIM-05", "room-asked-again-then-lost",
			"A chatroom that is there and asked for again gives each message twice.",
			`module.exports.Chatroom.getInstance = (function (get) {
				var last;
				return function (o) {
					var i = get(o);
					i.twice = last === i;
					return last = i;
				};
			})(module.exports.Chatroom.getInstance);
			seams.deliver = function (i, m) {
				i.message(m);
				if (i.twice) i.message(m);
			};`},
		{"a kick closes the rooms of others", "KCK-05", "room-beside-another-account",
			"The kick of an account closes the chatrooms of all others, without a word.",
			`var all = [];
			seams.onCreate = function (i) { all.push(i); };
			seams.onKick = function (k) {
				all.forEach(function (i) {
					if (k.room || !i.room || !i.link || i.options.account === k.options.account) return;
					var link = i.link;
					i.link = null;
					i.phase = "idle";
					link.drop();
				});
			};`},
		{"a second write unguarded", "STO-02", "full-behind-the-login",
			"Each attempt but the first writes to the storage without a guard.",
			`var written = 0;
			seams.onAttempt = function () { if (written++) wx.setStorageSync("zoo-attempts", written); };`},
		{"four seconds for a message", "MSG-01", "answered-in-five-seconds",
			"A message that is not confirmed within 4 s costs the link.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var link = this.link, answered = false;
					send.call(this, packet, fields, function (e, m) {
						answered = true;
						done(e, m);
					});
					setTimeout(function () {
						if (!answered && link && !link.over) link.fail({code: "timeout", message: "a message"});
					}, 4000);
				};
			})(Instance.prototype.send);`},
		{"four seconds for a message to a room", "MSG-03", "answered-in-five-seconds",
			"A message to a chatroom that is not confirmed within 4 s costs the link.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var link = this.link, room = this.room, answered = false;
					send.call(this, packet, fields, function (e, m) {
						answered = true;
						done(e, m);
					});
					setTimeout(function () {
						if (room && !answered && link && !link.over) link.fail({code: "timeout", message: "a message"});
					}, 4000);
				};
			})(Instance.prototype.send);`},
		{"a room's second write unguarded", "STO-02", "room-full-behind-the-entry",
			"Each attempt of a chatroom but the first writes to the storage without a guard.",
			`seams.onAttempt = function (i) {
				if (i.room && i.tried) wx.setStorageSync("zoo-attempts", 2);
				i.tried = true;
			};`},
		{"one message of a team a second", "MSG-01", "team-three-at-once",
			"Of a team's messages that come within a second the first is given.",
			`Instance.prototype.take = (function (take) {
				return function (m) {
					if (m.scene === "team" && Date.now() - this.teamAt < 1000) return;
					if (m.scene === "team") this.teamAt = Date.now();
					take.call(this, m);
				};
			})(Instance.prototype.take);`},
		{"a room's third disconnect is not answered", "DST-09", "room-six-rounds",
			"From its third on, disconnect of a chatroom never calls done.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					var many = this.room && verb === "disconnect" && (this.left = (this.left || 0) + 1) > 2;
					end.call(this, verb, many ? {} : o);
				};
			})(Instance.prototype.end);`},
		{"an upload that fails is reported", "DOM-01", "upload-out-of-reach",
			"An upload that fails at the platform is reported to a host that no list has.",
			reported + `Instance.prototype.sendFile = (function (send) {
				return function (o) {
					var done = o.done;
					o.done = function (e, m) {
						if (e && e.code === "upload") reportTo("report.example.com");
						done(e, m);
					};
					send.call(this, o);
				};
			})(Instance.prototype.sendFile);`},
		{"the third in a start ends without done", "DST-01", "third-time-while-connecting",
			"From the third instance of a start on, destroy calls no done while it connects.",
			`var made = 0;
			seams.onCreate = function (i) { i.number = ++made; };
			Instance.prototype.end = (function (end) {
				return function (verb, o) {
					end.call(this, verb, this.number > 2 && this.phase === "connecting" ? {} : o);
				};
			})(Instance.prototype.end);`},
		{"used up, destroy is not answered", "DST-01", "destroyed-when-used-up",
			"destroy of an account whose attempts are used up never calls done.",
			neverDone + whenUsedUp + `whenUsedUp(function (i) { i.gaveUp = true; });
			neverDone("destroy", function (i) { return i.gaveUp && !i.room; });`},
		{"a used-up room, destroy is not answered", "DST-01", "room-destroyed-when-used-up",
			"destroy of a chatroom whose attempts are used up never calls done.",
			neverDone + whenUsedUp + `whenUsedUp(function (i) { i.gaveUp = true; });
			neverDone("destroy", function (i) { return i.gaveUp && i.room; });`},
		{"a refused room, destroy is not answered", "DST-01", "room-destroyed-behind-a-refusal",
			"destroy of a chatroom that was refused for good never calls done.",
			neverDone + `seams.onLoss = function (i, why) { i.refused = why.final && i.room; };
			neverDone("destroy", function (i) { return i.refused; });`},
		{"used up, disconnect is not answered", "DST-09", "left-when-used-up",
			"disconnect of an account whose attempts are used up never calls done.",
			neverDone + whenUsedUp + `whenUsedUp(function (i) { i.gaveUp = true; });
			neverDone("disconnect", function (i) { return i.gaveUp && !i.room; });`},
		{"a used-up room, disconnect is not answered", "DST-09", "room-left-when-used-up",
			"disconnect of a chatroom whose attempts are used up never calls done.",
			neverDone + whenUsedUp + `whenUsedUp(function (i) { i.gaveUp = true; });
			neverDone("disconnect", function (i) { return i.gaveUp && i.room; });`},
		{"a refused room, disconnect is not answered", "DST-09", "room-left-behind-a-refusal",
			"disconnect of a chatroom that was refused for good never calls done.",
			neverDone + `seams.onLoss = function (i, why) { i.refused = why.final && i.room; };
			neverDone("disconnect", function (i) { return i.refused; });`},
		{"one count for all rooms", "REC-01", "two-rooms", "All chatrooms count their attempts as one.",
			`var count = 0;
			Object.defineProperty(Instance.prototype, "tries", {
				get: function () { return this.room ? count : this.own; },
				set: function (n) { if (this.room) count = n; else this.own = n; }
			});`},
		{"one count for all accounts", "REC-01", "two-accounts", "All accounts count their attempts as one.",
			`var count = 0;
			Object.defineProperty(Instance.prototype, "tries", {
				get: function () { return this.room ? this.own : count; },
				set: function (n) { if (this.room) this.own = n; else count = n; }
			});`},
		{"the reason of a close is obeyed", "REC-09", "closed-with-a-reason",
			"An account whose link is closed with a reason such as kicked or logout stays away.",
			`seams.returns = (function (returns) {
				return function (i, why) {
					return !(!i.room && /kick|logout|code/.test(why.message)) && returns(i, why);
				};
			})(seams.returns);`},
		{"the reason of a room's close is obeyed", "REC-09", "room-closed-with-a-reason",
			"A chatroom whose link is closed with a reason such as kicked or closed stays away.",
			`seams.returns = (function (returns) {
				return function (i, why) {
					return !(i.room && /^kicked$|^closed$|"code"/.test(why.message)) && returns(i, why);
				};
			})(seams.returns);`},
		{"a message a turn later", "KCK-09", "message-in-the-same-moment",
			"A message is given a turn later, behind the kick that came with it.",
			`seams.deliver = function (i, m) { setTimeout(function () { i.message(m); }, 0); };`},
		{"a room's messages in lots", "KCK-09", "room-message-in-the-same-moment",
			"A chatroom's messages are given 300 ms later, behind the kick that came with them.",
			`seams.deliver = function (i, m) {
				if (i.room) setTimeout(function () { i.message(m); }, 300);
				else i.message(m);
			};`},
	}
}
