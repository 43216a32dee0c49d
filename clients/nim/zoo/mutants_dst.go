// DST-01 to DST-11: destroy and disconnect leave something behind, or answer too early, too late, or not at all.

package zoo

func dstMutants() []Mutant {
	return []Mutant{
		{"refused, and no done", "DST-01", "after-refusal", "destroy after a refused login calls no done.",
			`seams.onLoss = function (instance, why) { instance.refused = why.final; };
			seams.finished = (function (finished) {
				return function (instance) { return !(instance.refused && instance.destroyed) && finished(instance); };
			})(seams.finished);
			DONE = 3600000;`},
		{"destroy behind disconnect answers nothing", "DST-01", "disconnect-and-destroy",
			"destroy of an instance that is being disconnected calls no done.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					end.call(this, verb, verb === "destroy" && this.phase === "leaving" && !this.destroyed ? {} : o); };
			})(Instance.prototype.end);`},
		{"kicked while leaving, and no done", "DST-01", "kicked-mute-logout",
			"It waits 3 s for the answer to its logout before it closes, and a kick that comes meanwhile ends the " +
				"waiting.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					var instance = this, link = this.link;
					if (!link || link.step !== "live" || this.room) return end.call(this, verb, o);
					link.post("2_6", []);
					setTimeout(function () { if (instance.link === link) end.call(instance, verb, o); }, 3000);
				};
			})(Instance.prototype.end);`},
		{"done again at the deadline", "DST-01", "disconnect-twice",
			"A second disconnect that comes while the first waits calls done once more, ten seconds later.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					if (this.phase === "leaving" && o && o.done) setTimeout(o.done, DONE);
					end.call(this, verb, o);
				};
			})(Instance.prototype.end);`},
		{"done twice", "DST-01", "", "It calls done at once and again when the socket is closed.",
			`Instance.prototype.destroy = function (o) { this.end("destroy", o); this.end("destroy", o); };`},

		{"destroyed when told, and done at once", "DST-02", "when-told-3-s-late",
			"What is destroyed inside onconnect has its done before its socket is gone.",
			hasty + `hasty("destroy");`},
		{"done before the close", "DST-02", "link-250-ms",
			"It calls done as soon as it has asked the platform to close the socket.",
			`seams.finished = function () { return true; };`},
		{"a socket left after done", "DST-02", "fast-peer", "destroy calls done and never closes the socket.",
			`seams.closes = function (link) { return link.in.phase !== "leaving"; };
			seams.finished = function () { return true; };`},

		{"one end at a time", "DST-03", "mute-close-two-accounts", "destroy waits until another instance has ended.",
			serial + `serial("destroy");`},
		{"done never, the peer being mute", "DST-03", "", "It waits for the close however long it takes.",
			`DONE = 3600000;`},

		{"a room left at once is entered all the same", "DST-04",
			"destroy-and-enter-again",
			"destroy does not stop a chatroom's link that is not logged in.",
			`Link.prototype.drop = (function (drop) {
				return function () {
					if (!this.in.room || !this.in.destroyed || this.step === "live") return drop.call(this);
					this.in.sockets = this.in.requests = 0;
				};
			})(Link.prototype.drop);`},
		{"destroyed in the handshake, connected later, in JavaScript", "DST-04", "in-handshake",
			"destroy does not stop a link that waits for its handshake, and opens its socket when the answer comes.",
			`Link.prototype.drop = (function (drop) {
				return function () {
					if (this.step === "handshake") this.in.sockets = 0;
					else drop.call(this);
				};
			})(Link.prototype.drop);`},

		{"destroyed inside onwillreconnect, and back", "DST-05", "in-onwillreconnect",
			"A reconnect is made although the application destroyed the instance inside onwillreconnect.",
			`seams.onRetry = function (instance, wait) { if (instance.destroyed) setTimeout(function () { ` +
				`instance.attempt(true); }, wait); };`},
		{"destroyed in the wait, attempt made, in JavaScript", "DST-05", "",
			"destroy does not call the next attempt off.",
			`seams.cancels = function () { return false; };`},

		{"destroyed twice, thrown, in JavaScript", "DST-06", "",
			"destroy of a destroyed instance throws at the application.",
			`Instance.prototype.destroy = function (o) {
				if (this.destroyed) throw new Error("the instance is destroyed");
				this.end("destroy", o);
			};`},
		{"a chatroom destroyed twice, thrown", "DST-06", "room-at-once-and-later",
			"destroy of a destroyed chatroom throws at the application.",
			`Instance.prototype.destroy = function (o) {
				if (this.room && this.destroyed) throw new Error("the chatroom is destroyed");
				this.end("destroy", o);
			};`},

		{"disconnect inside onmsg is not heard", "DST-07", "disconnect-in-onmsg",
			"Inside onmsg it hears no disconnect.",
			deaf + `deaf("end", function (instance) { return inside === "onmsg" && !instance.destroyed; });`},
		{"destroyed inside onsyncdone, and told", "DST-07", "destroy-in-onsyncdone",
			"A minute after a sync it tells of another, though it was destroyed in the callback.",
			behind + `behind("onsyncdone", function (instance) { setTimeout(function () { ` +
				`instance.tell("onsyncdone"); }, 60000); });`},
		{"disconnected inside ondisconnect, and told again", "DST-07", "disconnect-in-ondisconnect-used-up",
			"It tells of a disconnect twice where the application disconnects in the callback.",
			behind + `behind("ondisconnect", function (instance, what) {
				setTimeout(function () {
					if (typeof instance.options.ondisconnect === "function") instance.options.ondisconnect(what); },
						1000);
			});`},
		{"destroyed behind a kick out of a room, and back", "DST-07", "destroy-in-room-ondisconnect-kicked",
			"A chatroom that is destroyed inside the ondisconnect of a kick is entered again.",
			behind + `behind("ondisconnect", function (instance, what) {
				if (instance.room && instance.destroyed && what.code === "kicked") setTimeout(function () {
					instance.attempt(true); }, 5000);
			});`},
		{"back and forth, and done never", "DST-10", "exit-enter-exit",
			"disconnect while the link of the connect behind it opens never calls done.",
			backAndForth + `forth(function (instance) { return !instance.room; });`},
		{"back and forth in a room, and done never", "DST-10", "room-exit-enter-exit",
			"The same of a chatroom.",
			backAndForth + `forth(function (instance) { return instance.room; });`},
		{"destroyed inside a picture's done, and a timer", "DST-07", "destroy-in-picture-done",
			"It sets a timer behind the done of a picture, though it was destroyed in it.",
			`Instance.prototype.sendFile = (function (sendFile) {
				return function (o) {
					var instance = this, done = o.done;
					o.done = function (error, m) {
						done(error, m);
						if (instance.destroyed) setTimeout(function () {}, 3600000);
					};
					sendFile.call(this, o);
				};
			})(Instance.prototype.sendFile);`},
		{"disconnected inside done, and no other", "DST-07", "disconnect-in-disconnect-done",
			"What is ended inside done has its own done never.",
			`Instance.prototype.finish = (function (finish) {
				return function () {
					finish.call(this);
					if (this.phase === "leaving") this.endings = [];
				};
			})(Instance.prototype.finish);`},
		{"a handshake outlives disconnect", "DST-07", "disconnect-in-handshake-late",
			"disconnect leaves a handshake alone, and its answer logs in.",
			`seams.finished = function () { return true; };
			Link.prototype.drop = (function (drop) {
				return function () {
					if (this.in.phase !== "leaving" || this.in.destroyed || this.step !== "handshake") drop.call(this);
						};
			})(Link.prototype.drop);`},
		{"in front again, logged in again", "DST-07", "destroy-come-and-go",
			"A destroyed instance logs in again when the program comes to the front.",
			comes + `shown(function (instance) { return idle(instance) && instance.destroyed; });`},
		{"online again, logged in again", "DST-07", "destroy-come-and-go",
			"A destroyed instance logs in again when the device has a network again.",
			comes + `online(function (instance) { return idle(instance) && instance.destroyed; });`},
		{"in front again, connected again", "DST-07", "disconnect-come-and-go",
			"A disconnected instance connects again when the program comes to the front.",
			comes + `shown(function (instance) { return idle(instance) && !instance.destroyed; });`},
		{"online again, in the room again", "DST-07", "disconnect-room-come-and-go",
			"A chatroom that was left is entered again when the device has a network again.",
			comes + `online(function (instance) { return idle(instance) && instance.room; });`},
		{"delivered behind destroy's done", "DST-07", "destroy-message-just-before",
			"It delivers messages half a second after they came, also when the instance was destroyed.",
			batched + `batching(500, function (instance) { return !instance.room; });`},
		{"delivered behind disconnect's done", "DST-07", "disconnect-message-just-before",
			"It delivers messages a minute after they came.",
			batched + `batching(60000, function (instance) { return !instance.room; });`},
		{"delivered behind the end of a room", "DST-07", "destroy-room-message-just-before",
			"It delivers a chatroom's messages in batches of 300 ms, also when the room was left.",
			batched + `batching(300, function (instance) { return instance.room; });`},
		{"delivered behind leaving a room", "DST-07", "disconnect-room-message-just-before",
			"It delivers a chatroom's messages 100 ms after they came, also when the room was left.",
			batched + `batching(100, function (instance) { return instance.room; });`},
		{"a socket opened after destroy", "DST-07", "", "A second after done it opens a socket and keeps it.",
			spare + `seams.onDestroyed = function () { setTimeout(spare, 1000); };`},
		{"a timer left behind", "DST-07", "", "It leaves an interval running after destroy.",
			`seams.onDestroyed = function () { setInterval(function () {}, 60000); };`},
		{"a request after done, in JavaScript", "DST-07", "", "Five minutes after done it reports its statistics.",
			`seams.onDestroyed = function () { setTimeout(function () { wx.request({url: ` +
				`"https://statistic.live.126.net/"}); }, 300000); };`},
		{"told in the turn of done, in JavaScript", "DST-07", "destroy", "It calls ondisconnect in the turn of done.",
			`seams.onDestroyed = function (instance) { instance.tell("ondisconnect", {code: "logout"}); };`},
		{"answered a second after done", "DST-07", "disconnect-message-unconfirmed",
			"What was asked and not answered fails a second after done.",
			owing + `seams.onDone = function (instance) { setTimeout(function () { answers(instance); }, 1000); };`},
		{"told after done, in JavaScript", "DST-07", "", "It calls ondisconnect a second after done.",
			`seams.onDestroyed = function (instance) { setTimeout(function () { instance.tell("ondisconnect", ` +
				`{code: "logout"}); }, 1000); };`},

		{"refused on the way back, done an hour late", "DST-09", "after-automatic-refusal",
			"disconnect after an automatic login that was refused calls done an hour late.",
			`seams.onLoss = function (instance, why) { instance.refused = why.final; };
			Instance.prototype.end = (function (end) {
				return function (verb, o) {
					var instance = this;
					if (!instance.refused) return end.call(instance, verb, o);
					setTimeout(function () { end.call(instance, verb, o); }, 3600000);
				};
			})(Instance.prototype.end);`},
		{"kicked, and disconnect answers nothing", "DST-09", "kicked-at-once",
			"disconnect of an instance that was kicked calls no done.",
			`seams.onKick = function (instance) { instance.out = true; };
			seams.onLogin = function (instance) { instance.out = false; };
			Instance.prototype.end = (function (end) {
				return function (verb, o) { end.call(this, verb, verb === "disconnect" && this.out ? {} : o); };
			})(Instance.prototype.end);`},
		{"connect before done outlives the next disconnect", "DST-09", "before-done",
			"What connect asked for before done is done, although the application disconnected again.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					var again = this.again;
					end.call(this, verb, o);
					this.again = again && verb === "disconnect";
				};
			})(Instance.prototype.end);`},
		{"connect takes done away", "DST-09", "connect-before-done",
			"connect before disconnect's done takes that done away.",
			`Instance.prototype.connect = (function (connect) {
				return function () {
					if (this.phase === "leaving" && !this.room) this.endings = [];
					connect.call(this);
				};
			})(Instance.prototype.connect);`},
		{"destroy takes disconnect's done away", "DST-09", "disconnect-and-destroy",
			"destroy of an instance that is being disconnected takes the done of disconnect away.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					if (verb === "destroy" && this.phase === "leaving") this.endings = [];
					end.call(this, verb, o);
				};
			})(Instance.prototype.end);`},
		{"one disconnect at a time", "DST-09", "mute-close-two-accounts",
			"disconnect waits until another instance has ended.",
			serial + `serial("disconnect");`},
		{"disconnected when told, and done at once", "DST-09", "when-told-3-s-late",
			"What is disconnected inside onconnect has its done before its socket is gone.",
			hasty + `hasty("disconnect");`},
		{"disconnected while it opens, connected later", "DST-09",
			"disconnect-while-opening",
			"disconnect does not stop a link that is not logged in: it calls done, and the link logs in.",
			`Link.prototype.drop = (function (drop) {
				return function () {
					if (this.in.phase === "leaving" && this.step !== "live" && !this.in.destroyed) this.in.finish();
					else drop.call(this);
				};
			})(Link.prototype.drop);`},

		{"connect inside done is not heard", "DST-10", "in-done",
			"It counts as leaving until every done was called, and hears no connect in one.",
			deaf + `Instance.prototype.finish = (function (finish) {
				return function () {
					inside = "done";
					finish.call(this);
					inside = "";
				};
			})(Instance.prototype.finish);
			deaf("connect", function (instance) { return inside === "done" && !instance.room; });`},
		{"connect before done is dropped", "DST-10", "before-done",
			"connect that comes before disconnect's done is not heard.",
			`Instance.prototype.connect = (function (connect) { return function () { if (this.phase !== "leaving") ` +
				`connect.call(this); }; })(Instance.prototype.connect);`},
		{"entering before done is dropped", "DST-10", "room-before-done", "In chatrooms it does so.",
			`Instance.prototype.connect = (function (connect) {
				return function () { if (!this.room || this.phase !== "leaving") connect.call(this); };
			})(Instance.prototype.connect);`},
		{"used up, and asked for in vain", "DST-10", "asked-again-used-up",
			"An instance whose attempts are used up is not connected when it is asked for again.",
			usedUp + `module.exports.NIM.getInstance = (function (get) {
				var seen = {};
				return function (o) {
					var instance = seen[o.account];
					if (instance && instance.usedUp && !instance.destroyed) return instance;
					return seen[o.account] = get(o);
				};
			})(module.exports.NIM.getInstance);`},
		{"used up, and connect does nothing", "DST-10", "connect-used-up",
			"connect does nothing when the attempts are used up.",
			usedUp + `Instance.prototype.connect = (function (connect) {
				return function () { if (!this.usedUp) connect.call(this); };
			})(Instance.prototype.connect);`},
		{"connect before done forgotten", "DST-10", "connect-before-done",
			"It ignores connect while disconnect waits for its done.",
			`Instance.prototype.connect = (function (connect) {
				return function () { if (this.phase !== "leaving") connect.call(this); };
			})(Instance.prototype.connect);`},
	}
}

// serial is a script's helper: an end waits until another instance has ended.
const serial = `
	function serial(which) {
		var busy = null;
		Instance.prototype.end = (function (end) {
			return function (verb, o) {
				var instance = this;
				if (verb !== which || !busy || busy === instance || busy.phase !== "leaving") {
					busy = instance;
					return end.call(instance, verb, o);
				}
				var other = busy, timer = setInterval(function () {
					if (other.phase === "leaving") return;
					clearInterval(timer);
					end.call(instance, verb, o);
				}, 100);
			};
		})(Instance.prototype.end);
	}`

// hasty is a script's helper: what is ended inside onconnect counts as finished at once.
const hasty = `
	function hasty(which) {
		var telling = null;
		Instance.prototype.tell = (function (tell) {
			return function (name, what) {
				telling = name === "onconnect" ? this : null;
				tell.call(this, name, what);
				telling = null;
			};
		})(Instance.prototype.tell);
		Instance.prototype.end = (function (end) {
			return function (verb, o) {
				this.hasty = this.hasty || telling === this && verb === which;
				end.call(this, verb, o);
			};
		})(Instance.prototype.end);
		seams.finished = (function (finished) {
			return function (instance) { return instance.hasty || finished(instance); }; })(seams.finished);
	}`

// backAndForth is a script's helper: an end never calls done while the link of a connect opens behind an earlier done.
const backAndForth = `
	function forth(some) {
		Instance.prototype.connect = (function (connect) {
			return function () {
				this.forth = this.phase === "idle";
				connect.call(this);
			};
		})(Instance.prototype.connect);
		Instance.prototype.end = (function (end) {
			return function (verb, o) {
				var mute = this.forth && this.phase === "connecting" && verb === "disconnect";
				end.call(this, verb, mute && some(this) ? {} : o);
			};
		})(Instance.prototype.end);
	}`
